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
}
