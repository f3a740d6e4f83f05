using IowaSales.Api.Serving;
using IowaSales.Contracts;
using IowaSales.Forecasting.Metrics;

namespace IowaSales.Api.Backtests;

/// <summary>How right the model would have been over all items.</summary>
internal static class BacktestReport
{
    private const int WorstItems = 20;
    private const int Week = 7;

    /// <summary>Summarises the backtest of a snapshot's model.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <returns>The summary; null when the backtest scores no day.</returns>
    public static BacktestSummary? Of(ForecastSnapshot snapshot)
    {
        var backtest = snapshot.Model.Backtest;
        var panel = snapshot.Model.Panel;
        var (origins, count, horizon) = (backtest.Actual.OriginCount, backtest.Actual.SeriesCount, backtest.Actual.Horizon);
        var all = new ErrorTally();
        var steps = new ErrorTally[horizon];
        var weekdays = new ErrorTally[Week];
        var items = new ErrorTally[count];
        var below = new int[backtest.Levels.Count];
        var cells = 0;
        for (var origin = 0; origin < origins; origin++)
        {
            for (var series = 0; series < count; series++)
            {
                for (var step = 0; step < horizon; step++)
                {
                    var actual = backtest.Actual[origin, series][step];
                    if (double.IsNaN(actual))
                    {
                        continue;
                    }

                    all.Add(backtest, origin, series, step);
                    steps[step].Add(backtest, origin, series, step);
                    weekdays[(int)panel.DateOf(backtest.Origins[origin] + step).DayOfWeek].Add(backtest, origin, series, step);
                    items[series].Add(backtest, origin, series, step);
                    cells++;
                    for (var level = 0; level < below.Length; level++)
                    {
                        below[level] += actual <= backtest.Quantiles[level][origin, series][step] ? 1 : 0;
                    }
                }
            }
        }

        if (all.Mase is not { } mase || all.Wql is not { } wql || all.Coverage is not { } coverage)
        {
            return null;
        }

        return new BacktestSummary(
            mase,
            wql,
            coverage,
            SeasonalNaiveMase(snapshot),
            [.. backtest.Origins.Select(panel.DateOf)],
            [.. steps.Index().Select(step => new StepError(step.Index + 1, step.Item.Mase, step.Item.Wql, step.Item.Coverage))],
            [.. MondayFirst.Select(day => new WeekdayError(day.ToString(), weekdays[(int)day].Mase, weekdays[(int)day].Wql, weekdays[(int)day].Coverage))],
            [.. backtest.Levels.Zip(below, (level, count) => new CalibrationPoint(level, Math.Round((double)count / cells, 6)))],
            [.. items.Index()
                .Where(item => item.Item.Mase is not null)
                .OrderByDescending(item => item.Item.Mase)
                .Take(WorstItems)
                .Select(item => new ItemError(panel.Items[item.Index], item.Item.Mase!.Value, item.Item.Coverage!.Value))]);
    }

    private static IEnumerable<DayOfWeek> MondayFirst => Enumerable.Range(1, Week).Select(day => (DayOfWeek)(day % Week));

    /// <summary>MASE of repeating the last known week, on the same cells.</summary>
    private static double SeasonalNaiveMase(ForecastSnapshot snapshot)
    {
        var backtest = snapshot.Model.Backtest;
        var naive = new ForecastCube(backtest.Actual.OriginCount, backtest.Actual.SeriesCount, backtest.Actual.Horizon);
        for (var series = 0; series < naive.SeriesCount; series++)
        {
            var rows = snapshot.Model.Panel.Rows(series);
            for (var origin = 0; origin < naive.OriginCount; origin++)
            {
                var cells = naive[origin, series];
                for (var step = 0; step < cells.Length; step++)
                {
                    var row = rows.Days.BinarySearch(backtest.Origins[origin] - Week + (step % Week));
                    cells[step] = row >= 0 ? rows.Values[row] : 0;
                }
            }
        }

        return Math.Round(AccuracyTally.Mase(backtest.Actual, naive, backtest.Scales), 6);
    }
}
