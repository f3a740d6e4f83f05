using IowaSales.Boosting;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Models.GradientBoosting;
using IowaSales.Forecasting.Models.WeekdayProfiles;
using IowaSales.Forecasting.Training;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace IowaSales.Tests.Forecasting.Training;

/// <summary>What a time limit leaves of a training, on a clock that only the families move.</summary>
public sealed class TimeLimitTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Without_a_limit_every_family_takes_part()
    {
        var manifest = Train(null, Slow("A", 100), Slow("B", 100)).Manifest;

        Assert.Empty(manifest.LeftOut);
        Assert.Equal(["A", "B", "Ensemble"], manifest.Leaderboard.Select(row => row.Name).Order());
    }

    [Fact]
    public void The_first_family_is_trained_however_short_the_limit()
    {
        var model = Train(1, Slow("A", 100), Slow("B", 1));

        Assert.Equal(["A"], model.Families.Keys);
        Assert.Equal(["B: not begun within the time limit."], model.Manifest.LeftOut);
        Assert.All(model.Forecast().Series, series => Assert.True(series.Median.Max() > 0));
    }

    [Fact]
    public void A_family_at_work_when_time_runs_out_is_cancelled_and_left_out_with_those_behind_it()
    {
        var endless = Slow("B", 1000);
        var model = Train(500, Slow("A", 10), endless, Slow("C", 1));

        Assert.Equal(["A"], model.Families.Keys);
        Assert.Equal(["B: not finished within the time limit.", "C: not begun within the time limit."], model.Manifest.LeftOut);
        Assert.Equal(1, endless.Fits);
    }

    [Fact]
    public void A_family_whose_last_fit_would_not_end_in_time_makes_room_for_the_next()
    {
        var model = Train(150, Slow("A", 1), Slow("B", 80, cheap: false), Slow("C", 1));

        Assert.Equal(["A", "C"], model.Families.Keys.Order());
        Assert.Equal(["B: its last fit would have gone beyond the time limit."], model.Manifest.LeftOut);
    }

    [Fact]
    public void Cancelling_is_not_taken_for_the_end_of_time()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => new ModelTrainer(_clock).Train(
            Panel(), new TrainingOptions { Families = [Slow("A", 1)], TimeLimit = TimeSpan.FromSeconds(9) }, null, source.Token));
    }

    [Fact]
    public void Progress_never_falls_and_ends_at_its_total()
    {
        var reports = new List<TrainingProgress>();
        new ModelTrainer(TimeProvider.System).Train(
            Panel(), new TrainingOptions(), new Recorder(reports), TestContext.Current.CancellationToken);

        Assert.Equal(reports.Select(report => report.Done).Order(), reports.Select(report => report.Done));
        Assert.Single(reports.Select(report => report.Total).Distinct());
        Assert.Equal(ModelFamilies.BuiltIn.Select(family => family.Name), reports.Select(report => report.Family).OfType<string>().Distinct());
        Assert.Equal(reports[^1].Total, reports[^1].Done);
    }

    [Fact(Timeout = 120_000)]
    public async Task Growing_trees_stops_when_it_is_cancelled()
    {
        Assert.SkipUnless(LightGbmTreeTrainer.IsAvailable, "LightGBM's native library does not load here.");
        var random = new Random(1);
        var features = Enumerable.Range(0, 4 * 5000).Select(_ => (float)random.NextDouble()).ToArray();
        var labels = Enumerable.Range(0, 5000).Select(i => features[4 * i] + features[(4 * i) + 1]).ToArray();
        var table = new TrainingTable(4, features, labels, [.. labels.Select(_ => 1f)]);
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Run(
            () => new LightGbmTreeTrainer().Train(table, new TreeTrainingOptions { Trees = 5_000_000 }, source.Token),
            TestContext.Current.CancellationToken));
    }

    private ForecastModel Train(int? limitSeconds, params SlowFamily[] families) => new ModelTrainer(_clock).Train(
        Panel(),
        new TrainingOptions { Families = families, TimeLimit = limitSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null },
        null,
        TestContext.Current.CancellationToken);

    private SlowFamily Slow(string name, int seconds, bool cheap = true) => new(_clock, name, TimeSpan.FromSeconds(seconds), cheap);

    private static SalesPanel Panel()
    {
        var builder = new SalesPanelBuilder();
        for (var day = 0; day < 120; day++)
        {
            foreach (var item in (string[])["a", "b"])
            {
                builder.Add(new DateOnly(2023, 1, 2).AddDays(day), item, 10 + (day % 7) + (day % 5));
            }
        }

        return builder.Build();
    }

    private sealed class Recorder(List<TrainingProgress> reports) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            lock (reports)
            {
                reports.Add(value);
            }
        }
    }

    /// <summary>Forecasts as the weekday profile does; each fit takes its time.</summary>
    private sealed class SlowFamily(FakeTimeProvider clock, string name, TimeSpan takes, bool cheap) : IModelFamily
    {
        public string Name => name;

        public string Description => "takes its time";

        public bool IsCheapToFit => cheap;

        public int Fits { get; private set; }

        public IFittedFamily Fit(History history, FitOptions options)
        {
            Fits++;
            clock.Advance(takes);
            options.CancellationToken.ThrowIfCancellationRequested();
            return new WeekdayProfileFamily().Fit(history, options);
        }

        public IFittedFamily Read(BinaryReader reader) => throw new NotSupportedException();
    }
}
