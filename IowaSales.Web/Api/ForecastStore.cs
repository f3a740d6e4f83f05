using System.Globalization;
using IowaSales.Contracts;

namespace IowaSales.Web.Api;

/// <summary>
/// What one person's pages read: the API's answers through the shared <see cref="ForecastCache"/>, and prefetching of the product that
/// is likely to be opened next, cancelled as soon as another one is likelier.
/// </summary>
/// <param name="cache">The answers.</param>
/// <param name="time">The clock.</param>
internal sealed class ForecastStore(ForecastCache cache, TimeProvider time) : IDisposable
{
    /// <summary>Probability levels the product page draws: 50 % and 80 % bands, the median, and the levels a planner orders by.</summary>
    public static readonly IReadOnlyList<double> Levels = [0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 0.95];

    /// <summary>How long a pointer rests on a product before it is fetched ahead.</summary>
    public static readonly TimeSpan PrefetchDelay = TimeSpan.FromMilliseconds(80);

    private const int OrdersPerPage = 1000;

    private CancellationTokenSource? _prefetch;

    /// <summary>Every item at a glance.</summary>
    public Task<Overview> GetOverviewAsync(CancellationToken cancellationToken) =>
        cache.GetAsync("overview", (client, token) => client.GetOverviewAsync(token), cancellationToken);

    /// <summary>Items of a category, a vendor or a class, summed up.</summary>
    public Task<GroupTotals> GetGroupsAsync(GroupBy by, CancellationToken cancellationToken) =>
        cache.GetAsync("groups " + by, (client, token) => client.GetGroupsAsync(by, token), cancellationToken);

    /// <summary>What to order of every item at a service level, on one page.</summary>
    public Task<OrderPage> GetOrdersAsync(double serviceLevel, CancellationToken cancellationToken) =>
        cache.GetAsync("orders " + serviceLevel.ToString(CultureInfo.InvariantCulture), (client, token) => AllOrdersAsync(client, serviceLevel, token), cancellationToken);

    /// <summary>What drove the change of each item's forecast most; empty where there is nothing to compare with.</summary>
    public Task<IReadOnlyDictionary<string, ChangeCause>> GetCausesAsync(CancellationToken cancellationToken) =>
        cache.GetAsync("causes", CausesAsync, cancellationToken);

    /// <summary>Why the forecast of one item changed since the earlier one.</summary>
    public Task<ItemChangeDetail> GetChangeAsync(string item, CancellationToken cancellationToken) =>
        cache.GetAsync("change " + item, (client, token) => client.GetChangeAsync(item, token), cancellationToken);

    /// <summary>All item names.</summary>
    public Task<ItemList> GetItemsAsync(CancellationToken cancellationToken) =>
        cache.GetAsync("items", (client, token) => client.GetItemsAsync(token), cancellationToken);

    /// <summary>The daily forecast of one item at <see cref="Levels"/>.</summary>
    public Task<ItemForecast> GetForecastAsync(string item, CancellationToken cancellationToken) =>
        cache.GetAsync(
            "forecast " + item,
            (client, token) => client.GetForecastAsync(item, quantiles: Levels, cancellationToken: token),
            cancellationToken);

    /// <summary>The sum over the horizon of one item at <see cref="Levels"/>.</summary>
    public Task<HorizonTotal> GetTotalAsync(string item, CancellationToken cancellationToken) =>
        cache.GetAsync(
            "total " + item,
            (client, token) => client.GetTotalAsync(item, quantiles: Levels, cancellationToken: token),
            cancellationToken);

    /// <summary>All daily sales of one item.</summary>
    public Task<ItemHistory> GetHistoryAsync(string item, CancellationToken cancellationToken) =>
        cache.GetAsync(
            "history " + item, (client, token) => client.GetHistoryAsync(item, cancellationToken: token), cancellationToken);

    /// <summary>Past forecasts of one item against its sales.</summary>
    public Task<ItemBacktest> GetItemBacktestAsync(string item, CancellationToken cancellationToken) =>
        cache.GetAsync("backtest " + item, (client, token) => client.GetItemBacktestAsync(item, token), cancellationToken);

    /// <summary>Prices, promotions and other drivers of one item, past and ahead.</summary>
    public Task<ItemDrivers> GetItemDriversAsync(string item, CancellationToken cancellationToken) =>
        cache.GetAsync("drivers " + item, (client, token) => client.GetItemDriversAsync(item, token), cancellationToken);

    /// <summary>How each day's expected sales of one item are made.</summary>
    public Task<ItemExplanation> GetExplanationAsync(string item, CancellationToken cancellationToken) =>
        cache.GetAsync("explanation " + item, (client, token) => client.GetExplanationAsync(item, token), cancellationToken);

    /// <summary>The forecast of one item with other values of drivers; the same question is asked once.</summary>
    public Task<WhatIfForecast> GetWhatIfAsync(string item, IReadOnlyList<DriverValue> changes, CancellationToken cancellationToken) => cache.GetAsync(
        $"what-if {item} {string.Join('|', changes)}", (client, token) => client.GetWhatIfAsync(item, changes, token), cancellationToken);

    /// <summary>What the loaded model is.</summary>
    public Task<ModelInfo> GetModelAsync(CancellationToken cancellationToken) =>
        cache.GetAsync("model", (client, token) => client.GetModelAsync(token), cancellationToken);

    /// <summary>Backtest accuracy of the ensemble over all items.</summary>
    public Task<BacktestSummary> GetBacktestAsync(CancellationToken cancellationToken) =>
        cache.GetAsync("backtest", (client, token) => client.GetBacktestAsync(token), cancellationToken);

