using System.Globalization;
using IowaSales.Forecasting.Data;
using Microsoft.EntityFrameworkCore;

namespace IowaSales.Storage.Import;

/// <summary>Why a batch looks wrong.</summary>
/// <param name="Code"><c>gap_after_data</c>, <c>year_off</c> or <c>tenfold_change</c>.</param>
/// <param name="Detail">What was found, in one sentence.</param>
public sealed record UnusualFinding(string Code, string Detail)
{
    /// <summary>Days are missing between the sales in the store and the batch, or between newer days of the batch.</summary>
    public const string GapAfterData = "gap_after_data";

    /// <summary>Dates lie about a year from where they would be expected.</summary>
    public const string YearOff = "year_off";

    /// <summary>A total that is in force is changed to ten times its value or more, or a tenth or less.</summary>
    public const string TenfoldChange = "tenfold_change";
}

/// <summary>A batch looks wrong and was not accepted as such; nothing of it was kept.</summary>
/// <param name="findings">What looks wrong, at least one.</param>
public sealed class UnusualBatchException(IReadOnlyList<UnusualFinding> findings)
    : Exception($"The batch looks wrong. {string.Join(' ', findings.Select(finding => finding.Detail))} Nothing was imported; check the file, and import it with accept_unusual=true if it is right.")
{
    /// <summary>What looks wrong.</summary>
    public IReadOnlyList<UnusualFinding> Findings { get; } = findings;
}

/// <summary>How a batch meets the sales in force.</summary>
internal sealed class Overlap
{
    /// <summary>Rows of items and days that have sales.</summary>
    public long Matched { get; set; }

    /// <summary>Rows among them that state another total.</summary>
    public long Changed { get; set; }

    /// <summary>Rows that change a total tenfold.</summary>
    public long Tenfold { get; set; }

    /// <summary>Sum of what is in force for the rows that change, bottles.</summary>
    public double Before { get; set; }

    /// <summary>Sum of what the batch states for them, bottles.</summary>
    public double After { get; set; }
}

/// <summary>Looks at a batch before it is imported: misdated files and files in another unit are the mistakes that spoil every forecast.</summary>
internal static class UnusualBatch
{
    /// <summary>Change below which a total is not looked at, bottles: small totals move by such factors every day.</summary>
    internal const double MinTenfoldChange = 50;

    /// <summary>Factor of a change that looks wrong.</summary>
    internal const double Factor = 10;

    /// <summary>Days from which on a distance between dates is taken for a wrong year.</summary>
    private const int YearOffDays = 300;

    /// <summary>What looks wrong with a batch; empty when nothing does.</summary>
    /// <param name="context">The transaction, with the batch in its staging area.</param>
    /// <param name="dates">The batch's dates, ascending.</param>
    /// <param name="last">Last date of the sales in force; null for none.</param>
    /// <param name="overlap">How it meets them.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public static async Task<IReadOnlyList<UnusualFinding>> FindAsync(
        SalesContext context, IReadOnlyCollection<DateOnly> dates, DateOnly? last, Overlap overlap, CancellationToken cancellationToken)
    {
        var findings = new List<UnusualFinding>();
        if (Gap(dates, last) is { } gap)
        {
            findings.Add(new UnusualFinding(UnusualFinding.GapAfterData, gap));
        }

        if (YearOff(dates, last) is { } year)
        {
            findings.Add(new UnusualFinding(UnusualFinding.YearOff, year));
        }

        if (await TenfoldAsync(context, overlap, cancellationToken).ConfigureAwait(false) is { } tenfold)
        {
            findings.Add(new UnusualFinding(UnusualFinding.TenfoldChange, tenfold));
        }

        return findings;
    }

    private static string? Gap(IReadOnlyCollection<DateOnly> dates, DateOnly? last)
    {
        if (last is not { } before)
        {
            return null;
        }

        foreach (var date in dates.Where(date => date > last))
        {
            var missing = date.DayNumber - before.DayNumber - 1;
            if (missing > RollForward.MaxGapDays)
            {
                return Text($"After {before:yyyy-MM-dd} the next day with sales would be {date:yyyy-MM-dd}, {missing} days are missing between them.");
            }

            before = date;
        }

        return null;
    }

    private static string? YearOff(IReadOnlyCollection<DateOnly> dates, DateOnly? last)
    {
        DateOnly? before = null;
        foreach (var date in dates)
        {
            // Behind the sales in force a gap is a finding of its own.
            if (before is { } earlier && date.DayNumber - earlier.DayNumber > YearOffDays && !(date > last))
            {
                return Text($"Its dates jump from {earlier:yyyy-MM-dd} to {date:yyyy-MM-dd}; check the year.");
            }

            before = date;
        }

        return before is { } newest && last is { } end && end.DayNumber - newest.DayNumber > YearOffDays
            ? Text($"It ends on {newest:yyyy-MM-dd}, {end.DayNumber - newest.DayNumber} days before the sales in the store do ({end:yyyy-MM-dd}); check the year.")
            : null;
    }

    private static async Task<string?> TenfoldAsync(SalesContext context, Overlap overlap, CancellationToken cancellationToken)
    {
        if (overlap.Tenfold == 0)
        {
            return overlap.Before > 0
                && Math.Abs(overlap.After - overlap.Before) >= MinTenfoldChange
                && (overlap.After >= Factor * overlap.Before || overlap.After * Factor <= overlap.Before)
                ? Text($"The {overlap.Changed} totals it changes go from {overlap.Before:0.##} to {overlap.After:0.##} in all.")
                : null;
        }

        var first = await context.Database.SqlQuery<TenfoldExample>(
            $"""
            SELECT n.name AS "Item", i.date AS "Date", s.total AS "Before", i.total AS "After"
            FROM incoming i JOIN incoming_items n ON n.item = i.item JOIN sales s ON s.item_id = n.item_id AND s.date = i.date
            WHERE s.total > 0 AND ABS(i.total - s.total) >= {MinTenfoldChange} AND (i.total >= {Factor} * s.total OR i.total * {Factor} <= s.total)
            ORDER BY i.date, n.name LIMIT 1
            """).SingleAsync(cancellationToken).ConfigureAwait(false);
        var more = overlap.Tenfold == 1 ? "" : Text($", and {overlap.Tenfold - 1} more totals by a factor of {Factor} or more");
        return Text($"It changes {first.Item} on {first.Date:yyyy-MM-dd} from {first.Before:0.##} to {first.After:0.##}{more}.");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed class TenfoldExample
    {
        public string Item { get; set; } = "";

        public DateOnly Date { get; set; }

        public double Before { get; set; }

        public double After { get; set; }
    }
}
