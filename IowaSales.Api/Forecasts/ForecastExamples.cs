using IowaSales.Contracts;
using static IowaSales.Api.Http.OpenApi.ExampleValues;

namespace IowaSales.Api.Forecasts;

/// <summary>Answers for the OpenAPI document.</summary>
internal static class ForecastExamples
{
    public static ItemForecast Forecast { get; } = new(
        Item,
        [
            new DayForecast("2024-05-31 00:00:00", Through.AddDays(1), 3036.5, Quantiles(2145.2, 2990, 3927.8), Closed: false),
            new DayForecast("2024-06-01 00:00:00", Through.AddDays(2), 0, Quantiles(0, 0, 0), Closed: true, ClosureCodes.Weekday),
        ],
        2,
        ModelVersion,
        Through,
        TrainedAt.AddMinutes(1),
        Stale: false);

    public static ForecastPage Page { get; } = new([Forecast], 1, 100, 1);

    public static HorizonTotal Total { get; } = new(
        Item, Through.AddDays(1), Through.AddDays(7), 18210.4, Quantiles(14950.1, 18005.2, 21760.9), ModelVersion, Through, TrainedAt.AddMinutes(1), Stale: false);
}
