using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Training;
using Xunit;

namespace IowaSales.Tests.Forecasting.Distributions;

/// <summary>Items without history start from items like them.</summary>
public sealed class ColdStartTests
{
    private const int Weeks = 26;
    private const int Origin = Weeks * 7;
    private const int Horizon = 7;

    /// <summary>Saturday and Sunday: the sales end on a Friday.</summary>
    private const int Weekend = 2;

    /// <summary>A Monday; the day after the last week is one too, and no holiday is near it.</summary>
    private static readonly DateOnly First = new(2023, 2, 6);

    [Fact]
    public void An_effect_is_the_groups_mean_drawn_towards_all_by_its_number()
    {
        int[][] levels = [[0], [0], [1], [1], [1], [0]];

        var effects = AttributeEffects.Learn(levels, [4, 6, 1, 3, 1, double.NaN], shrinkage: 3);

        Assert.Equal(3, effects.Mean, 12);
        Assert.Equal(0.8, effects.Of([0]), 12);
        Assert.Equal(-2.0 / 3, effects.Of([1]), 12);
        Assert.Equal(0, effects.Of([2]));
        Assert.Equal(0, effects.Of([-1]));

        // (4 - 3.8) / (5/6 × 4/5) and so on: an item's own number has 1/6 of the mean's weight and 1/(n + 3) of its group's.
        double[] residuals = [-1.92, -1.92, 0.3, 0.96, 3.3];
        Assert.All(residuals.Zip(effects.Residuals), pair => Assert.Equal(pair.First, pair.Second, 12));
    }

    [Fact]
    public void Effects_of_several_attributes_add_up()
    {
        int[][] levels = [[0, 0], [0, 1], [1, 0], [1, 1]];

        var effects = AttributeEffects.Learn(levels, [2, 6, 4, 8], shrinkage: 3);

        // 5 ± 1 by the first and ± 2 by the second; two items against three: two fifths of that.
        Assert.Equal(5, effects.Mean, 12);
        Assert.Equal(-1.2, effects.Of([0, 0]), 12);
        Assert.Equal(0.4, effects.Of([0, 1]), 12);
        Assert.Equal(0.4, effects.Of([1, -1]), 12);
    }

    [Fact]
    public void Numbers_are_levels_by_fifths_of_the_items_that_teach()
    {
        var builder = new DriverSetBuilder();
        var size = builder.AddAttribute("size", DriverKind.Numeric);
        var sales = new SalesPanelBuilder();
        for (var item = 0; item < 12; item++)
        {
            sales.Add(First, $"{item:00}", 1);
            if (item < 11)
            {
                builder.SetAttribute(size, $"{item:00}", item * item);
            }
        }

        var levels = AttributeLevels.Of(History.Of(sales.Build().With(builder.Build())), series => series < 11);

        Assert.Equal([0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, -1], levels.Select(level => level[0]));
    }

    [Fact]
    public void A_level_without_history_is_that_of_like_items_drawn_towards_the_panels()
    {
        var history = History.Of(Panel().WithUnsold(["new"]).With(Attributes()));

        var start = ColdStarts.Of(history, history.IndexOf("new"), Horizon)!;

        // Five of 200 and five of 20: the geometric mean is the root of 4000, and 5 / (5 + 20) of the way to 200 are 10^(1/10).
        var level = Math.Sqrt(4000) * Math.Pow(10, 0.1);
        for (var step = 0; step < Horizon; step++)
        {
            Assert.Equal(step < Weekend ? 0 : level, start.Forecast[step], 6);
        }

        // Big and small items miss it by equal factors, up and down.
        Assert.InRange(start.Factors[0], 0.34, 0.36);
        Assert.Equal(1, start.Factors[0] * start.Factors[^1], 6);
    }

