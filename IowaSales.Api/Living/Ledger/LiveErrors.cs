using IowaSales.Contracts;
using IowaSales.Forecasting.Metrics;
using IowaSales.Storage.Ledger;

namespace IowaSales.Api.Living.Ledger;

/// <summary>Turns sums of scores into errors.</summary>
internal static class LiveErrors
{
    /// <summary>The error of some scores; null when there are none.</summary>
    /// <param name="scores">The scores.</param>
    public static LiveError? Of(IReadOnlyCollection<ScoreSums> scores)
    {
        var count = scores.Sum(sum => sum.Count);
        if (count == 0)
        {
            return null;
        }

        var scaled = scores.Sum(sum => sum.Scaled);
        var sales = scores.Sum(sum => sum.Sales);
        return new LiveError(
            count,
            Ratio(scores.Sum(sum => sum.ScaledError), scaled),
            Ratio(scores.Sum(sum => sum.ScaledNaiveError), scaled),
            Ratio(scores.Sum(sum => sum.QuantileLoss), QuantileLevels.Reported.Count * sales),
            Ratio(scores.Sum(sum => sum.AbsoluteError), sales),
            Ratio(scores.Sum(sum => sum.NaiveError), sales),
            Ratio(scores.Sum(sum => sum.Forecast) - sales, sales),
            Math.Round((double)scores.Sum(sum => sum.Inside80) / count, 6),
            Math.Round((double)scores.Sum(sum => sum.Inside99) / count, 6));
    }

    /// <summary>Share of sales at or below each reported quantile.</summary>
    /// <param name="scores">The scores.</param>
    public static IReadOnlyList<CalibrationPoint> CalibrationOf(IReadOnlyCollection<ScoreSums> scores)
    {
        var count = scores.Sum(sum => sum.Count);
        Func<ScoreSums, int>[] below =
        [
            sum => sum.Below10, sum => sum.Below20, sum => sum.Below30, sum => sum.Below40, sum => sum.Below50,
            sum => sum.Below60, sum => sum.Below70, sum => sum.Below80, sum => sum.Below90,
        ];
        return count == 0
            ? []
            : [.. QuantileLevels.Reported.Zip(below, (level, counted) => new CalibrationPoint(level, Math.Round((double)scores.Sum(counted) / count, 6)))];
    }

    private static double? Ratio(double part, double whole) => whole > 0 ? Math.Round(part / whole, 6) : null;
}
