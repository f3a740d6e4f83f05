using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Evaluation;

namespace IowaSales.Forecasting.Training;

/// <summary>The leaderboard of a training.</summary>
internal static class TrainingLeaderboard
{
    /// <summary>A row for every family and one for the ensemble, best first; rows that could not be scored last.</summary>
    /// <param name="families">The trained families.</param>
    /// <param name="weights">The panel's weight of each.</param>
    /// <param name="ensemble">The ensemble on the validation windows.</param>
    public static LeaderboardEntry[] Of(IReadOnlyList<TrainedFamily> families, ReadOnlySpan<double> weights, Backtest ensemble)
    {
        var rows = new List<LeaderboardEntry>
        {
            new(
                LeaderboardEntry.Ensemble,
                ScaledError.Mase(ensemble.Actual, ensemble.Median, ensemble.Scales),
                Known(QuantileLoss.Weighted(ensemble.Actual, ensemble.Levels, ensemble.Quantiles)),
                families.Sum(family => family.FitSeconds),
                families.Sum(family => family.PredictSeconds),
                1),
        };
        for (var i = 0; i < families.Count; i++)
        {
            var family = families[i];
            rows.Add(new LeaderboardEntry(
                family.Family.Name, family.Mase, Known(family.Wql), family.FitSeconds, family.PredictSeconds, weights[i]));
        }

        return [.. rows.OrderBy(row => double.IsNaN(row.Mase) ? double.MaxValue : row.Mase)];
    }

    private static double? Known(double wql) => double.IsFinite(wql) ? wql : null;
}
