using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Trainer.CommandLine;

namespace IowaSales.Trainer.Data;

/// <summary>Given sales behind a model's own.</summary>
internal static class NewerSales
{
    /// <summary>Rolls a model's sales forward, and says what was left out.</summary>
    /// <param name="run">The run, for remarks.</param>
    /// <param name="trained">The model's sales.</param>
    /// <param name="given">The given sales.</param>
    /// <exception cref="SalesDataException">They do not fit together: see <see cref="RollForward.Extend"/>.</exception>
    public static SalesPanel Behind(VerbRun run, SalesPanel trained, SalesPanel given)
    {
        var (panel, leftOut) = RollForward.Extend(trained, given);
        if (leftOut > 0)
        {
            run.Say($"{leftOut} rows before {trained.FirstDate:yyyy-MM-dd}, the model's first day, are left out.");
        }

        return panel;
    }
}
