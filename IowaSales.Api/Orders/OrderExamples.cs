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
}