    [Fact]
    public void Without_attributes_and_for_items_that_sold_nothing_changes_to_the_bit()
    {
        var model = Train();
        var sales = Panel(youngDays: 3).WithUnsold(["unsold"]);

        var (without, with) = (model.Forecast(History.Of(sales)), model.Forecast(History.Of(sales.With(Attributes()))));

        for (var series = 0; series < sales.SeriesCount; series++)
        {
            var isCold = sales.Items[series] == "unsold";
            Assert.Equal(isCold, !Numbers(without.Series[series]).SequenceEqual(Numbers(with.Series[series])));
        }

        Assert.All(Numbers(without.Series[sales.IndexOf("unsold")]), number => Assert.Equal(0, number));
        var blank = model.Forecast(History.Of(sales.With(Attributes(ofNew: null))));
        Assert.All(sales.Items.Index(), item => Assert.Equal(Numbers(without.Series[item.Index]), Numbers(blank.Series[item.Index])));
    }

    [Fact]
    public void A_cold_start_is_wider_than_a_known_item()
    {
        var sales = Panel().WithUnsold(["unsold"]).With(Attributes());
        var forecasts = Train().Forecast(History.Of(sales));
        double WidthOf(int series) => (forecasts.Series[series].Quantile(Weekend, 0.9) - forecasts.Series[series].Quantile(Weekend, 0.1)) / forecasts.Series[series].Median[Weekend];

        // A tenth more or less every week; levels of like items lie ten times apart.
        Assert.InRange(WidthOf(0), 0, 0.5);
        Assert.InRange(WidthOf(sales.IndexOf("unsold")), 1, 5);
    }

    [Fact]
    public void A_spike_at_or_after_the_origin_moves_no_cold_start()
    {
        var model = Train();
        double[] ForecastOf(double spike)
        {
            var sales = Panel(youngDays: 3, spike).WithUnsold(["unsold"]).With(Attributes());
            var forecasts = model.Forecast(History.At(sales, Origin));
            return Numbers(forecasts.Series[sales.IndexOf("unsold")]);
        }

        Assert.Equal(ForecastOf(0), ForecastOf(1e9));
    }

    private static double[] Numbers(SeriesForecast forecast) =>
        [.. Enumerable.Range(0, Horizon).SelectMany(step => (double[])[forecast.Mean(step), forecast.Quantile(step, 0.1), forecast.Median[step], forecast.Quantile(step, 0.9)])];

    private static ForecastModel Train() => new ModelTrainer(TimeProvider.System).Train(
        Panel().With(Attributes()), new TrainingOptions { Families = [ModelFamilies.Find("WeekdayProfile")!] }, null, TestContext.Current.CancellationToken);

    /// <summary>Attributes of five big and five small items, and of two that the model has not seen.</summary>
    private static DriverSet Attributes(string? ofNew = "big")
    {
        var builder = new DriverSetBuilder();
        var kind = builder.AddAttribute("kind", DriverKind.Category);
        for (var item = 0; item < 10; item++)
        {
            builder.SetAttribute(kind, $"{item}", item < 5 ? "big" : "small");
        }

        if (ofNew is not null)
        {
            builder.SetAttribute(kind, "new", ofNew);
            builder.SetAttribute(kind, "unsold", ofNew);
        }

        return builder.Build();
    }

    /// <summary>
    /// Weekdays of five items that sell 200 and five that sell 20, every other week a tenth more or less, the last one neither; and the item "new", which
    /// sells 100 on the last days before the origin. With a spike, a week more.
    /// </summary>
    private static SalesPanel Panel(int youngDays = 0, double? spike = null)
    {
        var builder = new SalesPanelBuilder();
        for (var day = 0; day < Origin + (spike is null ? 0 : 7); day++)
        {
            var date = First.AddDays(day);
            if (date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            {
                continue;
            }

            var back = Weeks - 1 - (day / 7);
            for (var item = 0; item < 10; item++)
            {
                builder.Add(date, $"{item}", ((item < 5 ? 200 : 20) * (back <= 0 ? 1 : back % 2 == 0 ? 1.1 : 0.9)) + (day >= Origin ? spike ?? 0 : 0));
            }

            if (youngDays > 0 && (day >= Origin || (day >= Origin - 2 - youngDays && day < Origin)))
            {
                builder.Add(date, "new", 100 + (day >= Origin ? spike ?? 0 : 0));
            }
        }

        return builder.Build();
    }
}
