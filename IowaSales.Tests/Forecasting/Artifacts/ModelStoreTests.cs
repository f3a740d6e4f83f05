using IowaSales.Boosting;
using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Models.GradientBoosting;
using IowaSales.Forecasting.Training;
using Xunit;

namespace IowaSales.Tests.Forecasting.Artifacts;

public sealed class ModelStoreTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"model-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public void A_saved_model_forecasts_the_same_after_loading()
    {
        var model = Train();
        ModelStore.Save(model, _folder);
        var loaded = ModelStore.Load(_folder);

        var before = model.Forecast();
        var after = loaded.Forecast();
        Assert.Equal(before.Days, after.Days);
        foreach (var (expected, actual) in before.Series.Zip(after.Series))
        {
            Assert.Equal(expected.Item, actual.Item);
            Assert.Equal(expected.Median, actual.Median);
            Assert.Equal(expected.SumQuantile(7, 0.9), actual.SumQuantile(7, 0.9));
        }
    }

    [Fact]
    public void Drivers_and_attributes_are_kept_with_the_model()
    {
        var panel = Train().Panel;
        var builder = new DriverSetBuilder();
        var promo = builder.AddDriver(new Driver("promo", DriverKind.Numeric) { Fill = DriverFill.Default, Default = 2 });
        var season = builder.AddDriver(new Driver("event", DriverKind.Category) { KnownAhead = false, Fill = DriverFill.Last });
        var size = builder.AddAttribute("size", DriverKind.Numeric);
        var vendor = builder.AddAttribute("vendor", DriverKind.Category);
        builder.Set(promo, null, panel.FirstDate.AddDays(3), 1.5);
        builder.Set(season, panel.Items[0], panel.FirstDate, "easter");
        builder.Set(season, panel.Items[0], panel.FirstDate.AddDays(9), "autumn");
        builder.SetAttribute(size, panel.Items[0], 0.75);
        builder.SetAttribute(vendor, panel.Items[1], "x");
        var set = builder.Build();
        var options = new TrainingOptions { Families = [new IowaSales.Forecasting.Models.Naive.SeasonalNaiveFamily()], Preset = TrainingPreset.Fast };
        ModelStore.Save(new ModelTrainer(TimeProvider.System).Train(panel.With(set).With(MissingDays.Unobserved), options, null, TestContext.Current.CancellationToken), _folder);
        var loaded = ModelStore.Load(_folder).Panel;
        var read = loaded.Drivers;

        Assert.Equal(set.Drivers.Select(driver => driver with { Levels = [] }), read.Drivers.Select(driver => driver with { Levels = [] }));
        Assert.Equal(MissingDays.Unobserved, loaded.Missing);
        Assert.Equal(["autumn", "easter"], read.Drivers[season].Levels);
        Assert.Equal(set.RunsOf(promo, null), read.RunsOf(promo, null));
        Assert.Equal(set.RunsOf(season, panel.Items[0]), read.RunsOf(season, panel.Items[0]));
        Assert.Equal("0.75", read.Attributes[size].TextOf(panel.Items[0]));
        Assert.Equal("x", read.Attributes[vendor].TextOf(panel.Items[1]));
        Assert.Null(read.Attributes[vendor].TextOf(panel.Items[0]));
    }

    [Fact]
    public void Saturdays_are_forecast_closed_and_zero()
    {
        var forecast = Train().Forecast();
        var saturday = Assert.Single(forecast.Days, day => day.Date.DayOfWeek == DayOfWeek.Saturday);
        Assert.True(saturday.Closed);
        Assert.Equal(ClosureReason.Weekday, saturday.ClosedReason);
        var step = forecast.Days.ToList().IndexOf(saturday);
        Assert.All(forecast.Series, series => Assert.Equal(0, series.Quantile(step, 0.9)));
    }

    [Theory]
    [InlineData(1, "older")]
    [InlineData(99, "newer")]
    public void A_model_of_another_format_is_refused_with_what_to_run(int format, string kind)
    {
        ModelStore.Save(Train(), _folder);
        var path = Path.Combine(_folder, "manifest.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace($"\"format_version\": {ModelManifest.CurrentFormat}", $"\"format_version\": {format}", StringComparison.Ordinal));

        var exception = Assert.Throws<ModelArtifactException>(() => ModelStore.Load(_folder));
        Assert.Contains(kind, exception.Message, StringComparison.Ordinal);
        Assert.Contains("-- train", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_whose_trees_know_other_inputs_is_refused_with_what_to_run()
    {
        Assert.SkipUnless(LightGbmTreeTrainer.IsAvailable, "LightGBM does not load here.");
        var families = new IModelFamily[] { new GradientBoostingFamily(new LightGbmTreeTrainer()) };
        var manifest = ModelStore.Save(new ModelTrainer(TimeProvider.System).Train(MondayToFriday(), new TrainingOptions { Families = families }, cancellationToken: TestContext.Current.CancellationToken), _folder);
        var hash = Assert.Contains("GradientBoosting", manifest.FeatureHashes);
        Assert.Single(manifest.FeatureHashes);
        Assert.Equal(manifest.FeatureHashes, ModelStore.Load(_folder).Manifest.FeatureHashes);

        var path = Path.Combine(_folder, "manifest.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace(hash, "0000000000000000", StringComparison.Ordinal));
        var exception = Assert.Throws<ModelArtifactException>(() => ModelStore.Load(_folder));
        Assert.Contains("GradientBoosting", exception.Message, StringComparison.Ordinal);
        Assert.Contains("-- train", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_is_refused_by_name()
    {
        ModelStore.Save(Train(), _folder);
        var path = Path.Combine(_folder, "families.bin");
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);

        var exception = Assert.Throws<ModelArtifactException>(() => ModelStore.Load(_folder));
        Assert.Contains("families.bin", exception.Message, StringComparison.Ordinal);
        Assert.Contains("train", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_model_says_how_to_train()
    {
        var exception = Assert.Throws<ModelArtifactException>(() => ModelStore.Load(_folder));
        Assert.Contains("IowaSales.Trainer -- train", exception.Message, StringComparison.Ordinal);
    }

    private static ForecastModel Train() => new ModelTrainer(TimeProvider.System).Train(MondayToFriday(), new TrainingOptions());

    private static SalesPanel MondayToFriday()
    {
        var builder = new SalesPanelBuilder();
        var random = new Random(7);
        var first = new DateOnly(2023, 1, 2);
        for (var day = 0; day < 200; day++)
        {
            var date = first.AddDays(day);
            if (date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
            {
                builder.Add(date, "A", 100 + random.Next(50));
                builder.Add(date, "B", 1000 + random.Next(300));
            }
        }

        return builder.Build();
    }
}
