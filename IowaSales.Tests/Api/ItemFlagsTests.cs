using IowaSales.Api.Overview;
using IowaSales.Api.Serving;
using IowaSales.Contracts;
using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Training;
using Xunit;

namespace IowaSales.Tests.Api;

public sealed class ItemFlagsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flags-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void An_item_that_sells_as_forecast_has_no_flag()
    {
        var model = Model();
        Assert.Empty(FlagsOf(model, model.Panel, stale: false, "A"));
    }

    [Fact]
    public void Old_sales_are_stale_for_every_item()
    {
        var model = Model();
        Assert.Equal([ItemFlag.Stale], FlagsOf(model, model.Panel, stale: true, "A"));
        Assert.Equal([ItemFlag.Stale], FlagsOf(model, model.Panel, stale: true, "B"));
    }

    [Fact]
    public void A_new_item_is_short_and_unknown_to_the_model_and_one_that_stopped_is_told()
    {
        var model = Model();
        var sales = ModelFactory.Sales(100, ModelFactory.Days, ["A", "B"]);
        for (var day = 0; day < 60; day++)
        {
            var date = ModelFactory.FirstDate.AddDays(ModelFactory.Days + day);
            if (date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
            {
                sales.Add(date, "A", 120);
                if (day >= 30)
                {
                    sales.Add(date, "NEW", 120);
                }
            }
        }

        var panel = sales.Build(model.Panel.Items);
        Assert.Empty(FlagsOf(model, panel, stale: false, "A"));
        Assert.Equal([ItemFlag.StoppedSelling], FlagsOf(model, panel, stale: false, "B"));
        Assert.Equal([ItemFlag.ShortHistory, ItemFlag.UnknownToModel], FlagsOf(model, panel, stale: false, "NEW"));
    }

    [Fact]
    public void A_last_day_far_outside_its_interval_is_unusual()
    {
        var model = Model();
        var backtest = model.Backtest;
        var window = backtest.Actual.OriginCount - 1;
        var steps = backtest.Actual[window, 0];
        var last = steps.Length - 1;
        while (double.IsNaN(steps[last]))
        {
            last--;
        }

        steps[last] = (20 * backtest.Quantiles[^1][window, 0][last]) + 1000;
        Assert.Equal([ItemFlag.Unusual], FlagsOf(model, model.Panel, stale: false, "A"));
        Assert.Empty(FlagsOf(model, model.Panel, stale: false, "B"));
    }

    private ForecastModel Model()
    {
        ModelFactory.Save(_folder, items: ["A", "B"]);
        return ModelStore.Load(_folder);
    }

    private static IReadOnlyList<ItemFlag> FlagsOf(ForecastModel model, SalesPanel panel, bool stale, string item)
    {
        var snapshot = new ForecastSnapshot(model, panel, model.Forecast(History.Of(panel)), DateTimeOffset.UnixEpoch, stale, null, []);
        return ItemFlags.Of(snapshot, snapshot.Items.Find(item));
    }
}
