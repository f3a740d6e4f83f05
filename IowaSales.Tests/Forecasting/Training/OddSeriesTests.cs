using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Training;
using Xunit;

namespace IowaSales.Tests.Forecasting.Training;

/// <summary>Series that are new, that sell nothing, that stopped or that never vary, beside ordinary ones.</summary>
public sealed class OddSeriesTests
{
    private const int Horizon = 7;
    private const int Days = 300;
    private static readonly DateOnly First = new(2023, 1, 2);

    public static TheoryData<int, double> LastDays => new() { { 0, 500 }, { 1, 500 }, { 3, 40 }, { 4, 90_000 } };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    public void An_item_that_the_model_has_not_seen_gets_a_wider_interval_than_known_ones_of_its_size(int daysKnown)
    {
        var model = Train(Ordinary().Build());
        var builder = Ordinary(daysMore: 28);
        var last = First.AddDays(Days + 27);
        for (var (date, added) = (last, 0); added < daysKnown; date = date.AddDays(-1))
        {
            if (Trades(date))
            {
                builder.Add(date, "brand new", 300 - (10 * added++));
            }
        }

        var set = model.Forecast(History.Of(builder.Build(model.Panel.Items)));
        var fresh = set.Series.Single(series => series.Item == "brand new");
        var peers = set.Series.Where(series => series.Item != "brand new").ToArray();
        Assert.False(fresh.KnownToModel);
        for (var step = 0; step < Horizon; step++)
        {
            if (fresh.Median[step] > 0)
            {
                var usual = peers.Select(series => RelativeWidth(series, step)).Order().ElementAt(peers.Length / 2);
                Assert.True(RelativeWidth(fresh, step) > 1.15 * usual, $"step {step + 1}: {RelativeWidth(fresh, step):F3} beside {usual:F3}");
                Assert.True(fresh.Quantile(step, 0.1) < fresh.Median[step]);
            }
        }

        Assert.True(fresh.Median.Max() > 0);
        Assert.True(fresh.SumQuantile(Horizon, 0.05) < fresh.SumQuantile(Horizon, 0.95));
    }

