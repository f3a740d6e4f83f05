using IowaSales.Contracts;
using static IowaSales.Api.Http.OpenApi.ExampleValues;

namespace IowaSales.Api.Backtests;

/// <summary>Answers for the OpenAPI document.</summary>
internal static class BacktestExamples
{
    public static BacktestSummary Summary { get; } = new(
        0.71, 0.19, 0.82, 0.98, [Through], Steps, [new WeekdayError("Monday", 0.69, 0.18, 0.84)], [new CalibrationPoint(0.9, 0.91)], [new ItemError(Item, 0.71, 0.83)]);
}
