using IowaSales.Forecasting.Metrics;

namespace IowaSales.Forecasting.Training;

/// <summary>The leaderboard of a training.</summary>
internal static class TrainingLeaderboard
{
    /// <summary>A row for every family and one for the ensemble, best first by what families are weighed by; rows that could not be scored last.</summary>
    /// <param name="families">The trained families.</param>
    /// <param name="weights">The panel's weight of each.</param>
    /// <param name="ensemble">The ensemble on the validation windows.</param>
    /// <param name="ensembleRmsse">The ensemble's RMSSE there; null where families are weighed by MASE.</param>
    public static LeaderboardEntry[] Of(IReadOnlyList<TrainedFamily> families, ReadOnlySpan<double> weights, Backtest ensemble, double? ensembleRmsse)
    {
        var rows = new List<LeaderboardEntry>
        {
            new(
                LeaderboardEntry.Ensemble,
                AccuracyTally.Mase(ensemble.Actual, ensemble.Median, ensemble.Scales),
                Known(AccuracyTally.Wql(ensemble.Actual, ensemble.Quantiles)),
                families.Sum(family => family.FitSeconds),
                families.Sum(family => family.PredictSeconds),
                1) { Rmsse = ensembleRmsse },
        };
        for (var i = 0; i < families.Count; i++)
        {
            var family = families[i];
            rows.Add(new LeaderboardEntry(
                family.Family.Name, family.Mase, Known(family.Wql), family.FitSeconds, family.PredictSeconds, weights[i])
            { Rmsse = family.Rmsse });
        }

        return Ordered(rows);
    }

    /// <summary>The rows, best first.</summary>
    /// <param name="rows">A row for the ensemble and one for every family.</param>
    public static LeaderboardEntry[] Ordered(IEnumerable<LeaderboardEntry> rows) =>
        [.. rows.OrderBy(row => row.Rmsse ?? (double.IsNaN(row.Mase) ? double.MaxValue : row.Mase))];

    private static double? Known(double wql) => double.IsFinite(wql) ? wql : null;
}
