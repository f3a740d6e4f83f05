using IowaSales.Contracts;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Training;
using static IowaSales.Api.Http.OpenApi.ExampleValues;

namespace IowaSales.Api.Model;

/// <summary>Answers for the OpenAPI document.</summary>
internal static class ModelExamples
{
    public static ModelInfo Info { get; } = new(
        ModelVersion,
        ModelManifest.CurrentFormat,
        TrainedAt,
        "iowa_sales.csv",
        Simulated: false,
        new DateOnly(2023, 1, 3),
        Through,
        1805,
        5,
        7,
        [0.1, 0.5, 0.9],
        "medium",
        42,
        4.8,
        Weights,
        [new LeaderboardRow("Ensemble", 0.71, 0.19, 0, 0.004, 0), new LeaderboardRow("CalendarRegression", 0.73, 0.2, 0.9, 0.003, 0.62, ModelFamilies.Find("CalendarRegression")?.Description)],
        "1f0c2a4be6d87395a1b2c3d4e5f60718");
}
