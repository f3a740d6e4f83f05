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

    public static WhatIfForecast WhatIf { get; } = new(
        Item,
        [
            new WhatIfDay(
                Through.AddDays(1),
                Forecast.Predictions[0],
                Forecast.Predictions[0] with { Mean = 3380.1, Quantiles = Quantiles(2390.4, 3328, 4371.6) },
                343.6,
                Quantiles(245.2, 338, 443.8)),
        ],
        3036.5,
        3380.1,
        343.6,
        ModelVersion,
        Through,
        Stale: false);

    public static ItemExplanation Explanation { get; } = new(
        Item,
        [
            new DayExplanation(
                Through.AddDays(1),
                3036.5,
                Quantiles(2145.2, 2990, 3927.8),
                [
                    new ExplainedPart("level", 2810), new ExplainedPart("weekday", -120.5), new ExplainedPart("season", 61),
                    new ExplainedPart("driver", 286, "price", "9.99", "11.49"), new ExplainedPart("rest", 0),
                ]),
        ],
        ModelVersion,
        Through);
}
