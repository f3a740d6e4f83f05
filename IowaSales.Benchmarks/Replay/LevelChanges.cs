using IowaSales.Forecasting.Data;
using MathNet.Numerics.Statistics;

namespace IowaSales.Benchmarks.Replay;

/// <summary>How the level of an item's sales after a day compares with that before it, which no alert of that day could know.</summary>
internal sealed class LevelChanges(SalesPanel panel)
{
    private const int DaysAfter = 28;
    private const int DaysBefore = 182;

    /// <summary>The days before in which an alert's own reason lies.</summary>
    private const int DaysBetween = 28;

    private readonly Dictionary<DateOnly, double[]> _known = [];

    /// <summary>
    /// Sales of the four weeks after a day over those of the half year up to four weeks before it, relative to what the middle item did.
    /// </summary>
    /// <param name="item">Name of the item.</param>
    /// <param name="date">The day.</param>
    /// <returns>1 for no change; null when the sales end too early to say.</returns>
    public double? Of(string item, DateOnly date)
    {
        var day = date.DayNumber - panel.FirstDate.DayNumber;
        if (day + DaysAfter >= panel.DayCount)
        {
            return null;
        }

        if (!_known.TryGetValue(date, out var changes))
        {
            changes = [.. Enumerable.Range(0, panel.SeriesCount).Select(series =>
                Sum(series, day + 1, day + DaysAfter) / Sum(series, day - DaysBetween - DaysBefore + 1, day - DaysBetween))];
            var middle = changes.Where(double.IsFinite).Median();
            changes = [.. changes.Select(change => change / middle)];
            _known.Add(date, changes);
        }

        return changes[panel.IndexOf(item)];
    }

    private double Sum(int series, int from, int through)
    {
        var rows = panel.Rows(series);
        var sum = 0.0;
        for (var row = 0; row < rows.Count; row++)
        {
            if (rows.Days[row] >= from && rows.Days[row] <= through)
            {
                sum += Math.Max(0, rows.Values[row]);
            }
        }

        return sum;
    }
}
