using IowaSales.Contracts;
using static IowaSales.Api.Http.OpenApi.ExampleValues;

namespace IowaSales.Api.Overrides;

/// <summary>Answers for the OpenAPI document.</summary>
internal static class OverrideExamples
{
    public static ForecastOverrideInfo Override { get; } = new(
        7, "item", Item, Through.AddDays(1), Through.AddDays(7), "units", 240, "promotion", "Ann", TrainedAt.AddHours(4), "active", 1, null, null, null);

    public static OverrideList List { get; } = new([Override], 1, 1);

    public static ValueAdded ValueAdded { get; } = new(
        Through.AddDays(-27), Through, 14, 5400, 1480.5, 910.25, 700.75, 209.5, [new ValueAddedRow("promotion", 14, 910.25, 700.75, 209.5)], [new ValueAddedRow("Ann", 14, 910.25, 700.75, 209.5)]);
}
