using IowaSales.Forecasting.Backtesting;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Models.Naive;
using IowaSales.Forecasting.Models.WeekdayProfiles;
using IowaSales.Forecasting.Training;
using IowaSales.Tests.Api;
using Xunit;

namespace IowaSales.Tests.Forecasting.Backtesting;

public sealed class RollingEvaluationTests
{
    private static readonly string[] Items = ["A", "B"];

    private static readonly TrainingOptions Options = new()
    {
        Preset = TrainingPreset.Fast,
        Families = [new SeasonalNaiveFamily(), new WeekdayProfileFamily()],
    };

    [Fact]
    public void Sales_from_an_origin_on_move_no_forecast_made_there()
    {
        var panel = Panel();
        var origins = RollingEvaluation.Origins(panel, 3, 7, 7);
        var calm = Run(panel, origins);
        var spiked = Run(Panel(spikeFrom: panel.DateOf(origins[1])), origins);

        for (var series = 0; series < panel.SeriesCount; series++)
        {
            Assert.Equal(calm.Medians[LeaderboardEntry.Ensemble][1, series].ToArray(), spiked.Medians[LeaderboardEntry.Ensemble][1, series].ToArray());
            Assert.Equal(calm.Quantiles[8][1, series].ToArray(), spiked.Quantiles[8][1, series].ToArray());
            Assert.NotEqual(calm.Medians[LeaderboardEntry.Ensemble][2, series].ToArray(), spiked.Medians[LeaderboardEntry.Ensemble][2, series].ToArray());
        }
    }

    [Fact]
    public void A_saved_model_is_judged_on_what_it_would_have_forecast_whatever_the_order_of_items()
    {
        var all = Panel();
        var model = new ModelTrainer(TimeProvider.System).Train(Panel(days: 180, leading: ["B", "A"]), Options, null, TestContext.Current.CancellationToken);
        var origins = RollingEvaluation.Origins(all, 2, 5, 7);
        var shuffled = Panel(items: ["B", "A", "C"]);
        var known = Panel(items: ["B", "A", "C"], leading: ["B", "A"]);

        var forecasts = RollingEvaluation.RunSaved(
            shuffled, origins, 5, ScoredDays.Trading, model, known, null, TestContext.Current.CancellationToken);

        var expected = model.Forecast(History.At(known, origins[1]));
        Assert.Equal(["A", "B", "C"], shuffled.Items);
        Assert.Equal(["B", "A", "C"], known.Items);
        Assert.Equal(expected.Series[0].Median.Take(5), forecasts.Medians[LeaderboardEntry.Ensemble][1, 1].ToArray());
        Assert.Equal(expected.Series[0].Quantile(2, 0.9), forecasts.Quantiles[8][1, 1][2]);
        Assert.Equal(expected.Series[1].Mean(3), forecasts.Means[1, 0][3]);
    }

    [Fact]
    public void A_saved_model_is_not_judged_on_days_that_it_has_learnt()
    {
        var panel = Panel();
        var model = new ModelTrainer(TimeProvider.System).Train(panel, Options, null, TestContext.Current.CancellationToken);

        Assert.Throws<ArgumentException>(() => RollingEvaluation.RunSaved(
            panel, [panel.DayCount - 7], 7, ScoredDays.Trading, model, panel, null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Every_breakdown_holds_each_scored_cell_once()
    {
        var panel = Panel();
        var forecasts = Run(panel, RollingEvaluation.Origins(panel, 3, 7, 7));

        var breakdown = AccuracyBreakdown.Of(forecasts, panel);

        Assert.Equal(3 * 2 * 5, breakdown.Overall.Cells);
        foreach (var groups in (IReadOnlyList<AccuracyGroup>[])[breakdown.ByItem, breakdown.ByStep, breakdown.ByWeekday, breakdown.ByWindow])
        {
            Assert.Equal(breakdown.Overall.Cells, groups.Sum(group => group.Metrics.Cells));
            Assert.Equal(
                breakdown.Overall.Mase!.Value,
                groups.Sum(group => (group.Metrics.Mase ?? 0) * group.Metrics.Cells) / breakdown.Overall.Cells,
                1e-12);
        }

        Assert.Equal(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"], breakdown.ByWeekday.Select(group => group.Key));
    }

    [Fact]
    public void The_better_of_two_is_found_and_two_that_are_the_same_are_called_so()
    {
        var panel = Panel();
        var origins = RollingEvaluation.Origins(panel, 8, 7, 7);
        var good = Run(panel, origins);
        var bad = good with { Medians = new Dictionary<string, ForecastCube> { [LeaderboardEntry.Ensemble] = Raised(good.Medians[LeaderboardEntry.Ensemble]) } };

        Assert.Equal(ComparisonVerdict.FirstBetter, ModelComparison.Of(good, bad, 1)[0].Verdict);
        Assert.Equal(ComparisonVerdict.SecondBetter, ModelComparison.Of(bad, good, 1)[0].Verdict);
        Assert.Equal(ComparisonVerdict.Identical, ModelComparison.Of(good, good, 1)[0].Verdict);
        Assert.Equal(ComparisonVerdict.TooFewWindows, ModelComparison.Of(good, bad, 5)[0].Verdict);
    }

    private static RollingForecasts Run(SalesPanel panel, IReadOnlyList<int> origins) =>
        new RollingEvaluation(new ModelTrainer(TimeProvider.System)).Run(
            panel, origins, Options, ScoredDays.Trading, cancellationToken: TestContext.Current.CancellationToken);

    private static ForecastCube Raised(ForecastCube cube)
    {
        var raised = new ForecastCube(cube.OriginCount, cube.SeriesCount, cube.Horizon);
        for (var i = 0; i < raised.Values.Length; i++)
        {
            raised.Values[i] = (3 * cube.Values[i]) + i;
        }

        return raised;
    }

    private static SalesPanel Panel(int days = 235, DateOnly? spikeFrom = null, string[]? items = null, string[]? leading = null)
    {
        var builder = new SalesPanelBuilder();
        var panel = ModelFactory.Sales(100, days, items ?? Items).Build();
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            var rows = panel.Rows(series);
            for (var i = 0; i < rows.Count; i++)
            {
                var date = panel.DateOf(rows.Days[i]);
                builder.Add(date, panel.Items[series], rows.Values[i] + (date >= spikeFrom ? 1e6 : 0));
            }
        }

        return builder.Build(leading ?? []);
    }
}
