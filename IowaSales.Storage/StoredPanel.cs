using IowaSales.Forecasting.Data;
using Microsoft.EntityFrameworkCore;

namespace IowaSales.Storage;

/// <summary>Reads the sales in force out of the store.</summary>
/// <param name="store">The store, prepared.</param>
public sealed class StoredPanel(SalesStore store)
{
    /// <summary>Reads all sales from a date on.</summary>
    /// <param name="leadingItems">Items that keep their place even without sales, as a model needs them.</param>
    /// <param name="firstDate">Day 0 of the panel, earlier sales are left out; null for the first sale's.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The sales, null when there are none, and the version they are.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public async Task<(SalesPanel? Panel, long Version)> ReadAsync(
        IReadOnlyList<string> leadingItems, DateOnly? firstDate, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var before = await store.ReadStateAsync(cancellationToken).ConfigureAwait(false);
            var (panel, unknown) = await store.ReadAsync(context => ReadAsync(context, leadingItems, firstDate, cancellationToken)).ConfigureAwait(false);
            var after = await store.ReadStateAsync(cancellationToken).ConfigureAwait(false);

            // Every change counts the version up in its own transaction: the same version before and after is one state of the sales.
            if (before.DataVersion == after.DataVersion)
            {
                return unknown is { } what
                    ? await store.GuardAsync<(SalesPanel?, long)>(() => throw store.DamagedBy(new InvalidDataException(what))).ConfigureAwait(false)
                    : (panel, after.DataVersion);
            }
        }
    }

    /// <summary>Whether a batch changed the sales after a version of the store, which planned closures and drivers count up too.</summary>
    /// <param name="version">The version.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<bool> ChangedSinceAsync(long version, CancellationToken cancellationToken = default) =>
        store.ReadAsync(context => context.Batches.AnyAsync(batch => batch.ChangedVersion > version, cancellationToken), SalesStore.RequestLimit);

    /// <returns>The sales, and what cannot be true of them; an item that came in meanwhile is one such thing.</returns>
    private static async Task<(SalesPanel? Panel, string? Unknown)> ReadAsync(
        SalesContext context, IReadOnlyList<string> leadingItems, DateOnly? firstDate, CancellationToken cancellationToken)
    {
        var names = await context.Items.AsNoTracking().ToDictionaryAsync(item => item.Id, item => item.Name, cancellationToken).ConfigureAwait(false);
        var builder = new SalesPanelBuilder();
        await foreach (var sale in context.Sales.Where(sale => sale.Date >= (firstDate ?? DateOnly.MinValue))
            .Select(sale => new { sale.Date, sale.ItemId, sale.Total })
            .AsAsyncEnumerable().WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (!names.TryGetValue(sale.ItemId, out var name))
            {
                return (null, $"sales of item {sale.ItemId}, which has no name");
            }

            if (!double.IsFinite(sale.Total))
            {
                return (null, $"sales of {name} that are no number");
            }

            builder.Add(sale.Date, name, sale.Total);
        }

        return (builder.RowCount == 0 ? null : builder.Build(leadingItems, firstDate), null);
    }
}
