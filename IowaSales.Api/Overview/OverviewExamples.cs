using IowaSales.Contracts;
using static IowaSales.Api.Http.OpenApi.ExampleValues;

namespace IowaSales.Api.Overview;

/// <summary>Answers for the OpenAPI document.</summary>
internal static class OverviewExamples
{
    public static Contracts.Overview Overview { get; } = new(
        [new OverviewRow(Item, [2810, null, 3120], 18005.2, 14950.1, 21760.9, 17400, 0.0348, 0.162, [ItemFlag.Unusual], 17400)],
        new OverviewTotal(18005.2, 14950.1, 21760.9, 17400, 0.0348, 0.162, 17400),
        ModelVersion,
        TrainedAt,
        Through,
        Stale: false,
        Simulated: false);

    public static GroupTotals Groups { get; } = new(
        [new GroupTotal("CANADIAN WHISKIES", 42, new OverviewTotal(61200.4, 55310.2, 67890.7, 60100, 0.0183, null, 60100))],
        new OverviewTotal(180052.5, 170950.1, 189760.9, 174000, 0.0348, 0.162, 174000),
        ModelVersion,
        Through,
        Stale: false,
        Horizon: 7);
}
