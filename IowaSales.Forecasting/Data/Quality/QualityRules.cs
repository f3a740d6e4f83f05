using System.Globalization;

namespace IowaSales.Forecasting.Data.Quality;

/// <summary>One thing that sales should be, by name.</summary>
/// <param name="Name">Name of the rule, as <c>--strict</c> takes it.</param>
/// <param name="Meaning">What it asks for.</param>
/// <param name="Check">What breaks it, one sentence; null when nothing does.</param>
public sealed record QualityRule(string Name, string Meaning, Func<QualityReport, string?> Check);

/// <summary>The rules.</summary>
public static class QualityRules
{
    /// <summary>Days of sales that a training needs besides its horizon.</summary>
    public const int LeastDays = 28;

    private const double MostOutlierShare = 0.02;
    private const int LongestClosure = 7;

    /// <summary>All rules, by name.</summary>
    public static IReadOnlyList<QualityRule> All { get; } =
    [
        new("duplicates", "no two rows of one item and date", report => report.Duplicates == 0
            ? null : Say($"{report.Duplicates} rows repeat an item and date; they were summed.")),
        new("gaps", $"no closure of more than {LongestClosure} days", report => report.LongestClosureDays <= LongestClosure
            ? null : Say($"No sales at all on {report.LongestClosureDays} days running.")),
        new("length", $"at least {LeastDays} days", report => report.OpenDays + report.ClosedDays >= LeastDays
            ? null : Say($"The sales cover {report.OpenDays + report.ClosedDays} days, fewer than {LeastDays}.")),
        new("negatives", "no negative totals", report => report.Negatives == 0
            ? null : Say($"{report.Negatives} totals are negative.")),
        new("outliers", "at most 2 % of the rows far outside their item's range", report => report.Outliers <= MostOutlierShare * report.Rows
            ? null : Say($"{report.Outliers} of {report.Rows} rows are far outside their item's range.")),
        new("stopped", "no item that stopped selling", report => report.Stopped == 0
            ? null : Say($"{report.Stopped} items no longer sell.")),
    ];

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
