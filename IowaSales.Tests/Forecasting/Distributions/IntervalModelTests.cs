using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Metrics;
using Xunit;

namespace IowaSales.Tests.Forecasting.Distributions;

public sealed class IntervalModelTests
{
    private const int Origins = 28;
    private const int Series = 20;
    private const int Horizon = 7;
    private const int FirstOrigin = 100;
    private const int Spacing = 8;
    private const double Centre = 1000;
    private static readonly DateOnly First = new(2024, 1, 1);

    /// <summary>Spread of each weekday, Sunday first, in units of the series'.</summary>
    private static readonly double[] Weekdays = [1, 0.5, 1, 1.5, 2, 3, 1];

    [Fact]
    public void New_sales_of_the_same_kind_fall_inside_the_80_percent_interval_on_every_weekday_and_at_every_step()
    {
        var (intervals, panel) = Learn(5);
        var random = new Random(6);
        var (byWeekday, byStep, totals, trials) = (new double[7], new double[Horizon], 0.0, 0.0);
        for (var origin = FirstOrigin; origin < FirstOrigin + 70; origin++)
        {
            var history = History.At(panel, origin);
            for (var series = 0; series < Series; series++)
            {
                var forecast = intervals.Around(history, series, knownToModel: true, Centres());
                var (total, rowTotal) = (0.0, 0.0);
                for (var step = 0; step < Horizon; step++)
                {
                    var weekday = (int)history.DateOf(origin + step).DayOfWeek;
                    var y = Centre + (Normal(random) * Spread(series, weekday));
                    (total, rowTotal) = (total + y, rowTotal + 1);
                    var inside = forecast.Quantile(step, 0.1) <= y && y <= forecast.Quantile(step, 0.9) ? 1 : 0;
                    byWeekday[weekday] += inside;
                    byStep[step] += inside;
                }

                totals += forecast.SumQuantile(Horizon, 0.1) <= total && total <= forecast.SumQuantile(Horizon, 0.9) ? 1 : 0;
                trials++;
            }
        }

        // 1,400 forecasts on each weekday and at each step: three standard errors are 0.032; the learnt spread errs by as much.
        Assert.All(byWeekday, count => Assert.InRange(count / trials, 0.75, 0.85));
        Assert.All(byStep, count => Assert.InRange(count / trials, 0.75, 0.85));
        Assert.InRange(totals / trials, 0.75, 0.85);
    }

    [Fact]
    public void Days_with_a_promotion_that_scatter_three_times_as_much_have_intervals_of_their_own()
    {
        static bool Promoted(int series, int day) => (day + series) / 5 % 3 == 0;
        var (random, sales, drivers) = (new Random(8), new SalesPanelBuilder(), new DriverSetBuilder());
        var promo = drivers.AddDriver(new Driver("promo", DriverKind.Numeric));
        for (var day = 0; day < FirstOrigin + (Origins * Spacing) + Horizon; day++)
        {
            for (var series = 0; series < Series; series++)
            {
                drivers.Set(promo, $"{series:00}", First.AddDays(day), Promoted(series, day) ? 1 : 0);
                sales.Add(First.AddDays(day), $"{series:00}", Centre + (Normal(random) * Spread(series, 0) * (Promoted(series, day) ? 3 : 1)));
            }
        }

        var panel = sales.Build().With(drivers.Build());
        var (actual, centre) = Cubes(panel);
        var learnt = IntervalModel.Learn(new CalibrationDays(actual, Histories(panel)), centre, Scales());
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        learnt.Write(writer);
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        var intervals = IntervalModel.Read(reader);
        var (inside, count) = (new double[2], new double[2]);
        for (var origin = FirstOrigin; origin < FirstOrigin + 70; origin++)
        {
            var history = History.At(panel, origin);
            for (var series = 0; series < Series; series++)
            {
                var forecast = intervals.Around(history, series, knownToModel: true, Centres());
                for (var step = 0; step < Horizon; step++)
                {
                    var kind = Promoted(series, origin + step) ? 1 : 0;
                    var y = Centre + (Normal(random) * Spread(series, 0) * (kind == 1 ? 3 : 1));
                    inside[kind] += forecast.Quantile(step, 0.1) <= y && y <= forecast.Quantile(step, 0.9) ? 1 : 0;
                    count[kind]++;
                }
            }
        }

        Assert.InRange(inside[0] / count[0], 0.75, 0.85);
        Assert.InRange(inside[1] / count[1], 0.75, 0.85);
    }

    [Fact]
    public void A_day_that_may_be_closed_is_a_mixture_of_nothing_and_of_an_open_day()
    {
        var levels = QuantileLevels.Grid;
        double[] uniform = [.. levels.Select(level => 100 + (100 * level))];
        var forecast = new SeriesForecast("x", knownToModel: true, [.. uniform, .. uniform], [0.7, 1], [[0.5, 0.5]]);

        // With 0.3 nothing is sold; above that the open day's quantiles are stretched over what is left.
        Assert.Equal(0, forecast.Quantile(0, 0.1));
        Assert.Equal(0, forecast.Quantile(0, 0.3));
        Assert.Equal(100 + (100 * (0.5 - 0.3) / 0.7), forecast.Quantile(0, 0.5), 6);
        Assert.Equal(100 + (100 * (0.9 - 0.3) / 0.7), forecast.Quantile(0, 0.9), 6);
        Assert.Equal(forecast.Quantile(0, 0.5), forecast.Median[0]);
        Assert.Equal(0.7 * forecast.Mean(1), forecast.Mean(0), 9);
        Assert.Equal(150, forecast.Mean(1), 6);
    }

