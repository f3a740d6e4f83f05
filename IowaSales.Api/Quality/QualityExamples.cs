using IowaSales.Contracts;
using static IowaSales.Api.Http.OpenApi.ExampleValues;

namespace IowaSales.Api.Quality;

/// <summary>Answers for the OpenAPI document.</summary>
internal static class QualityExamples
{
    public static QualitySummary Summary { get; } = new(
        1805, 1, new DateOnly(2023, 1, 3), Through, 361, 153, 0, 2, 14, 3, 4, [new ItemQuality(Item, new DateOnly(2023, 1, 3), Through, 361, 1_102_340, 0, 0, 0, [Through.AddDays(-8)], Stopped: false)])
    {
        SimilarNames = [[Item, "Black Velvet"]],
    };
}
