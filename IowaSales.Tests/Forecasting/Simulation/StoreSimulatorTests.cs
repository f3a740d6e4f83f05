using IowaSales.Forecasting.Simulation;
using Xunit;

namespace IowaSales.Tests.Forecasting.Simulation;

public sealed class StoreSimulatorTests
{
    private static readonly SimulationOptions Options = new();
    private static readonly StoreSales[] Sales = [.. StoreSimulator.Simulate(Options, 2000)];

    [Fact]
    public void A_larger_panel_holds_the_smaller_one_and_every_series_once()
    {
        var smaller = StoreSimulator.Simulate(Options, 500).ToArray();

        Assert.Equal(2000, Sales.Select(series => (series.Store, series.Item)).Distinct().Count());
        Assert.Equal(500, smaller.Length);
        Assert.All(smaller.Zip(Sales), pair => Assert.Equal((pair.Second.Store, pair.Second.Item), (pair.First.Store, pair.First.Item)));
        Assert.All(smaller.Zip(Sales), pair => Assert.Equal(pair.Second.Dates.Zip(pair.Second.Bottles), pair.First.Dates.Zip(pair.First.Bottles)));
    }

    [Fact]
    public void Another_seed_gives_other_sales() =>
        Assert.NotEqual(Sales.Sum(series => series.Bottles.Sum()), StoreSimulator.Simulate(Options with { Seed = 6 }, 2000).Sum(series => series.Bottles.Sum()));

    [Fact]
    public void Most_series_sell_rarely_and_a_few_nearly_every_week()
    {
        Assert.All(Sales, series => Assert.NotEmpty(series.Dates));
        Assert.All(Sales, series => Assert.All(series.Bottles, bottles => Assert.True(bottles > 0)));

        // 579,000 real series of a year sell on 4.4 days, 2.7 % of them on 20 or more; these cover 73 weeks.
        Assert.InRange(Sales.Average(series => series.Dates.Count), 3, 9);
        Assert.InRange(Sales.Count(series => series.Dates.Count >= 20) / 2000.0, 0.02, 0.12);
    }

    [Fact]
    public void A_store_gets_its_delivery_on_one_weekday_but_after_holidays()
    {
        foreach (var store in Sales.GroupBy(series => series.Store))
        {
            var weekdays = store.SelectMany(series => series.Dates).CountBy(date => date.DayOfWeek).Select(day => day.Value).Order().ToArray();
            Assert.True(weekdays[^1] > 0.75 * weekdays.Sum());
        }
    }
}
