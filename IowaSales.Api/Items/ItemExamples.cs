using IowaSales.Contracts;
using static IowaSales.Api.Http.OpenApi.ExampleValues;

namespace IowaSales.Api.Items;

/// <summary>Answers for the OpenAPI document.</summary>
internal static class ItemExamples
{
    public static ItemList Names { get; } = new([Item, "FIVE O'CLOCK VODKA"]);

    public static ItemHistory History { get; } = new(
        Item,
        Through.AddDays(-3),
        Through.AddDays(-2),
        [new HistoryDay(Through.AddDays(-3), null, Closed: true, "Memorial Day"), new HistoryDay(Through.AddDays(-2), 3120, Closed: false)]);

    public static ItemDrivers Drivers { get; } = new(
        Item, Through.AddDays(-2), Through.AddDays(7), [new ItemDriver("price", "number", [], [new DriverRun(Through.AddDays(-2), "11.49"), new DriverRun(Through.AddDays(3), "9.99")])]);

    public static ItemBacktest Backtest { get; } = new(
        Item, 0.71, 0.19, 0.83, Weights, Steps, [new BacktestWindow(Through, [new BacktestDay(Through, 3120, 3005.4, 2150.6, 3940.2)])]);
}
