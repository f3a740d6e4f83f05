using IowaSales.Forecasting.Data.Files;
using IowaSales.Forecasting.Data.Quality;
using IowaSales.Trainer.CommandLine;

namespace IowaSales.Trainer.Data;

/// <summary>What a person should know of sales before they count: the broken rules of <see cref="QualityRules"/>, said the same by every verb.</summary>
internal static class SalesRemarks
{
    /// <summary>Says them.</summary>
    /// <param name="run">The run.</param>
    /// <param name="sales">The sales.</param>
    /// <param name="isHistory">Whether the sales are a history to learn from, not a few days that come in.</param>
    public static void Say(VerbRun run, SalesFile sales, bool isHistory = true)
    {
        if (!run.Quiet)
        {
            foreach (var remark in sales.DriverRemarks)
            {
                run.Say(remark);
            }

            foreach (var line in Lines(QualityRules.Broken(QualityScan.Of(sales), isHistory)))
            {
                run.Say(line);
            }
        }
    }

    /// <summary>Refuses what is no daily sales.</summary>
    /// <param name="sales">The sales.</param>
    /// <param name="shownPath">What messages call the file.</param>
    /// <exception cref="SalesDataException">There is one day of sales a week or a month.</exception>
    public static void RefuseUnlessDaily(SalesFile sales, string shownPath)
    {
        Refuse(SalesFrequency.Coarser(sales.Panel), shownPath);
    }

    /// <summary>Refuses what is no daily sales.</summary>
    /// <param name="dates">Dates with sales, ascending.</param>
    /// <param name="shownPath">What messages call the file.</param>
    /// <exception cref="SalesDataException">There is one day of sales a week or a month.</exception>
    public static void RefuseUnlessDaily(IReadOnlyList<DateOnly> dates, string shownPath) => Refuse(SalesFrequency.Coarser(dates), shownPath);

    private static void Refuse(string? coarser, string shownPath)
    {
        if (coarser is { } sentence)
        {
            throw new SalesDataException($"{shownPath} cannot be trained on: {char.ToLowerInvariant(sentence[0])}{sentence[1..]}");
        }
    }

    /// <summary>The lines, one per broken rule.</summary>
    /// <param name="broken">A sentence for each broken rule, by its name.</param>
    public static IEnumerable<string> Lines(IReadOnlyDictionary<string, string> broken) => broken.Select(rule => $"{rule.Key}: {rule.Value}");
}
