using System.Text.Json;
using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Models.Naive;
using IowaSales.Forecasting.Training;
using Xunit;

namespace IowaSales.Tests.Forecasting.Training;

/// <summary>A large panel that sells rarely is forecast by its mean, any other by its median.</summary>
public sealed class RareDemandTrainingTests : IDisposable
{
    private const int Days = 56;

    /// <summary>One in eighteen of them never sells, and is then not in the panel.</summary>
    private const int Series = 21_500;
    private const double Chance = 0.05;

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"model-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public void A_panel_that_sells_rarely_is_weighed_by_squared_error_and_keeps_its_mean()
    {
        var model = Train(RareSales());

        Assert.IsType<SegmentedDistributions>(model.Intervals);
        Assert.All(model.Manifest.Leaderboard, row => Assert.NotNull(row.Rmsse));
        Assert.Equal(1, model.Manifest.Leaderboard.Single(row => row.Name == "Intermittent").Weight, 6);
        var ensemble = model.Manifest.Leaderboard.Single(row => row.Name == LeaderboardEntry.Ensemble);
        Assert.All(model.Manifest.Leaderboard, row => Assert.True(ensemble.Rmsse <= row.Rmsse, row.Name));

        // Absolute error is least where nothing is forecast, so the ensemble's median has less of it than any family's rate.
        Assert.All(model.Manifest.Leaderboard, row => Assert.True(ensemble.Mase <= row.Mase, row.Name));

        var forecast = model.Forecast();
        var rate = new double[7];
        for (var series = 0; series < 50; series++)
        {
            model.Families["Intermittent"].ForecastOpenDays(forecast.History, series, rate);
            Assert.Equal(rate, Enumerable.Range(0, 7).Select(forecast.Series[series].Mean));
            Assert.Equal(rate.Sum(), forecast.Series[series].SumMean(7), 12);
        }

        Assert.All(forecast.Series, series => Assert.All(series.Median, median => Assert.Equal(0, median)));

        ModelStore.Save(model, _folder);
        var loaded = ModelStore.Load(_folder).Forecast();
        foreach (var series in (int[])[0, 17, 19_999])
        {
            Assert.Equal(forecast.Series[series].Mean(2), loaded.Series[series].Mean(2));
            Assert.Equal(forecast.Series[series].SumPaths(7), loaded.Series[series].SumPaths(7));
        }
    }

    [Fact]
    public void Any_other_panel_is_weighed_by_absolute_error_and_keeps_its_median()
    {
        var builder = new SalesPanelBuilder();
        var random = new Random(4);
        for (var day = 0; day < Days; day++)
        {
            for (var series = 0; series < 3; series++)
            {
                builder.Add(new DateOnly(2024, 1, 1).AddDays(day), $"{series}", 20 + random.Next(20));
            }
        }

        var model = Train(builder.Build());

        Assert.IsType<IntervalModel>(model.Intervals);
        Assert.All(model.Manifest.Leaderboard, row => Assert.Null(row.Rmsse));
        Assert.DoesNotContain("rmsse", JsonSerializer.Serialize(model.Manifest), StringComparison.OrdinalIgnoreCase);
        var backtest = model.Backtest;
        Assert.Equal(
            AccuracyTally.Mase(backtest.Actual, backtest.Median, backtest.Scales),
            model.Manifest.Leaderboard.Single(row => row.Name == LeaderboardEntry.Ensemble).Mase);
    }

    private static ForecastModel Train(SalesPanel panel) => new ModelTrainer(TimeProvider.System).Train(
        panel, new TrainingOptions { Preset = TrainingPreset.Fast, Families = [.. ModelFamilies.Leading.Where(family => family.SuitsSparsePanels), new NaiveFamily()] });

    /// <summary>Every series sells 1 .. 6 bottles on one day in twenty.</summary>
    private static SalesPanel RareSales()
    {
        var builder = new SalesPanelBuilder();
        var random = new Random(4);
        for (var series = 0; series < Series; series++)
        {
            for (var day = 0; day < Days; day++)
            {
                if (random.NextDouble() < Chance)
                {
                    builder.Add(new DateOnly(2024, 1, 1).AddDays(day), $"{series}", 1 + random.Next(6));
                }
            }
        }

        return builder.Build();
    }
}