    /// <summary>What the sales look like.</summary>
    public Task<QualitySummary> GetQualityAsync(CancellationToken cancellationToken) =>
        cache.GetAsync("quality", (client, token) => client.GetQualityAsync(token), cancellationToken);

    /// <summary>Open and closed days from the first day of the data to the last of the horizon.</summary>
    public Task<CalendarView> GetCalendarAsync(CancellationToken cancellationToken) =>
        cache.GetAsync("calendar", (client, token) => client.GetCalendarAsync(cancellationToken: token), cancellationToken);

    /// <summary>Forecast, weekly total and history of one item, side by side.</summary>
    public async Task<ItemSales> GetSalesAsync(string item, CancellationToken cancellationToken)
    {
        var forecast = GetForecastAsync(item, cancellationToken);
        var total = GetTotalAsync(item, cancellationToken);
        var history = GetHistoryAsync(item, cancellationToken);
        await Task.WhenAll(forecast, total, history).ConfigureAwait(false);
        return new ItemSales(
            await forecast.ConfigureAwait(false), await total.ConfigureAwait(false), await history.ConfigureAwait(false));
    }

    /// <summary>Fetches what the product page shows of an item, after a short delay, in place of any earlier prefetch.</summary>
    /// <param name="item">Stored name of the item.</param>
    /// <returns>Completes when the answers are in memory or the prefetch was dropped; never fails.</returns>
    public async Task PrefetchAsync(string item)
    {
        var cancellation = new CancellationTokenSource();
        DropPrefetch(Interlocked.Exchange(ref _prefetch, cancellation));
        try
        {
            await Task.Delay(PrefetchDelay, time, cancellation.Token).ConfigureAwait(false);
            await Task.WhenAll(
                GetSalesAsync(item, cancellation.Token),
                GetItemBacktestAsync(item, cancellation.Token)).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Fetching ahead is a kindness: whatever fails is asked again, and told, when the product is opened.
        }
    }

    /// <summary>Fetches what the panel of Today draws of the items that are likely to be opened next, in place of any earlier prefetch.</summary>
    /// <param name="items">Stored names of the items.</param>
    /// <returns>Completes when the answers are in memory or the prefetch was dropped; never fails.</returns>
    public async Task PrefetchForecastsAsync(IReadOnlyList<string> items)
    {
        var cancellation = new CancellationTokenSource();
        DropPrefetch(Interlocked.Exchange(ref _prefetch, cancellation));
        try
        {
            await Task.WhenAll(items.Select(item => GetForecastAsync(item, cancellation.Token))).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Fetching ahead is a kindness: whatever fails is asked again, and told, when the product is opened.
        }
    }

    /// <summary>Drops the prefetch under way, if any.</summary>
    public void CancelPrefetch() => DropPrefetch(Interlocked.Exchange(ref _prefetch, null));

    /// <inheritdoc/>
    public void Dispose() => CancelPrefetch();

    private static async Task<OrderPage> AllOrdersAsync(IForecastClient client, double serviceLevel, CancellationToken cancellationToken)
    {
        var query = new OrderQuery { ServiceLevel = serviceLevel };
        var first = await client.GetOrdersAsync(query, 1, OrdersPerPage, cancellationToken).ConfigureAwait(false);
        var lines = new List<OrderLine>(first.Orders);
        for (var page = 2; lines.Count < first.Total; page++)
        {
            lines.AddRange((await client.GetOrdersAsync(query, page, OrdersPerPage, cancellationToken).ConfigureAwait(false)).Orders);
        }

        return first with { Orders = lines, PageSize = lines.Count };
    }

    private static async Task<IReadOnlyDictionary<string, ChangeCause>> CausesAsync(IForecastClient client, CancellationToken cancellationToken)
    {
        var causes = new Dictionary<string, ChangeCause>(StringComparer.Ordinal);
        foreach (var change in (await client.GetChangesAsync(cancellationToken).ConfigureAwait(false))?.Changes ?? [])
        {
            if (change.DrivenBy is { } cause)
            {
                causes.Add(change.Item, cause);
            }
        }

        return causes;
    }

    private static void DropPrefetch(CancellationTokenSource? cancellation)
    {
        cancellation?.Cancel();
        cancellation?.Dispose();
    }
}

/// <summary>Forecast, total over the horizon, and history of one item.</summary>
/// <param name="Forecast">Its daily forecast.</param>
/// <param name="Total">Its sum over the forecast days.</param>
/// <param name="History">All its daily sales.</param>
public sealed record ItemSales(ItemForecast Forecast, HorizonTotal Total, ItemHistory History)
{
    /// <summary>As the API compares in its overview.</summary>
    private const int UsualDays = 28;
    private const double MinUsualADay = 0.5;

    /// <summary>Number of days forecast.</summary>
    public int Days => Total.To.DayNumber - Total.From.DayNumber + 1;

    /// <summary>What is usually sold in as many days as are forecast, from the last four weeks; null where the history is shorter or sales are too few to compare with.</summary>
    public double? Usual
    {
        get
        {
            var span = Math.Max(UsualDays, Days);
            return SoldBetween(Total.From.AddDays(-span), Total.From.AddDays(-1)) * Days / span is { } usual && usual >= MinUsualADay * Days ? usual : null;
        }
    }

    /// <summary>Bottles sold from one day to another.</summary>
    /// <param name="from">First day.</param>
    /// <param name="to">Last day.</param>
    /// <returns>The sum; null when the history does not reach over all of these days.</returns>
    public double? SoldBetween(DateOnly from, DateOnly to) =>
        History.Days is [var first, .., var last] && first.Date <= from && to <= last.Date
            ? History.Days.Where(day => day.Date >= from && day.Date <= to).Sum(day => day.Sales ?? 0)
            : null;
}
