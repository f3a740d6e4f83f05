using IowaSales.Contracts;
using IowaSales.Forecasting.Metrics;
using IowaSales.Storage.Ledger;

namespace IowaSales.Api.Accuracy;

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

        var sales = scores.Sum(sum => sum.Sales);
        var model = new AccuracySums
        {
            Cells = count,
            Volume = sales,
            AbsoluteError = scores.Sum(sum => sum.AbsoluteError),
            Excess = scores.Sum(sum => sum.Forecast) - sales,
            ScaledError = scores.Sum(sum => sum.ScaledError),
            Scaled = scores.Sum(sum => sum.Scaled),
            QuantileLoss = scores.Sum(sum => sum.QuantileLoss),
            QuantileVolume = sales,
            WithQuantiles = count,
            Inside80 = scores.Sum(sum => sum.Inside80),
        };
        var naive = model with { AbsoluteError = scores.Sum(sum => sum.NaiveError), ScaledError = scores.Sum(sum => sum.ScaledNaiveError) };
        return new LiveError(
            count,
            Rounded(model.Mase),
            Rounded(naive.Mase),
            Rounded(model.Wql),
            Rounded(model.Wape),
            Rounded(naive.Wape),
            Rounded(model.BiasShare),
            Rounded(model.Coverage80)!.Value,
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

    private static double? Rounded(double? value) => value is { } known ? Math.Round(known, 6) : null;
}
