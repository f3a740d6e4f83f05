using IowaSales.Api.Serving;
using IowaSales.Api.Serving.Store;
using IowaSales.Contracts;
using IowaSales.Storage.Entities;
using IowaSales.Storage.Ledger;
using Microsoft.Extensions.Options;

namespace IowaSales.Api.Orders;

/// <summary>Flags items whose stock does not last until an order can arrive, and forecasts that moved far since the forecast before.</summary>
/// <param name="book">Where alerts are raised.</param>
/// <param name="plans">The plan, by which stock is judged.</param>
/// <param name="sales">The sales the snapshot was made from.</param>
/// <param name="snapshots">The forecasts being served.</param>
/// <param name="metrics">Counts alerts.</param>
/// <param name="options">How often to look.</param>
internal sealed class OrderWatch(
    AlertBook book,
    PlanSource plans,
    StoredSales sales,
    SnapshotSource snapshots,
    StoreMetrics metrics,
    IOptions<StoreOptions> options) : IRecurringWork
{
    /// <summary>Most items that are named one by one; more are named together.</summary>
    internal const int MaxNamed = 5;

    /// <summary>Days for which low stock that was dismissed is not raised again.</summary>
    private const int QuietDays = 7;

    /// <summary>Least change, as a share of what was expected.</summary>
    private const double LeastShare = 0.2;

    /// <summary>
    /// Least change in units: as a share of what all items together are expected to sell, and of what an item is expected to sell on average, whichever is
    /// less. A product that hardly sells doubles often, and nobody acts on it.
    /// </summary>
    private const double MaterialShare = 0.005;
    private const double MaterialItems = 2.5;

    private string? _seen;

    /// <inheritdoc/>
    public string Name => "Looking for low stock and large changes";

    /// <inheritdoc/>
    public TimeSpan Interval => options.Value.PollInterval;

    /// <summary>Looks once; touches the store only when forecasts, order terms or the plan have changed.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (snapshots.Current is not { } snapshot || sales.VersionOf(snapshot) is null || snapshot.ItemCount > ItemClasses.MaxItems)
        {
            return;
        }

        var orders = await snapshot.GetAsync<OrderBook>(cancellationToken);
        var plan = plans.For(snapshot);
        var seen = $"{orders.EntityTag}-{plan?.Version}";
        if (_seen == seen)
        {
            return;
        }

        var lines = await orders.AtAsync(OrdersApi.DefaultServiceLevel, plan, cancellationToken);
        var from = snapshot.Forecasts.Days[0].Date;
        await RaiseAsync(AlertKind.LowStock, LowStock(lines, from), from, QuietDays, AlertReason.StockLasts, cancellationToken);
        await RaiseAsync(AlertKind.LargeChange, LargeChanges(lines), from.AddDays(-1), 1, AlertReason.NewerForecasts, cancellationToken);
        _seen = seen;
    }

    /// <summary>Items whose stock on hand runs out before an order that is placed now arrives, most units at risk first.</summary>
    /// <param name="lines">What to order, ranked.</param>
    /// <param name="from">The day on which it is ordered.</param>
    internal static IReadOnlyList<AlertFinding> LowStock(IReadOnlyList<OrderLine> lines, DateOnly from)
    {
        var low = lines.Where(line => line.RunsOut is { } day && line.UnitsAtRisk > 0 && day < Arrival(line)).ToList();
        return low.Count <= MaxNamed
            ? [.. low.Select(line => new AlertFinding(
                line.Item, AlertReason.LowStock(line.Item, line.StockOnHand!.Value, line.RunsOut!.Value, Arrival(line)), line.StockOnHand.Value, line.Need))]
            : [new AlertFinding(null, AlertReason.LowStocks(low.Count, low.Sum(line => line.UnitsAtRisk!.Value), low[0].Item), low.Count, MaxNamed)];

        DateOnly Arrival(OrderLine line) => from.AddDays(Math.Max(1, line.LeadTimeDays ?? 0));
    }

    /// <summary>Items whose earlier forecast lies outside the 80 % interval of the newest one, largest change first.</summary>
    /// <param name="lines">What to order of all items.</param>
    internal static IReadOnlyList<AlertFinding> LargeChanges(IReadOnlyList<OrderLine> lines)
    {
        var material = lines.Sum(line => line.Expected) * Math.Min(MaterialShare, MaterialItems / Math.Max(1, lines.Count));
        var moved = lines.Where(line => IsLarge(line, material)).OrderByDescending(line => Math.Abs(line.Change!.Value)).ThenBy(line => line.Item, StringComparer.Ordinal).ToList();
        return moved.Count <= MaxNamed
            ? [.. moved.Select(line => new AlertFinding(
                line.Item, AlertReason.LargeChange(line.Item, line.Earlier!.Value, Now(line), line.CoverDays), Now(line), line.Earlier.Value))]
            : [new AlertFinding(null, AlertReason.LargeChanges(moved.Count, lines.Count, moved.Sum(line => line.Earlier!.Value), moved.Sum(Now)), moved.Count, MaxNamed)];
    }

    private static bool IsLarge(OrderLine line, double material) =>
        line is { Change: { } change, Earlier: { } earlier }
        && Math.Abs(change) >= Math.Max(material, LeastShare * earlier)
        && (change > 0 ? change > line.Expected - line.Lower : -change > line.Upper - line.Expected);

    private static double Now(OrderLine line) => line.Earlier!.Value + line.Change!.Value;

    private async Task RaiseAsync(
        string kind, IReadOnlyList<AlertFinding> found, DateOnly date, int quietDays, string settled, CancellationToken cancellationToken)
    {
        var raised = await book.BringToAsync(kind, found, date, quietDays, settled, cancellationToken);
        metrics.Raised([.. raised.Select(alert => alert.Kind)]);
    }
}