    [Theory]
    [MemberData(nameof(LastDays))]
    public void One_row_of_a_new_item_changes_no_other_items_forecast(int daysBack, double amount)
    {
        var without = Train(Ordinary(items: 3).Build()).Forecast();
        var builder = Ordinary(items: 3);
        var date = First.AddDays(Days - 1 - daysBack);
        while (!Trades(date))
        {
            date = date.AddDays(-1);
        }

        builder.Add(date, "new tequila", amount);
        var with = Train(builder.Build()).Forecast();
        foreach (var series in without.Series)
        {
            var other = with.Series.Single(candidate => candidate.Item == series.Item);
            for (var step = 0; step < Horizon; step++)
            {
                Assert.Equal(series.Mean(step), other.Mean(step), 0.02 * series.Mean(step));
                Assert.Equal(series.Median[step], other.Median[step], 0.02 * series.Mean(step));
                Assert.Equal(series.Quantile(step, 0.9), other.Quantile(step, 0.9), 0.03 * series.Mean(step));
            }
        }

        HoldsMeans(with);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-250)]
    public void An_item_with_only_negative_rows_is_forecast_0(double amount)
    {
        var builder = Ordinary(items: 2);
        for (var day = 0; day < Days; day++)
        {
            if (Trades(First.AddDays(day)))
            {
                builder.Add(First.AddDays(day), "returns", amount * (1 + (day % 4)));
            }
        }

        var set = Train(builder.Build()).Forecast();
        var returns = set.Series.Single(series => series.Item == "returns");
        Assert.All(Enumerable.Range(0, Horizon), step => Assert.Equal((0.0, 0.0, 0.0), (returns.Mean(step), returns.Quantile(step, 0.1), returns.Quantile(step, 0.995))));
        Assert.All(set.Series.Where(series => series.Item != "returns"), series => Assert.True(series.SumMean(Horizon) > 0));
        HoldsMeans(set);
    }

    [Theory]
    [InlineData(500, DayOfWeek.Monday)]
    [InlineData(12, DayOfWeek.Thursday)]
    [InlineData(0.5, DayOfWeek.Friday)]
    public void An_item_that_sells_one_amount_on_one_weekday_is_forecast_exactly_that(double amount, DayOfWeek weekday)
    {
        var builder = Ordinary(items: 3);
        for (var day = 0; day < Days; day++)
        {
            if (First.AddDays(day).DayOfWeek == weekday)
            {
                builder.Add(First.AddDays(day), "weekly", amount);
            }
        }

        var set = Train(builder.Build()).Forecast();
        var weekly = set.Series.Single(series => series.Item == "weekly");
        for (var step = 0; step < Horizon; step++)
        {
            var expected = set.Days[step].Date.DayOfWeek == weekday ? amount : 0;
            Assert.Equal(expected, weekly.Mean(step), 9);
            Assert.All(Levels(), level => Assert.Equal(expected, weekly.Quantile(step, level), 9));
        }

        Assert.All(Levels(), level => Assert.Equal(amount, weekly.SumQuantile(Horizon, level), 9));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(9)]
    [InlineData(15)]
    [InlineData(22)]
    public void An_item_that_came_in_lately_has_no_narrower_interval_than_older_ones_of_its_size(int daysKnown)
    {
        var random = new Random(daysKnown);
        var builder = new SalesPanelBuilder();
        foreach (var date in Enumerable.Range(0, Days).Select(First.AddDays).Where(date => date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)))
        {
            foreach (var item in (string[])["A", "B", "C"])
            {
                builder.Add(date, item, Math.Round(100 * (0.6 + (0.8 * random.NextDouble()))));
            }

            // Steady as long as it is known, which is too short to be believed.
            if (date > First.AddDays(Days - 1 - daysKnown))
            {
                builder.Add(date, "late", 100 + random.Next(3));
            }
        }

        var set = Train(builder.Build()).Forecast();
        double WidthOf(string item) => Enumerable.Range(0, Horizon).Sum(step =>
            set.Series.Single(series => series.Item == item).Quantile(step, 0.9) - set.Series.Single(series => series.Item == item).Quantile(step, 0.1));

        Assert.True(WidthOf("late") > ((string[])["A", "B", "C"]).Average(WidthOf));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public void One_missing_week_of_such_an_item_changes_neither_its_interval_nor_its_chance_to_sell(int weeksBack)
    {
        var builder = Ordinary(items: 3);
        var mondays = Enumerable.Range(0, Days).Select(First.AddDays).Where(date => date.DayOfWeek == DayOfWeek.Monday).ToArray();
        foreach (var (index, monday) in mondays.Index())
        {
            if (index != mondays.Length - 1 - weeksBack)
            {
                builder.Add(monday, "weekly", 500);
            }
        }

        var set = Train(builder.Build()).Forecast();
        var weekly = set.Series.Single(series => series.Item == "weekly");
        for (var step = 0; step < Horizon; step++)
        {
            var expected = set.Days[step].Date.DayOfWeek == DayOfWeek.Monday ? 500 : 0;
            Assert.Equal(expected, weekly.Mean(step), 9);
            Assert.All(QuantileLevels.Reported, level => Assert.Equal(expected, weekly.Quantile(step, level), 9));
        }
    }

    [Theory]
    [InlineData(7)]
    [InlineData(1234.5)]
    public void A_constant_series_has_its_constant_as_every_quantile_and_mean(double amount)
    {
        var builder = Ordinary(items: 3);
        for (var day = 0; day < Days; day++)
        {
            if (Trades(First.AddDays(day)))
            {
                builder.Add(First.AddDays(day), "constant", amount);
            }
        }

        var set = Train(builder.Build()).Forecast();
        var constant = set.Series.Single(series => series.Item == "constant");
        for (var step = 0; step < Horizon; step++)
        {
            var expected = set.Days[step].Closed ? 0 : amount;
            Assert.Equal(expected, constant.Mean(step));
            Assert.All(Levels(), level => Assert.Equal(expected, constant.Quantile(step, level)));
        }
    }

    [Fact]
    public void A_stopped_item_fades_to_0_two_weeks_of_silence_after_another()
    {
        var upper = new List<double>();
        foreach (var weeks in (int[])[0, 2, 4, 6, 8, 11])
        {
            var builder = Ordinary(items: 4);
            var random = new Random(1);
            for (var day = 0; day < Days - (7 * weeks); day++)
            {
                if (Trades(First.AddDays(day)))
                {
                    builder.Add(First.AddDays(day), "stopped", 80 + random.Next(40));
                }
            }

            var stopped = Train(builder.Build()).Forecast().Series.Single(series => series.Item == "stopped");
            upper.Add(stopped.SumQuantile(Horizon, 0.9));
            Assert.True(weeks is 0 || stopped.SumMean(Horizon) < 350, $"{weeks} weeks: {stopped.SumMean(Horizon)}");
            if (weeks == 11)
            {
                Assert.Equal(0, stopped.SumMean(Horizon));
                Assert.All(Enumerable.Range(0, Horizon), step => Assert.Equal(0, stopped.Quantile(step, 0.995)));
            }
        }

        Assert.Equal(upper.OrderDescending(), upper);
        Assert.True(upper[0] > 400);
    }

    [Theory]
    [InlineData(DayOfWeek.Sunday, 10)]
    [InlineData(DayOfWeek.Wednesday, 7)]
    public void Weekly_totals_with_gaps_are_forecast_within_what_was_ever_sold(DayOfWeek weekday, int everyMissing)
    {
        var builder = new SalesPanelBuilder();
        var random = new Random(4);
        var (date, number, greatest) = (First, 0, 0.0);
        while (date.DayOfWeek != weekday)
        {
            date = date.AddDays(1);
        }

        for (; number < 88; date = date.AddDays(7), number++)
        {
            if (number % everyMissing != everyMissing - 1)
            {
                var sold = 560 + random.Next(280);
                greatest = Math.Max(greatest, sold);
                builder.Add(date, "a", sold);
                builder.Add(date, "b", 2 * sold);
            }
        }

        var model = new ModelTrainer(TimeProvider.System).Train(
            builder.Build(), new TrainingOptions { Horizon = 28, Preset = TrainingPreset.Fast }, null, TestContext.Current.CancellationToken);
        var set = model.Forecast();
        var open = Enumerable.Range(0, 28).Where(step => !set.Days[step].Closed).ToArray();
        Assert.All(open, step => Assert.Equal(weekday, set.Days[step].Date.DayOfWeek));
        Assert.All(open, step => Assert.InRange(set.Series[0].Mean(step), 500, 760));
        Assert.All(open, step => Assert.InRange(set.Series[0].Quantile(step, 0.9), 650, 1.05 * greatest));
        HoldsMeans(set);
    }

    private static double[] Levels() => [0.005, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.995];

    private static double RelativeWidth(SeriesForecast series, int step) =>
        series.Median[step] > 0 ? (series.Quantile(step, 0.9) - series.Quantile(step, 0.1)) / series.Median[step] : 0;

    private static void HoldsMeans(ForecastSet set)
    {
        foreach (var series in set.Series)
        {
            for (var step = 0; step < set.Horizon; step++)
            {
                Assert.InRange(series.Mean(step), series.Quantile(step, 0.1), series.Quantile(step, 0.9));
            }
        }
    }

    private static bool Trades(DateOnly date) => date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    private static SalesPanelBuilder Ordinary(int items = 5, int daysMore = 0)
    {
        var builder = new SalesPanelBuilder();
        for (var item = 0; item < items; item++)
        {
            var random = new Random(item + 1);
            for (var day = 0; day < Days + daysMore; day++)
            {
                var date = First.AddDays(day);
                if (Trades(date))
                {
                    builder.Add(date, $"ordinary {item}", (100 + (80 * item)) * (0.6 + (0.08 * (int)date.DayOfWeek) + (0.6 * random.NextDouble())));
                }
            }
        }

        return builder;
    }

    private static ForecastModel Train(SalesPanel panel) => new ModelTrainer(TimeProvider.System).Train(
        panel,
        new TrainingOptions { Horizon = Horizon, Preset = TrainingPreset.Fast, Families = ModelFamilies.Leading },
        null,
        TestContext.Current.CancellationToken);
}
