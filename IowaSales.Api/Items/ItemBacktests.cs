using IowaSales.Api.Serving;
using IowaSales.Contracts;
using IowaSales.Forecasting.Metrics;

namespace IowaSales.Api.Items;

/// <summary>Puts the backtest of an item into the contract's words.</summary>
internal static class ItemBacktests
{
    /// <summary>The backtest of one item; empty for an item the model did not know.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="series">Index of the series.</param>
    public static ItemBacktest Of(ForecastSnapshot snapshot, int series)
    {
        var backtest = snapshot.Model.Backtest;
        var item = snapshot.Items.NameOf(series);
        var weights = FamilyWeights.Of(snapshot.Model, series);
        if (series >= backtest.Actual.SeriesCount)
        {
            return new ItemBacktest(item, null, null, null, weights, [], []);
        }

        var all = new AccuracyTally();
        var steps = BacktestScores.NewTallies(backtest.Actual.Horizon);
        var windows = new BacktestWindow[backtest.Actual.OriginCount];
        for (var origin = 0; origin < windows.Length; origin++)
        {
            windows[origin] = WindowOf(snapshot, series, origin);
            for (var step = 0; step < steps.Length; step++)
            {
                all.Add(backtest, origin, series, step);
                steps[step].Add(backtest, origin, series, step);
            }
        }

        return new ItemBacktest(
            item,
            all.ReportedMase(),
            all.ReportedWql(),
            all.ReportedCoverage(),
            weights,
            BacktestScores.StepErrors(steps),
            windows);
    }

    private static BacktestWindow WindowOf(ForecastSnapshot snapshot, int series, int origin)
    {
        var backtest = snapshot.Model.Backtest;
        var first = snapshot.Model.Panel.DateOf(backtest.Origins[origin]);
        var (lower, upper) = (backtest.Quantiles[0], backtest.Quantiles[^1]);
        var days = new List<BacktestDay>(backtest.Actual.Horizon);
        for (var step = 0; step < backtest.Actual.Horizon; step++)
        {
            var actual = backtest.Actual[origin, series][step];
            if (!double.IsNaN(actual))
            {
                days.Add(new BacktestDay(
                    first.AddDays(step),
                    ReportedNumber.Of(actual),
                    ReportedNumber.Of(backtest.Median[origin, series][step]),
                    ReportedNumber.Of(lower[origin, series][step]),
                    ReportedNumber.Of(upper[origin, series][step])));
            }
        }

        return new BacktestWindow(first, days);
    }
}
