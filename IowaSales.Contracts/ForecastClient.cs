using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace IowaSales.Contracts;

/// <summary><see cref="IForecastClient"/> over HTTP.</summary>
/// <param name="http">Client whose <see cref="HttpClient.BaseAddress"/> is the API's root.</param>
public sealed class ForecastClient(HttpClient http) : IForecastClient
{
    private readonly ApiConnection _api = new(http);

    /// <inheritdoc/>
    public Task<ServiceStatus> GetStatusAsync(CancellationToken cancellationToken = default) =>
        _api.GetAsync("", ContractJson.Default.ServiceStatus, cancellationToken);

    /// <inheritdoc/>
    public async Task<ServiceHealth> GetHealthAsync(CancellationToken cancellationToken = default)
    {
        using var response = await http.GetAsync(new Uri("health", UriKind.Relative), cancellationToken).ConfigureAwait(false);
        try
        {
            return await response.Content.ReadFromJsonAsync(ContractJson.Default.ServiceHealth, cancellationToken).ConfigureAwait(false)
                ?? throw new JsonException("The API answered an empty body to health.");
        }
        catch (JsonException) when (!response.IsSuccessStatusCode)
        {
            throw new ForecastApiException(response.StatusCode, ApiConnection.StatusOf(response));
        }
    }

    /// <inheritdoc/>
    public Task<ItemList> GetItemsAsync(CancellationToken cancellationToken = default) =>
        _api.GetAsync("items", ContractJson.Default.ItemList, cancellationToken);

