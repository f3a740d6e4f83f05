using IowaSales.Api.Backtests;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Metrics;
using Xunit;

namespace IowaSales.Tests.Api;

/// <summary>The summary of a backtest against figures worked out by hand.</summary>
public sealed class BacktestReportTests
{
    private const int Days = 28;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Two windows of two days on one item that sells 10 every open day, 17 on the last two Mondays.</summary>
    [Fact]
    public void Errors_are_those_worked_out_by_hand()
    {
        var (panel, backtest) = Example(closedTuesday: false);

        var report = BacktestReport.Of(backtest, panel, Cancellation)!;

        // Errors |17 - 12|, |10 - 11| twice, in units of the scale 2.
        Assert.Equal(((5 + 1 + 5 + 1) / 4.0) / 2, report.Mase, 6);
        Assert.Equal(2.5, report.Steps[0].Mase!.Value, 6);
        Assert.Equal(0.5, report.Steps[1].Mase!.Value, 6);
        Assert.Equal(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"], report.Weekdays.Select(day => day.Weekday));
        Assert.Equal(2.5, report.Weekdays[0].Mase!.Value, 6);
        Assert.Equal(0.5, report.Weekdays[1].Mase!.Value, 6);
        Assert.Null(report.Weekdays[2].Mase);

        // All quantiles are the median: 17 lies above all, 10 below all.
        Assert.Equal(0, report.Coverage);
        Assert.All(report.Calibration, point => Assert.Equal(0.5, point.Observed));
        var loss = QuantileLevels.Reported.Sum(level => 2 * (2 * level * 5) + (2 * (2 * (1 - level) * 1)));
        Assert.Equal(loss / (9 * (17 + 10 + 17 + 10)), report.Wql, 6);

        // A week before the first window all days sold 10; a week before the second one Monday sold 17.
        Assert.Equal(((7 + 0 + 0 + 0) / 4.0) / 2, report.SeasonalNaiveMase, 6);
        Assert.Equal("A", Assert.Single(report.WorstItems).Item);
        Assert.Equal([panel.DateOf(Days - 14), panel.DateOf(Days - 7)], report.Origins);
    }

    /// <summary>The baseline looks past a closed day to the week before it, as the family of that name does: a closed day is no sale of 0.</summary>
    [Fact]
    public void The_seasonal_naive_baseline_walks_past_a_closed_day()
    {
        var (panel, backtest) = Example(closedTuesday: true);

        // The Tuesday before the first window is closed; without it the baseline would forecast 0 there and err by 10.
        Assert.Equal(((7 + 0 + 0 + 0) / 4.0) / 2, BacktestReport.Of(backtest, panel, Cancellation)!.SeasonalNaiveMase, 6);
    }

    [Fact]
    public void A_backtest_that_scores_no_day_has_no_summary()
    {
        var (panel, backtest) = Example(closedTuesday: false);
        Assert.Null(BacktestReport.Of(backtest with { Scales = [double.NaN] }, panel, Cancellation));
    }

    private static (SalesPanel Panel, Backtest Backtest) Example(bool closedTuesday)
    {
        var first = new DateOnly(2024, 1, 1);
        var builder = new SalesPanelBuilder();
        for (var day = 0; day < Days; day++)
        {
            var date = first.AddDays(day);
            if (date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || (closedTuesday && day == Days - 14 - 7 + 1))
            {
                continue;
            }

            builder.Add(date, "A", day is Days - 14 or Days - 7 ? 17 : 10);
        }

        var panel = builder.Build();
        int[] origins = [Days - 14, Days - 7];
        var (actual, median) = (new ForecastCube(2, 1, 2), new ForecastCube(2, 1, 2));
        for (var window = 0; window < 2; window++)
        {
            (actual[window, 0][0], actual[window, 0][1]) = (17, 10);
            (median[window, 0][0], median[window, 0][1]) = (12, 11);
        }

        return (panel, new Backtest(origins, QuantileLevels.Reported, actual, median, [.. QuantileLevels.Reported.Select(_ => median)], [2]));
    }
}