    [Fact]
    public void A_total_over_one_day_or_over_one_day_that_sells_is_that_day()
    {
        double[] day = [.. QuantileLevels.Grid.Select(level => 100 * level * level)];
        var forecast = new SeriesForecast("x", knownToModel: true, [.. day, .. day, .. day], [0.9, 0, 0], [[0.2, 0.9, 0.1], [0.8, 0.3, 0.4]]);
        foreach (var level in (double[])[0.01, 0.1, 0.37, 0.5, 0.9, 0.99])
        {
            Assert.Equal(forecast.Quantile(0, level), forecast.SumQuantile(1, level));
            Assert.Equal(forecast.Quantile(0, level), forecast.SumQuantile(3, level));
        }

        Assert.Equal(forecast.Mean(0), forecast.SumMean(1));
    }

    [Fact]
    public void A_mean_beyond_the_outermost_reported_quantile_is_held_there()
    {
        double[] skewed = [.. QuantileLevels.Grid.Select(level => level > 0.9 ? 1e6 : 10)];
        var forecast = new SeriesForecast("x", knownToModel: true, skewed, [1], [[0.5]]);

        Assert.Equal(10, forecast.Mean(0));
    }

    [Fact]
    public void Quantiles_never_fall_are_never_negative_and_have_the_point_forecast_in_their_middle()
    {
        var (intervals, panel) = Learn(7);
        foreach (var centre in (double[])[0, 3, 100, 1e12])
        {
            var forecast = intervals.Around(History.Of(panel), 0, knownToModel: true, [centre]);
            double[] quantiles = [.. Enumerable.Range(1, 99).Select(percent => forecast.Quantile(0, percent / 100.0))];
            Assert.Equal(centre, forecast.Median[0], 6);
            Assert.All(quantiles, value => Assert.True(value >= 0));
            Assert.Equal(quantiles.Order(), quantiles);
        }
    }

    [Fact]
    public void A_forecast_far_above_a_series_past_ones_gets_no_boundless_interval()
    {
        var panel = Panel(8);
        var (actual, centre) = Cubes(panel);
        for (var o = 0; o < Origins; o++)
        {
            centre[o, 0].Fill(1e-12);
            for (var step = 0; step < Horizon; step++)
            {
                actual[o, 0][step] = step % 4 == 0 ? 3 : 0;
            }
        }

        var intervals = IntervalModel.Learn(new CalibrationDays(actual, Histories(panel)), centre, Scales());
        var forecast = intervals.Around(History.Of(panel), 0, knownToModel: true, [50]);

        Assert.InRange(forecast.Quantile(0, 0.995), 51, 1500);
    }

    [Fact]
    public void A_series_that_taught_nothing_gets_a_wider_interval_than_one_of_its_size_that_did()
    {
        var (intervals, panel) = Learn(9);
        var builder = new SalesPanelBuilder();
        for (var series = 0; series < Series; series++)
        {
            var rows = panel.Rows(series);
            for (var row = 0; row < rows.Count; row++)
            {
                builder.Add(panel.DateOf(rows.Days[row]), panel.Items[series], rows.Values[row]);
            }
        }

        builder.Add(panel.LastDate.AddDays(-1), "new", Centre);
        builder.Add(panel.LastDate, "new", Centre);
        var grown = History.Of(builder.Build(panel.Items));
        double WidthOf(int series) => intervals.Around(grown, series, knownToModel: series < Series, Centres()) is var forecast
            ? forecast.Quantile(0, 0.9) - forecast.Quantile(0, 0.1)
            : 0;

        // The series' spreads are 5 .. 24; the new one is as large as they are.
        Assert.InRange(WidthOf(Series), 1.2 * WidthOf(Series / 2), 10 * WidthOf(Series / 2));
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        var (intervals, panel) = Learn(10);
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        intervals.Write(writer);
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        var read = DistributionFormat.Read(reader);
        var (expected, actual) = (intervals.Around(History.Of(panel), 3, true, Centres()), read.Around(History.Of(panel), 3, true, Centres()));

        Assert.Equal(expected.SumPaths(Horizon), actual.SumPaths(Horizon));
        Assert.Equal(stream.Length, stream.Position);
    }

    private static (IntervalModel Intervals, SalesPanel Panel) Learn(int seed)
    {
        var panel = Panel(seed);
        var (actual, centre) = Cubes(panel);
        return (IntervalModel.Learn(new CalibrationDays(actual, Histories(panel)), centre, Scales()), panel);
    }

    /// <summary>Sales around a known centre, their spread by series and weekday.</summary>
    private static SalesPanel Panel(int seed)
    {
        var random = new Random(seed);
        var builder = new SalesPanelBuilder();
        for (var day = 0; day < FirstOrigin + (Origins * Spacing) + Horizon; day++)
        {
            var date = First.AddDays(day);
            for (var series = 0; series < Series; series++)
            {
                builder.Add(date, $"{series:00}", Centre + (Normal(random) * Spread(series, (int)date.DayOfWeek)));
            }
        }

        return builder.Build();
    }

    private static double Spread(int series, int weekday) => (series + 5) * Weekdays[weekday];

    private static double[] Scales() => [.. Enumerable.Repeat(10.0, Series)];

    private static double[] Centres() => [.. Enumerable.Repeat(Centre, Horizon)];

    private static History[] Histories(SalesPanel panel) =>
        [.. Enumerable.Range(0, Origins).Select(o => History.At(panel, FirstOrigin + (o * Spacing)))];

    private static (ForecastCube Actual, ForecastCube Centre) Cubes(SalesPanel panel)
    {
        var actual = Backtest.ActualSales(panel, [.. Enumerable.Range(0, Origins).Select(o => FirstOrigin + (o * Spacing))], Horizon);
        var centre = new ForecastCube(Origins, Series, Horizon);
        centre.Values.Fill(Centre);
        return (actual, centre);
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