    /// <inheritdoc/>
    public Task<ItemForecast> GetForecastAsync(
        string item, int? horizon = null, IReadOnlyList<double>? quantiles = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync(
            new RelativeUri("predict", item).Add("horizon", horizon).Add("quantiles", quantiles),
            ContractJson.Default.ItemForecast,
            cancellationToken);

    /// <inheritdoc/>
    public Task<HorizonTotal> GetTotalAsync(
        string item, int? horizon = null, IReadOnlyList<double>? quantiles = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync(
            new RelativeUri("predict", item, "total").Add("horizon", horizon).Add("quantiles", quantiles),
            ContractJson.Default.HorizonTotal,
            cancellationToken);

    /// <inheritdoc/>
    public Task<WhatIfForecast> GetWhatIfAsync(string item, IReadOnlyList<DriverValue> changes, CancellationToken cancellationToken = default) =>
        _api.PostAsync(
            new RelativeUri("predict", item, "what-if"),
            JsonContent.Create(new WhatIfRequest(changes), ContractJson.Default.WhatIfRequest),
            ContractJson.Default.WhatIfForecast,
            cancellationToken);

    /// <inheritdoc/>
    public Task<ItemExplanation> GetExplanationAsync(string item, CancellationToken cancellationToken = default) =>
        _api.GetAsync(new RelativeUri("predict", item, "explanation"), ContractJson.Default.ItemExplanation, cancellationToken);

    /// <inheritdoc/>
    public Task<ForecastPage> GetForecastsAsync(
        IReadOnlyList<string>? items = null,
        ForecastSort sort = ForecastSort.Name,
        int page = 1,
        int pageSize = 100,
        CancellationToken cancellationToken = default)
    {
        var uri = new RelativeUri("forecasts")
            .Add("sort", JsonNamingPolicy.SnakeCaseLower.ConvertName(sort.ToString()))
            .Add("page", page)
            .Add("page_size", pageSize);
        foreach (var item in items ?? [])
        {
            uri = uri.Add("items", item);
        }

        return _api.GetAsync(uri, ContractJson.Default.ForecastPage, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<Overview> GetOverviewAsync(CancellationToken cancellationToken = default) =>
        _api.GetAsync("overview", ContractJson.Default.Overview, cancellationToken);

    /// <inheritdoc/>
    public Task<GroupTotals> GetGroupsAsync(GroupBy by = GroupBy.Category, CancellationToken cancellationToken = default) =>
        _api.GetAsync(new RelativeUri("groups").Add("by", JsonNamingPolicy.SnakeCaseLower.ConvertName(by.ToString())), ContractJson.Default.GroupTotals, cancellationToken);

    /// <inheritdoc/>
    public Task<OrderPage> GetOrdersAsync(OrderQuery? query = null, int page = 1, int pageSize = 100, CancellationToken cancellationToken = default) =>
        _api.GetAsync(OrdersUri("orders", query).Add("page", page).Add("page_size", pageSize), ContractJson.Default.OrderPage, cancellationToken);

    /// <inheritdoc/>
    public Task<ForecastChangeList> GetChangesAsync(CancellationToken cancellationToken = default) =>
        _api.GetAsync("changes", ContractJson.Default.ForecastChangeList, cancellationToken);

    /// <inheritdoc/>
    public Task<ItemChangeDetail> GetChangeAsync(string item, CancellationToken cancellationToken = default) =>
        _api.GetAsync(new RelativeUri("predict", item, "change"), ContractJson.Default.ItemChangeDetail, cancellationToken);

    /// <inheritdoc/>
    public Task<byte[]> GetOrderFileAsync(OrderFile file, OrderQuery? query = null, CancellationToken cancellationToken = default) =>
        _api.GetFileAsync(OrdersUri(file == OrderFile.Xlsx ? "orders.xlsx" : "orders.csv", query), cancellationToken);

    /// <inheritdoc/>
    public Task<ItemHistory> GetHistoryAsync(
        string item, DateOnly? from = null, DateOnly? to = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync(
            new RelativeUri("items", item, "history").Add("from", from).Add("to", to),
            ContractJson.Default.ItemHistory,
            cancellationToken);

    /// <inheritdoc/>
    public Task<ItemDrivers> GetItemDriversAsync(string item, CancellationToken cancellationToken = default) =>
        _api.GetAsync(new RelativeUri("items", item, "drivers"), ContractJson.Default.ItemDrivers, cancellationToken);

    /// <inheritdoc/>
    public Task<ItemBacktest> GetItemBacktestAsync(string item, CancellationToken cancellationToken = default) =>
        _api.GetAsync(new RelativeUri("items", item, "backtest"), ContractJson.Default.ItemBacktest, cancellationToken);

    /// <inheritdoc/>
    public Task<ModelInfo> GetModelAsync(CancellationToken cancellationToken = default) =>
        _api.GetAsync("model", ContractJson.Default.ModelInfo, cancellationToken);

    /// <inheritdoc/>
    public Task<ModelInfo> ReloadAsync(string apiKey, CancellationToken cancellationToken = default) =>
        _api.SendAsync(HttpMethod.Post, "model/reload", apiKey, content: null, ContractJson.Default.ModelInfo, cancellationToken);

    /// <inheritdoc/>
    public Task<BacktestSummary> GetBacktestAsync(CancellationToken cancellationToken = default) =>
        _api.GetAsync("backtest", ContractJson.Default.BacktestSummary, cancellationToken);

    /// <inheritdoc/>
    public Task<QualitySummary> GetQualityAsync(CancellationToken cancellationToken = default) =>
        _api.GetAsync("quality", ContractJson.Default.QualitySummary, cancellationToken);

    /// <inheritdoc/>
    public Task<CalendarView> GetCalendarAsync(
        DateOnly? from = null, DateOnly? to = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync(new RelativeUri("calendar").Add("from", from).Add("to", to), ContractJson.Default.CalendarView, cancellationToken);

    private static RelativeUri OrdersUri(string path, OrderQuery? query)
    {
        var (uri, asked) = (new RelativeUri(path), query ?? OrderQuery.All);
        uri = asked.ServiceLevel is { } level ? uri.Add("service_level", level.ToString(CultureInfo.InvariantCulture)) : uri;
        uri = asked.Category is { } category ? uri.Add("category", category) : uri;
        uri = asked.Vendor is { } vendor ? uri.Add("vendor", vendor) : uri;
        uri = asked.Class is { } letters ? uri.Add("class", letters) : uri;
        return asked.OnlyToOrder ? uri.Add("show", "to_order") : uri;
    }

    /// <summary>Builds a relative address from path segments and query parameters, each escaped.</summary>
    private readonly struct RelativeUri
    {
        private readonly string _path;
        private readonly StringBuilder _query = new();

        public RelativeUri(params ReadOnlySpan<string> segments)
        {
            var path = new StringBuilder();
            foreach (var segment in segments)
            {
                // A segment of dots alone would be resolved as a path, escaped or not; the API passes over blanks around a name.
                path.Append(path.Length == 0 ? "" : "/").Append(Uri.EscapeDataString(segment is "." or ".." ? $"{segment} " : segment));
            }

            _path = path.ToString();
        }

        public static implicit operator string(RelativeUri uri) => uri._path + uri._query;

        public RelativeUri Add(string name, string value)
        {
            _query.Append(_query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
            return this;
        }

        public RelativeUri Add(string name, int? value) =>
            value is { } number ? Add(name, number.ToString(CultureInfo.InvariantCulture)) : this;

        public RelativeUri Add(string name, DateOnly? value) =>
            value is { } date ? Add(name, date.ToString("O", CultureInfo.InvariantCulture)) : this;

        public RelativeUri Add(string name, IReadOnlyList<double>? values) =>
            values is { Count: > 0 }
                ? Add(name, string.Join(',', values.Select(value => value.ToString(CultureInfo.InvariantCulture))))
                : this;
    }
}
