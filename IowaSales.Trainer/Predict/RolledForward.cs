using IowaSales.Forecasting.Data;
using IowaSales.Trainer.CommandLine;

namespace IowaSales.Trainer.Predict;

/// <summary>Puts newer sales behind a model's own, so that its fitted state applies to them.</summary>
internal static class RolledForward
{
    /// <summary>
    /// A panel with the model's items first, in their order, then the other given ones, and the model's first day: the given sales, and
    /// before their first day the model's own. What was stated is the given panel's, or else the model's.
    /// </summary>
    /// <param name="run">The run, for remarks.</param>
    /// <param name="own">The model's sales.</param>
    /// <param name="given">The given sales.</param>
    /// <exception cref="VerbException">There is nothing to put together, or a gap between the two.</exception>
    public static SalesPanel Panel(VerbRun run, SalesPanel own, SalesPanel given)
    {
        if (given.FirstDate > own.LastDate.AddDays(1))
        {
            throw VerbException.Input(
                $"The sales begin on {given.FirstDate:yyyy-MM-dd}, the model's end on {own.LastDate:yyyy-MM-dd}; give sales without a gap, or train on them.");
        }

        if (given.LastDate < own.FirstDate)
        {
            throw VerbException.Input(
                $"The sales end on {given.LastDate:yyyy-MM-dd}, before the model's begin on {own.FirstDate:yyyy-MM-dd}; train on them instead.");
        }

        var builder = new SalesPanelBuilder();
        AddRows(builder, own, from: own.FirstDate, before: given.FirstDate);
        var tooOld = AddRows(builder, given, from: own.FirstDate, before: DateOnly.MaxValue);
        if (tooOld > 0)
        {
            run.Say($"{tooOld} rows before {own.FirstDate:yyyy-MM-dd}, the model's first day, are left out.");
        }

        return builder.Build([.. own.Items, .. given.Items.Where(item => own.IndexOf(item) < 0)], own.FirstDate)
            .With(given.Stated.IsEmpty ? own.Stated : given.Stated);
    }

    private static int AddRows(SalesPanelBuilder builder, SalesPanel panel, DateOnly from, DateOnly before)
    {
        var leftOut = 0;
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            var rows = panel.Rows(series);
            for (var i = 0; i < rows.Count; i++)
            {
                var date = panel.DateOf(rows.Days[i]);
                if (date < from)
                {
                    leftOut++;
                }
                else if (date < before)
                {
                    builder.Add(date, panel.Items[series], rows.Values[i]);
                }
            }
        }

        return leftOut;
    }
}
