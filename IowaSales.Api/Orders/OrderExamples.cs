using IowaSales.Contracts;
using static IowaSales.Api.Http.OpenApi.ExampleValues;

namespace IowaSales.Api.Orders;

/// <summary>Answers for the OpenAPI document.</summary>
internal static class OrderExamples
{
    public static OrderPage Page { get; } = new(
        [
            new OrderLine(
                Item, "CANADIAN WHISKIES", "HEAVEN HILL BRANDS", OrderStatus.BelowTarget, 5, Through.AddDays(5), 0, 2, 0.95, 12010.4, 9950.2, 14310.7, 15020.5,
                9000, 2400, 12, 302, 3624, 1105.3, Through.AddDays(4), 310.2, 11700.2, 4, 1, 8.5, 30804),
        ],
        1,
        100,
        1,
        new OrderSummary(1, 3624, 30804, 1105.3, 0),
        OrdersApi.DefaultServiceLevel,
        Through.AddDays(1),
        7,
        Through,
        ModelVersion,
        Through,
        Stale: false);

    private static readonly ItemChange Of = new(Item, 4, 11700.2, 12010.4, 310.2, 402.5, -12, -80.3, 0, ChangeCause.NewSales);

    public static ForecastChangeList Changes { get; } = new([Of], Through, Through.AddDays(1), ModelVersion, ModelVersion, Through, Together: false);

    public static ItemChangeDetail Change { get; } = new(
        Of,
        [new DayChange(Through.AddDays(1), 2900.1, 2981.4, 81.3, 101.6, -3, -17.3, 0)],
        [new SoldDay(Through, 2450.7, 3120)],
        Through,
        ModelVersion,
        ModelVersion,
        Through,
        Together: false);
}
