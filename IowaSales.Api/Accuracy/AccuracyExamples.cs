using IowaSales.Contracts;
using static IowaSales.Api.Http.OpenApi.ExampleValues;

namespace IowaSales.Api.Accuracy;

/// <summary>Answers for the OpenAPI document.</summary>
internal static class AccuracyExamples
{
    private static LiveError Error { get; } = new(580, 0.72, 0.97, 0.19, 0.17, 0.24, -0.012, 0.81, 0.99);

    public static LiveAccuracy Accuracy { get; } = new(
        28,
        Through.AddDays(-27),
        Through,
        ModelVersion,
        Error,
        new PromisedError(0.71, 0.98, 0.19, 0.82),
        [new LiveStep(1, Error, 0.7)],
        [new LiveWeekday("Monday", Error, 0.69)],
        [new CalibrationPoint(0.9, 0.91)],
        Challenger: null);

    public static LiveItems Items { get; } = new(28, [new LiveItem(Item, 73120, Error)]);

    public static LastWeek LastWeek { get; } = new(
        Through.AddDays(-6),
        Through,
        [new PastDay(Through, 17400, 16980, null, null)],
        [new LastWeekItem(Item, 3120, 3005.4, 2890, [new PastDay(Through, 3120, 3005.4, 2150.6, 3940.2)])]);
}
