using System.Globalization;

namespace IowaSales.Forecasting.Data.Quality;

/// <summary>One thing that sales should be, by name.</summary>
/// <param name="Name">Name of the rule, as <c>--strict</c> takes it.</param>
/// <param name="Meaning">What it asks for.</param>
/// <param name="Check">What breaks it, one sentence; null when nothing does.</param>
public sealed record QualityRule(string Name, string Meaning, Func<QualityReport, string?> Check)
{
    /// <summary>Whether it is a rule for a history to learn from, and says nothing of a few days that come in.</summary>
    public bool IsOfHistory { get; init; }
}

/// <summary>The rules.</summary>
public static class QualityRules
{
    /// <summary>Days of sales that a training needs besides its horizon.</summary>
    public const int MinDays = 28;

    private const double MaxOutlierShare = 0.02;
    private const int LongestClosure = 7;

    /// <summary>All rules, by name.</summary>
    public static IReadOnlyList<QualityRule> All { get; } =
    [
        new("ambiguous", "dates and amounts that can be read one way only", report => report.Ambiguities.Count == 0
            ? null : string.Join(' ', report.Ambiguities)),
        new("daily", "a row for each day, not a total for each week or month", report => report.CoarserThanDaily),
        new("duplicates", "no two rows of one item and date", report => report.Duplicates == 0
            ? null : Say($"{Rows(report.Duplicates, "row repeats", "rows repeat")} an item and date; they were summed.")),
        new("gaps", $"no closure of more than {LongestClosure} days", report => report.LongestClosureDays <= LongestClosure
            ? null : Say($"No sales at all on {report.LongestClosureDays} days running.")) { IsOfHistory = true },
        new("length", $"at least {MinDays} days", report => report.OpenDays + report.ClosedDays >= MinDays
            ? null : Say($"The sales cover {Rows(report.OpenDays + report.ClosedDays, "day", "days")}, fewer than {MinDays}.")) { IsOfHistory = true },
        new("names", "no two names that differ only in case, blanks, accents, quotes or dashes", SayNames),
        new("negatives", "no negative totals", report => report.Negatives == 0
            ? null : Say($"{Rows(report.Negatives, "total is", "totals are")} negative (more came back than was sold); as demand they count as 0.")),
        new(
            "outliers",
            Say($"at most {100 * MaxOutlierShare:0} % of the rows more than {QualityScan.OutlierScore:0} robust deviations from their item's median, none more than {QualityScan.ExtremeScore:0}"),
            SayOutliers),
        new("stopped", "no item that stopped selling", report => report.Stopped == 0
            ? null : Say($"{Rows(report.Stopped, "item no longer sells", "items no longer sell")}.")) { IsOfHistory = true },
    ];

    /// <summary>What breaks the rules, by the name of the rule and in its order.</summary>
    /// <param name="report">The report.</param>
    /// <param name="isHistory">Whether the sales are a history to learn from, not a few days that come in.</param>
    public static IReadOnlyDictionary<string, string> Broken(QualityReport report, bool isHistory = true) => All
        .Where(rule => isHistory || !rule.IsOfHistory)
        .Select(rule => (rule.Name, Sentence: rule.Check(report))).Where(rule => rule.Sentence is not null)
        .ToDictionary(rule => rule.Name, rule => rule.Sentence!, StringComparer.Ordinal);

    private static string? SayNames(QualityReport report)
    {
        const int Shown = 5;
        var sentences = new List<string>();
        if (report.SimilarNames.Count > 0)
        {
            var groups = report.SimilarNames.Take(Shown).Select(group => string.Join(" / ", group.Take(Shown).Select(name => $"'{name}'")));
            sentences.Add(Say(
                $"{Rows(report.SimilarNames.Count, "group of items has", "groups of items have")} names that look alike and are separate series: {string.Join("; ", groups)}{(report.SimilarNames.Count > Shown ? "; ..." : "")}."));
        }

        if (report.OtherSpellings.Count > 0)
        {
            var names = string.Join(", ", report.OtherSpellings.Take(Shown).Select(name => $"'{name}'"));
            sentences.Add(Say(
                $"{Rows(report.OtherSpellings.Count, "name is", "names are")} also written with other blanks, invisible characters or another Unicode form, and read as one: {names}{(report.OtherSpellings.Count > Shown ? ", ..." : "")}."));
        }

        return sentences.Count == 0 ? null : string.Join(' ', sentences);
    }

    private static string? SayOutliers(QualityReport report)
    {
        var tooMany = report.Outliers > MaxOutlierShare * report.Rows;
        var far = report.Extremes > 0
            ? Say($"{Rows(report.Extremes, "row lies", "rows lie")} more than {QualityScan.ExtremeScore:0} robust deviations from the median of the item, hardly sales.")
            : "";
        return tooMany ? $"{Say($"{report.Outliers} of {report.Rows} rows are far outside their item's range.")} {far}".TrimEnd()
            : far.Length > 0 ? far : null;
    }

    private static string Rows(long count, string one, string many) => Say($"{count} {(count == 1 ? one : many)}");

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
