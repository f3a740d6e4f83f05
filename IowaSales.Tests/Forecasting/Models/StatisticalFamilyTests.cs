using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Models.ExponentialSmoothing;
using IowaSales.Forecasting.Models.Theta;
using Xunit;

namespace IowaSales.Tests.Forecasting.Models;

/// <summary>What every family that learns each series by itself must keep to, on hard series.</summary>
public class StatisticalFamilyTests
{
    private const int Days = 300;
    private static readonly DateOnly Monday = new(2023, 1, 2);

    public static TheoryData<string> Families => [.. ModelFamilies.BuiltIn.Select(family => family.Name)];

    [Theory]
    [MemberData(nameof(Families))]
    public void Hard_series_get_finite_forecasts(string name)
    {
        var family = ModelFamilies.Find(name)!;
        var history = History.Of(HardPanel());
        foreach (var effort in Enum.GetValues<FitEffort>())
        {
            var fitted = family.Fit(history, new FitOptions(14, Effort: effort));
            for (var series = 0; series < history.SeriesCount; series++)
            {
                var forecast = new double[14];
                fitted.Forecast(history, series, forecast);
                Assert.All(forecast, value => Assert.True(double.IsFinite(value) && Math.Abs(value) < 1e14, $"{history.Items[series]}: {value}"));
            }
        }
    }

    /// <summary>The families that learn each series by itself; others may lend a series what its neighbours do.</summary>
    public static TheoryData<string> LocalFamilies =>
    [
        .. ModelFamilies.BuiltIn
            .Where(family => LearnsEachSeriesByItself(family.GetType()))
            .Select(family => family.Name),
    ];

    [Fact]
    public void A_local_family_is_one_whose_base_says_so() => Assert.Equal(
        ["DynamicTheta", "Ets", "EtsCalendar", "Intermittent", "Naive", "RobustEts", "RobustEtsCalendar", "SeasonalNaive", "Theta"],
        LocalFamilies.Select(row => row.Data).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(LocalFamilies))]
    public void A_constant_series_goes_on(string name)
    {
        var forecast = ForecastOf(ModelFamilies.Find(name)!, "constant");

        // The panel ends on a Friday: a weekend, then Monday.
        Assert.All(forecast[2..], value => Assert.Equal(40, value, 0.5));
        Assert.All(forecast[..2], value => Assert.Equal(0, value, 0.5));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_fit_written_and_read_forecasts_the_same_bits(string name)
    {
        var family = ModelFamilies.Find(name)!;
        var history = History.Of(HardPanel());
        var fitted = family.Fit(history, new FitOptions(7));
        using var stream = new MemoryStream();
        fitted.Write(new BinaryWriter(stream));
        stream.Position = 0;
        var read = family.Read(new BinaryReader(stream));

        Assert.Equal(stream.Length, stream.Position);
        for (var series = 0; series < history.SeriesCount; series++)
        {
            var (before, after) = (new double[7], new double[7]);
            fitted.Forecast(history, series, before);
            read.Forecast(history, series, after);
            Assert.Equal(before, after);
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_spike_after_the_origin_moves_nothing(string name)
    {
        var family = ModelFamilies.Find(name)!;
        const int Origin = Days - 14;
        Assert.Equal(Forecasts(HardPanel()), Forecasts(HardPanel(spikeDay: Origin)));

        double[] Forecasts(SalesPanel panel)
        {
            var history = History.At(panel, Origin);
            var fitted = family.Fit(history, new FitOptions(7));
            var all = new double[history.SeriesCount * 7];
            for (var series = 0; series < history.SeriesCount; series++)
            {
                fitted.Forecast(history, series, all.AsSpan(series * 7, 7));
            }

            return all;
        }
    }

    [Fact]
    public void Trading_time_keeps_the_weekday_pattern_over_holidays()
    {
        // Sales of 10 .. 50 from Monday to Friday; nothing sells on holidays or weekends.
        var builder = new SalesPanelBuilder();
        for (var day = 0; day < Days; day++)
        {
            var date = Monday.AddDays(day);
            if (date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && day % 23 != 0)
            {
                builder.Add(date, "a", (10 * (int)date.DayOfWeek) + (day % 3));
                builder.Add(date, "b", 5);
            }
        }

        var history = History.Of(builder.Build());
        foreach (var family in new IModelFamily[] { new EtsFamily(false), new RobustEtsFamily(false), new ThetaFamily(), new DynamicThetaFamily() })
        {
            var forecast = new double[7];
            family.Fit(history, new FitOptions(7)).Forecast(history, 0, forecast);
            for (var step = 0; step < 7; step++)
            {
                var weekday = (int)history.DateOf(history.Origin + step).DayOfWeek;
                Assert.Equal(weekday is 0 or 6 ? 0 : (10 * weekday) + 1, forecast[step], 1.5);
            }
        }
    }

    [Fact]
    public void A_series_that_began_after_the_fit_is_forecast_all_the_same()
    {
        var history = History.At(HardPanel(), 200);
        var late = History.Of(HardPanel());
        var series = Enumerable.Range(0, late.SeriesCount).Single(i => late.Items[i] == "late");
        foreach (var family in ModelFamilies.BuiltIn)
        {
            var forecast = new double[7];
            family.Fit(history, new FitOptions(7)).Forecast(late, series, forecast);
            Assert.True(forecast.Max() is > 10 and < 60, $"{family.Name}: {string.Join(' ', forecast)}");
        }
    }

    private static double[] ForecastOf(IModelFamily family, string item)
    {
        var history = History.Of(HardPanel());
        var series = Enumerable.Range(0, history.SeriesCount).Single(i => history.Items[i] == item);
        var forecast = new double[7];
        family.Fit(history, new FitOptions(7)).Forecast(history, series, forecast);
        return forecast;
    }

    /// <summary>Five trading days a week from a Monday on; the last one is a Friday.</summary>
    private static SalesPanel HardPanel(int spikeDay = -1)
    {
        var builder = new SalesPanelBuilder();
        var random = new Random(3);
        for (var day = 0; day < Days - 6; day++)
        {
            var date = Monday.AddDays(day);
            if (date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            {
                continue;
            }

            var noise = random.NextDouble();
            Add("constant", 40);
            Add("zeros", 0);
            Add("ordinary", (10 * (int)date.DayOfWeek) + (10 * noise));
            Add("huge", 1e12 * (1 + noise));
            Add("tiny", 1e-9 * (1 + noise));
            Add("returns", (20 * noise) - 8);
            if (day == Days - 9)
            {
                Add("one point", 12);
            }

            if (day > Days - 22)
            {
                Add("ten points", 5 + noise);
            }

            if (day is < 100 or > 200)
            {
                Add("gap", 30 + noise);
            }

            if (day < 150)
            {
                Add("stopped", 30 + noise);
            }

            if (day > 220)
            {
                Add("late", 25 + (10 * noise));
            }

            if (random.Next(12) == 0)
            {
                Add("rare", 1 + random.Next(20));
            }

            Add("spiky", day % 50 == 10 ? 5000 : 20 + noise);

            void Add(string item, double value) => builder.Add(date, item, spikeDay >= 0 && day >= spikeDay ? value + 1e6 : value);
        }

        return builder.Build();
    }

    private static bool LearnsEachSeriesByItself(Type? type) => type is not null
        && ((type.IsGenericType && type.GetGenericTypeDefinition() == typeof(LocalFamily<>)) || LearnsEachSeriesByItself(type.BaseType));
}
