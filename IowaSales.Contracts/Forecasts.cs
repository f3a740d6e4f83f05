using System.Text.Json.Serialization;

namespace IowaSales.Contracts;

/// <summary>Answer of <c>GET /predict/{item_name}</c>: the daily forecast of one item.</summary>
/// <param name="Item">Stored name of the item.</param>
/// <param name="Predictions">One entry per day, in order of date.</param>
/// <param name="ForecastHorizon">Number of days forecast, at least 1.</param>
/// <param name="ModelVersion">Version of the model that made the forecast.</param>
/// <param name="DataThrough">Last date of the sales that the forecast is based on; the first forecast day is the day after.</param>
/// <param name="GeneratedAt">When the forecast was computed.</param>
/// <param name="Stale">True when the data is older than the service's limit, so that the forecast days lie in the past.</param>
public sealed record ItemForecast(
    string Item,
    IReadOnlyList<DayForecast> Predictions,
    int ForecastHorizon,
    string ModelVersion,
    DateOnly DataThrough,
    DateTimeOffset GeneratedAt,
    bool Stale);

/// <summary>The forecast of one item on one day.</summary>
/// <param name="Timestamp">The day as <c>yyyy-MM-dd 00:00:00</c>.</param>
/// <param name="Date">The day.</param>
/// <param name="Mean">Expected sales, bottles; never negative.</param>
/// <param name="Quantiles">Sales by probability level (<c>"0.1"</c> .. <c>"0.9"</c>), bottles; never falling with the level.</param>
/// <param name="Closed">True when nothing is expected to ship that day; mean and quantiles are then 0.</param>
/// <param name="ClosedReason">Why the day is closed, one of <see cref="ClosureCodes"/>; null on open days.</param>
/// <param name="Holiday">Name of the holiday on the day, open or closed (<c>Independence Day</c>); null when it has none.</param>
public sealed record DayForecast(
    string Timestamp,
    DateOnly Date,
    double Mean,
    IReadOnlyDictionary<string, double> Quantiles,
    bool Closed,
    string? ClosedReason = null,
    string? Holiday = null);

/// <summary>Answer of <c>GET /forecasts</c>: the forecasts of many items, a page at a time.</summary>
/// <param name="Forecasts">The forecasts of this page.</param>
/// <param name="Page">Number of this page, from 1.</param>
/// <param name="PageSize">Largest number of forecasts on a page.</param>
/// <param name="Total">Number of forecasts over all pages.</param>
public sealed record ForecastPage(IReadOnlyList<ItemForecast> Forecasts, int Page, int PageSize, int Total);

/// <summary>Answer of <c>GET /predict/{item_name}/total</c>: sales summed over the horizon, from a joint treatment of its days.</summary>
/// <param name="Item">Stored name of the item.</param>
/// <param name="From">First day of the sum.</param>
/// <param name="To">Last day of the sum.</param>
/// <param name="Mean">Expected sum, bottles.</param>
/// <param name="Quantiles">Sum by probability level, bottles.</param>
/// <param name="ModelVersion">Version of the model that made the forecast.</param>
/// <param name="DataThrough">Last date of the sales that the forecast is based on.</param>
/// <param name="GeneratedAt">When the forecast was computed.</param>
/// <param name="Stale">True when the data is older than the service's limit.</param>
public sealed record HorizonTotal(
    string Item,
    DateOnly From,
    DateOnly To,
    double Mean,
    IReadOnlyDictionary<string, double> Quantiles,
    string ModelVersion,
    DateOnly DataThrough = default,
    DateTimeOffset GeneratedAt = default,
    bool Stale = false);

/// <summary>How <c>GET /forecasts</c> and <c>GET /overview</c> order their items.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ForecastSort>))]
public enum ForecastSort
{
    /// <summary>By name, ordinal.</summary>
    Name,

    /// <summary>By the expected sum over the horizon, largest first.</summary>
    Volume,

    /// <summary>By the change against as many days before, largest rise first.</summary>
    Growth,
}
