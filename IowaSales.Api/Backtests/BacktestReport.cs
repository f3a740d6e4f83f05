using IowaSales.Api.Serving;
using IowaSales.Contracts;
using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Metrics;

namespace IowaSales.Api.Backtests;

/// <summary>Backtest accuracy over all items.</summary>
internal static class BacktestReport
{
    private const int WorstItems = 20;
    /// <summary>Summarizes the backtest of a snapshot's model.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="cancellationToken">Ends the computation.</param>
    /// <returns>The summary; null when the backtest scores no day.</returns>
    public static BacktestSummary? Of(ForecastSnapshot snapshot, CancellationToken cancellationToken) =>
        Of(snapshot.Model.Backtest, snapshot.Model.Panel, cancellationToken);

    /// <summary>Summarizes a backtest.</summary>
    /// <param name="backtest">The backtest.</param>
    /// <param name="panel">The sales it was made on.</param>
    /// <param name="cancellationToken">Ends the computation.</param>
    /// <returns>The summary; null when the backtest scores no day.</returns>
    public static BacktestSummary? Of(Backtest backtest, SalesPanel panel, CancellationToken cancellationToken)
    {
        var all = new AccuracyTally();
        var steps = BacktestScores.NewTallies(backtest.Actual.Horizon);
        var weekdays = BacktestScores.NewTallies(Week.Days);
        var items = BacktestScores.NewTallies(backtest.Actual.SeriesCount);
        for (var origin = 0; origin < backtest.Actual.OriginCount; origin++)
        {
            for (var series = 0; series < items.Length; series++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (var step = 0; step < steps.Length; step++)
                {
                    all.Add(backtest, origin, series, step);
                    steps[step].Add(backtest, origin, series, step);
                    weekdays[(int)panel.DateOf(backtest.Origins[origin] + step).DayOfWeek].Add(backtest, origin, series, step);
                    items[series].Add(backtest, origin, series, step);
                }
            }
        }

        if (all.ReportedMase() is not { } mase || all.ReportedWql() is not { } wql || all.ReportedCoverage() is not { } coverage)
        {
            return null;
        }

        return new BacktestSummary(
            mase,
            wql,
            coverage,
            BacktestScores.Rounded(SeasonalNaiveMase(backtest, panel, cancellationToken))!.Value,
            [.. backtest.Origins.Select(panel.DateOf)],
            BacktestScores.StepErrors(steps),
            [.. Week.MondayFirst.Select(day => (day, weekdays[(int)day])).Select(weekday => new WeekdayError(
                weekday.day.ToString(), weekday.Item2.ReportedMase(), weekday.Item2.ReportedWql(), weekday.Item2.ReportedCoverage()))],
            [.. all.Calibration().Select(level => new CalibrationPoint(level.Level, BacktestScores.Rounded(level.Observed)!.Value))],
            [.. items.Index()
                .Where(item => item.Item.ReportedMase() is not null)
                .OrderByDescending(item => item.Item.ReportedMase())
                .Take(WorstItems)
                .Select(item => new ItemError(panel.Items[item.Index], item.Item.ReportedMase()!.Value, item.Item.ReportedCoverage()!.Value))]);
    }

    /// <summary>MASE of the seasonal naive baseline on the same cells.</summary>
    private static double SeasonalNaiveMase(Backtest backtest, SalesPanel panel, CancellationToken cancellationToken)
    {
        var naive = new ForecastCube(backtest.Actual.OriginCount, backtest.Actual.SeriesCount, backtest.Actual.Horizon);
        for (var origin = 0; origin < naive.OriginCount; origin++)
        {
            var history = History.At(panel, backtest.Origins[origin]);
            for (var series = 0; series < naive.SeriesCount; series++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                SeasonalNaiveBaseline.Forecast(history, series, naive[origin, series]);
            }
        }

        return AccuracyTally.Mase(backtest.Actual, naive, backtest.Scales);
    }
}
