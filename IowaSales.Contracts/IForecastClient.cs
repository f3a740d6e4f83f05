namespace IowaSales.Contracts;

/// <summary>
/// Typed client of the API, one method per endpoint. Every method throws <see cref="ForecastApiException"/> when the API refuses,
/// <see cref="HttpRequestException"/> when it cannot be reached and <see cref="OperationCanceledException"/> when cancelled.
/// </summary>
public interface IForecastClient
{
    /// <summary><c>GET /</c>: whether the service runs.</summary>
    Task<ServiceStatus> GetStatusAsync(CancellationToken cancellationToken = default);

    /// <summary><c>GET /health</c>: whether every forecast is ready, and if not, why; a service that is not healthy is an answer, not an exception.</summary>
    Task<ServiceHealth> GetHealthAsync(CancellationToken cancellationToken = default);

    /// <summary><c>GET /items</c>: all item names.</summary>
    Task<ItemList> GetItemsAsync(CancellationToken cancellationToken = default);

    /// <summary><c>GET /predict/{item_name}</c>: the daily forecast of one item.</summary>
    /// <param name="item">Name, in any case.</param>
    /// <param name="horizon">Days, 1 .. the model's horizon; null for all.</param>
    /// <param name="quantiles">Probability levels in (0, 1); null for the model's own.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<ItemForecast> GetForecastAsync(
        string item, int? horizon = null, IReadOnlyList<double>? quantiles = null, CancellationToken cancellationToken = default);

    /// <summary><c>GET /predict/{item_name}/total</c>: the sum over the horizon.</summary>
    /// <param name="item">Name, in any case.</param>
    /// <param name="horizon">Days, 1 .. the model's horizon; null for all.</param>
    /// <param name="quantiles">Probability levels in (0, 1); null for the model's own.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<HorizonTotal> GetTotalAsync(
        string item, int? horizon = null, IReadOnlyList<double>? quantiles = null, CancellationToken cancellationToken = default);

    /// <summary><c>POST /predict/{item_name}/what-if</c>: the forecast with other values of drivers, beside the one that is served.</summary>
    /// <param name="item">Name, in any case.</param>
    /// <param name="changes">The changes, on days of the horizon.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<WhatIfForecast> GetWhatIfAsync(string item, IReadOnlyList<DriverValue> changes, CancellationToken cancellationToken = default);

    /// <summary><c>GET /predict/{item_name}/explanation</c>: how each day's expected sales are made.</summary>
    /// <param name="item">Name, in any case.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<ItemExplanation> GetExplanationAsync(string item, CancellationToken cancellationToken = default);

    /// <summary><c>GET /forecasts</c>: forecasts of many items.</summary>
    /// <param name="items">Names to keep; null or empty for all.</param>
    /// <param name="sort">Order of the items.</param>
    /// <param name="page">Page number, from 1.</param>
    /// <param name="pageSize">Forecasts per page, 1 .. 500.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<ForecastPage> GetForecastsAsync(
        IReadOnlyList<string>? items = null,
        ForecastSort sort = ForecastSort.Name,
        int page = 1,
        int pageSize = 100,
        CancellationToken cancellationToken = default);

    /// <summary><c>GET /overview</c>: every item at a glance.</summary>
    Task<Overview> GetOverviewAsync(CancellationToken cancellationToken = default);

    /// <summary><c>GET /groups</c>: items that belong together, summed up.</summary>
    /// <param name="by">What they have in common.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<GroupTotals> GetGroupsAsync(GroupBy by = GroupBy.Category, CancellationToken cancellationToken = default);

    /// <summary><c>GET /orders</c>: what to order, the items with most units at risk first.</summary>
    /// <param name="query">Which items, and how sure; null for all at the service's own level.</param>
    /// <param name="page">Page number, from 1.</param>
    /// <param name="pageSize">Items per page, 1 .. 1000.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<OrderPage> GetOrdersAsync(OrderQuery? query = null, int page = 1, int pageSize = 100, CancellationToken cancellationToken = default);

    /// <summary><c>GET /changes</c>: why the forecast of each item changed since the earlier one.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<ForecastChangeList> GetChangesAsync(CancellationToken cancellationToken = default);

    /// <summary><c>GET /predict/{item_name}/change</c>: why the forecast of one item changed; 404 where there is no earlier one.</summary>
    /// <param name="item">Name, in any case.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<ItemChangeDetail> GetChangeAsync(string item, CancellationToken cancellationToken = default);

    /// <summary><c>GET /orders.csv</c> or <c>GET /orders.xlsx</c>: the whole order list as a file.</summary>
    /// <param name="file">Which file.</param>
    /// <param name="query">Which items, and how sure; null for all at the service's own level.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Content of the file.</returns>
    Task<byte[]> GetOrderFileAsync(OrderFile file, OrderQuery? query = null, CancellationToken cancellationToken = default);

    /// <summary><c>GET /items/{item_name}/history</c>: the daily sales of one item.</summary>
    /// <param name="item">Name, in any case.</param>
    /// <param name="from">First day; null for the first day of the data.</param>
    /// <param name="to">Last day; null for the last day of the data.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<ItemHistory> GetHistoryAsync(
        string item, DateOnly? from = null, DateOnly? to = null, CancellationToken cancellationToken = default);

    /// <summary><c>GET /items/{item_name}/drivers</c>: prices, promotions and other drivers of one item, past and ahead.</summary>
    /// <param name="item">Name, in any case.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<ItemDrivers> GetItemDriversAsync(string item, CancellationToken cancellationToken = default);

    /// <summary><c>GET /items/{item_name}/backtest</c>: past forecasts of one item against its sales.</summary>
    Task<ItemBacktest> GetItemBacktestAsync(string item, CancellationToken cancellationToken = default);

    /// <summary><c>GET /model</c>: what the loaded model is.</summary>
    Task<ModelInfo> GetModelAsync(CancellationToken cancellationToken = default);

    /// <summary><c>POST /model/reload</c>: has the service look for a new model, or newer sales, at once.</summary>
    /// <param name="apiKey">The key that allows changes.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The model that is served from now on.</returns>
    Task<ModelInfo> ReloadAsync(string apiKey, CancellationToken cancellationToken = default);

    /// <summary><c>GET /backtest</c>: backtest accuracy of the ensemble over all items.</summary>
    Task<BacktestSummary> GetBacktestAsync(CancellationToken cancellationToken = default);

    /// <summary><c>GET /quality</c>: what the sales look like.</summary>
    Task<QualitySummary> GetQualityAsync(CancellationToken cancellationToken = default);

    /// <summary><c>GET /calendar</c>: open and closed days.</summary>
    /// <param name="from">First day; null for the first day of the data.</param>
    /// <param name="to">Last day; null for the last day of the horizon.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<CalendarView> GetCalendarAsync(
        DateOnly? from = null, DateOnly? to = null, CancellationToken cancellationToken = default);
}
