using IowaSales.Contracts;
using IowaSales.Forecasting.Metrics;

namespace IowaSales.Api.Serving;

/// <summary>Counts the cells of a model's backtest, and puts what comes of it into the contract's numbers.</summary>
internal static class BacktestScores
{
    private const int Decimals = 6;

    /// <summary>Counts one cell; a closed day counts nothing.</summary>
    /// <param name="tally">Where it is counted.</param>
    /// <param name="backtest">The backtest.</param>
    /// <param name="origin">Number of the origin.</param>
    /// <param name="series">Index of the series.</param>
    /// <param name="step">Step, from 0.</param>
    public static void Add(this AccuracyTally tally, Backtest backtest, int origin, int series, int step)
    {
        var actual = backtest.Actual[origin, series][step];
        if (double.IsNaN(actual))
        {
            return;
        }

        Span<double> quantiles = stackalloc double[backtest.Levels.Count];
        for (var level = 0; level < quantiles.Length; level++)
        {
            quantiles[level] = backtest.Quantiles[level][origin, series][step];
        }

        // The backtest keeps no means; squared measures are not asked for here.
        var median = backtest.Median[origin, series][step];
        tally.Add(new ScoredCell(actual, median, median, backtest.Scales[series], double.NaN, quantiles));
    }

    /// <summary>MASE as it is reported; null when no cell has a scale.</summary>
    /// <param name="tally">The cells.</param>
    public static double? ReportedMase(this AccuracyTally tally) => Rounded(tally.Sums.Mase);

    /// <summary>Weighted quantile loss as it is reported; null when nothing was sold.</summary>
    /// <param name="tally">The cells.</param>
    public static double? ReportedWql(this AccuracyTally tally) => Rounded(tally.Sums.Wql);

    /// <summary>Share of cells inside the 80 % interval as it is reported; null when there is no cell.</summary>
    /// <param name="tally">The cells.</param>
    public static double? ReportedCoverage(this AccuracyTally tally) => Rounded(tally.Sums.Coverage80);

    /// <summary>The errors of each step of the horizon.</summary>
    /// <param name="steps">One tally per step.</param>
    public static IReadOnlyList<StepError> StepErrors(IEnumerable<AccuracyTally> steps) =>
        [.. steps.Index().Select(step => new StepError(step.Index + 1, step.Item.ReportedMase(), step.Item.ReportedWql(), step.Item.ReportedCoverage()))];

    /// <summary>New tallies.</summary>
    /// <param name="count">How many.</param>
    public static AccuracyTally[] NewTallies(int count)
    {
        var tallies = new AccuracyTally[count];
        for (var i = 0; i < count; i++)
        {
            tallies[i] = new AccuracyTally();
        }

        return tallies;
    }

    /// <summary>A ratio as it is reported.</summary>
    /// <param name="value">The ratio.</param>
    public static double? Rounded(double? value) => value is { } known ? Math.Round(known, Decimals) : null;
}
