using CsCheck;
using IowaSales.Boosting;
using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Models.GradientBoosting;
using IowaSales.Forecasting.Training;
using Xunit;

namespace IowaSales.Tests.Forecasting.Training;

/// <summary>Whole trainings on sales as bad as they come: a finite, sensible forecast of every series, or a refusal in a sentence.</summary>
public sealed class RobustTrainingTests : IDisposable
{
    private const int Horizon = 7;
    private static readonly DateOnly Monday = new(2023, 1, 2);
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"robust-{Guid.NewGuid():N}");

    /// <summary>How a series behaves.</summary>
    public enum Course
    {
        Zero,
        Constant,
        Noisy,
        Returns,
        NegativeOnly,
        Spiky,
        Rare,
        Stopped,
        Gap,
        OnePoint,
        TenPoints,
        Exploding,
    }

    /// <summary>Which days a panel trades on.</summary>
    public enum Week
    {
        WorkingDays,
        AllDays,
        NoPattern,
        Tuesdays,
    }

    public static TheoryData<Course> Courses => [.. Enum.GetValues<Course>()];

    public static TheoryData<Week> Weeks => [.. Enum.GetValues<Week>()];

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public void Any_panel_is_forecast_finitely_or_refused_in_a_sentence()
    {
        var series = Gen.Select(
            Gen.Enum<Course>(),
            Gen.Int[0, 139],
            Gen.OneOf(1e-6, 1, 100, 1e6, 1e12),
            Gen.Int[0, 9999],
            (course, start, size, seed) => new Specification(course, start, size, seed));
        Gen.Select(Gen.Int[1, 140], Gen.Enum<Week>(), series.List[1, 4]).Sample(
            (days, week, specifications) => Check(Panel(days, week, [.. specifications])), iter: 25, threads: 1);
    }

    [Theory]
    [MemberData(nameof(Courses))]
    public void A_product_alone_is_forecast_and_saved_whatever_its_course(Course course)
    {
        if (Check(Panel(160, Week.WorkingDays, [new Specification(course, 0, 50, 1)])) is not { } model)
        {
            Assert.Equal(Course.TenPoints, course);
            return;
        }

        ModelStore.Save(model, _folder);
        Assert.Single(ModelStore.Load(_folder).Forecast().Series);
    }

    [Theory]
    [MemberData(nameof(Weeks))]
    public void A_panel_of_every_course_is_trained_by_every_family_and_saved(Week week)
    {
        Specification[] all = [.. Enum.GetValues<Course>().SelectMany(course => new[] { new Specification(course, 0, 50, 3), new Specification(course, 60, 1e12, 4) })];
        var model = Check(Panel(200, week, all), AllFamilies())!;

        ModelStore.Save(model, _folder);
        var loaded = ModelStore.Load(_folder).Forecast();
        Assert.All(loaded.Series.Zip(model.Forecast().Series), pair => Assert.Equal(pair.Second.Median, pair.First.Median));
    }

    [Fact]
    public void A_bad_series_leaves_an_ordinary_one_as_good_as_it_was()
    {
        Specification ordinary = new(Course.Noisy, 0, 100, 8);
        var alone = Check(Panel(250, Week.AllDays, [ordinary, ordinary with { Seed = 9 }]), AllFamilies())!.Forecast().Series[0];
        Specification[] bad = [.. Enum.GetValues<Course>().Select(course => new Specification(course, 0, 1e12, 5))];
        var among = Check(Panel(250, Week.AllDays, [ordinary, ordinary with { Seed = 9 }, .. bad]), AllFamilies())!.Forecast().Series[0];

        Assert.Equal(1, among.SumMean(Horizon) / alone.SumMean(Horizon), 0.15);
        Assert.InRange(among.SumQuantile(Horizon, 0.9) - among.SumQuantile(Horizon, 0.1), 1, 0.8 * alone.SumMean(Horizon));
    }

    [Fact]
    public void A_panel_too_short_to_learn_from_is_refused_with_what_it_has_and_needs()
    {
        var exception = Assert.Throws<SalesDataException>(() => Train(Panel(20, Week.AllDays, [new Specification(Course.Noisy, 0, 10, 1)]), ModelFamilies.BuiltIn));

        Assert.StartsWith("The sales of 00 Noisy 1e1 cover 20 days; forecasting 7 days needs at least 35.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_of_the_same_day_are_summed_and_counted()
    {
        var builder = new SalesPanelBuilder();
        builder.Add(Monday, "a", 3);
        builder.Add(Monday, "b", 1);
        builder.Add(Monday, "a", 4);
        var panel = builder.Build();

        Assert.Equal(1, builder.DuplicateCount);
        Assert.Equal([7.0], panel.Rows(panel.IndexOf("a")).Values.ToArray());
    }

    private static IReadOnlyList<IModelFamily> AllFamilies() =>
        LightGbmTreeTrainer.IsAvailable ? [.. ModelFamilies.BuiltIn, new GradientBoostingFamily(new LightGbmTreeTrainer())] : ModelFamilies.BuiltIn;

    private static ForecastModel Train(SalesPanel panel, IReadOnlyList<IModelFamily> families) => new ModelTrainer(TimeProvider.System).Train(
        panel, new TrainingOptions { Horizon = Horizon, Families = families }, null, TestContext.Current.CancellationToken);

    /// <summary>Trains and holds every number to what a forecast must be; null for a panel that is refused.</summary>
    private static ForecastModel? Check(SalesPanel panel, IReadOnlyList<IModelFamily>? families = null)
    {
        ForecastModel model;
        try
        {
            model = Train(panel, families ?? ModelFamilies.BuiltIn);
        }
        catch (SalesDataException exception) when (panel.DayCount < 28 + Horizon)
        {
            var named = panel.SeriesCount == 1 ? $" of {panel.Items[0]}" : "";
            Assert.StartsWith($"The sales{named} cover {panel.DayCount} {(panel.DayCount == 1 ? "day" : "days")};", exception.Message, StringComparison.Ordinal);
            return null;
        }

        Assert.Empty(model.Manifest.LeftOut);
        var forecast = model.Forecast();
        foreach (var series in forecast.Series)
        {
            var greatest = 0.0;
            foreach (var value in panel.Rows(panel.IndexOf(series.Item)).Values)
            {
                greatest = Math.Max(greatest, Math.Abs(value));
            }

            for (var step = 0; step < Horizon; step++)
            {
                var quantiles = new[] { 0.005, 0.1, 0.3, 0.5, 0.7, 0.9, 0.995 }.Select(level => series.Quantile(step, level)).ToArray();
                var shown = $"{series.Item} step {step}: {string.Join(' ', quantiles)}";
                Assert.True(Array.TrueForAll(quantiles, value => double.IsFinite(value) && value >= 0), shown);
                Assert.True(quantiles.Order().SequenceEqual(quantiles), shown);
                Assert.True(!forecast.Days[step].Closed || quantiles[^1] == 0, shown);
                Assert.True(series.Mean(step) >= quantiles[1] && series.Mean(step) <= quantiles[^2], $"{shown}, mean {series.Mean(step)}");
                Assert.True(series.Median[step] <= 3 * greatest, $"{shown}, though no day ever had more than {greatest}");
                Assert.True(quantiles[^1] <= 1000 * greatest, $"{shown}, though no day ever had more than {greatest}");
            }

            Assert.Equal(series.Quantile(0, 0.3), series.SumQuantile(1, 0.3));
            Assert.Equal(series.Mean(0), series.SumMean(1));
            Assert.True(series.SumQuantile(Horizon, 0.1) <= series.SumQuantile(Horizon, 0.9) && double.IsFinite(series.SumMean(Horizon)), series.Item);
        }

        return model;
    }

    private static SalesPanel Panel(int days, Week week, IReadOnlyList<Specification> series)
    {
        var builder = new SalesPanelBuilder();
        for (var i = 0; i < series.Count; i++)
        {
            var (course, start, size, seed) = series[i];
            var random = new Random(seed);
            start = Math.Min(start, days - 1);
            for (var day = start; day < days; day++)
            {
                var date = Monday.AddDays(day);
                var trades = week switch
                {
                    Week.WorkingDays => date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday),
                    Week.AllDays => true,
                    Week.NoPattern => random.Next(3) > 0,
                    _ => date.DayOfWeek == DayOfWeek.Tuesday,
                };
                var noise = random.NextDouble();
                double? value = course switch
                {
                    Course.Zero => 0,
                    Course.Constant => size,
                    Course.Noisy => size * (1 + noise),
                    Course.Returns => size * ((2 * noise) - 1),
                    Course.NegativeOnly => -size * noise,
                    Course.Spiky => random.Next(20) == 0 ? 1000 * size : size * noise,
                    Course.Rare => random.Next(15) == 0 ? size : null,
                    Course.Stopped => day < start + ((days - start) / 2) ? size * noise : null,
                    Course.Gap => (day - start) % 60 < 30 ? size * noise : null,
                    Course.OnePoint => day == start ? size : null,
                    Course.TenPoints => day >= days - 14 ? size * noise : null,
                    _ => size * Math.Pow(1.1, day - start) / 1e6,
                };
                if (value is { } sold && (trades || day == start))
                {
                    builder.Add(date, $"{i:00} {course} {size:0e0}", Math.Clamp(sold, -SalesRules.MaxAmount, SalesRules.MaxAmount));
                }
            }

            builder.Add(Monday.AddDays(days - 1), $"{i:00} {course} {size:0e0}", 0);
        }

        return builder.Build();
    }

    private sealed record Specification(Course Course, int Start, double Size, int Seed);
}
