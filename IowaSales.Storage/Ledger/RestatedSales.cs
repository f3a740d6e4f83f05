using IowaSales.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IowaSales.Storage.Ledger;

/// <summary>Finds what sales were when an earlier forecast was made, where they have been stated differently since.</summary>
/// <param name="store">The store, prepared.</param>
public sealed class RestatedSales(SalesStore store)
{
    /// <summary>Items and days before the origin of a forecast whose sales are not what they were when it was made.</summary>
    /// <param name="earlier">The forecast.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>One entry per item and day; empty when none was restated.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<IReadOnlyList<RestatedTotal>> SinceAsync(EarlierForecast earlier, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        return store.ReadAsync(
            async context =>
            {
                var batches = await context.Batches.AsNoTracking().Where(batch => batch.FirstDate < earlier.Origin).ToListAsync(cancellationToken).ConfigureAwait(false);
                var changed = batches.Where(batch => batch.ChangedVersion > earlier.DataVersion).ToList();
                return changed.Count == 0
                    ? (IReadOnlyList<RestatedTotal>)[]
                    : await ReadAsync(
                        context,
                        [.. changed.Select(batch => batch.Id)],
                        [.. batches.Where(batch => WasApplied(batch, earlier)).Select(batch => batch.Id)],
                        changed.Min(batch => batch.FirstDate),
                        earlier.Origin,
                        cancellationToken).ConfigureAwait(false);
            },
            SalesStore.RequestLimit);
    }

    /// <summary>
    /// Whether a batch counted when the forecast was entered. No batch comes in between the reading of the sales and the entry of the forecast made from
    /// them, so that a batch that had been received by then was known.
    /// </summary>
    private static bool WasApplied(Batch batch, EarlierForecast earlier) =>
        batch.ChangedVersion <= earlier.DataVersion
            ? batch.State == BatchState.Applied
            : batch.State == BatchState.Undone && batch.ReceivedAt <= earlier.IssuedAt;

    private static async Task<IReadOnlyList<RestatedTotal>> ReadAsync(
        SalesContext context, HashSet<long> changed, HashSet<long> applied, DateOnly from, DateOnly before, CancellationToken cancellationToken)
    {
        var cells = new Dictionary<(DateOnly Date, int Item), Cell>();
        var sales = context.Sales.AsNoTracking().Where(sale => sale.Date >= from && sale.Date < before);
        await foreach (var sale in sales.AsAsyncEnumerable().WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            Add(sale.Date, sale.ItemId, sale.BatchId, sale.Total, sale.Total);
        }

        var statements = context.Statements.AsNoTracking().Where(statement => statement.Date >= from && statement.Date < before);
        await foreach (var statement in statements.AsAsyncEnumerable().WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            Add(statement.Date, statement.ItemId, statement.BatchId, statement.Total, now: null);
        }

        var names = await context.Items.AsNoTracking().ToDictionaryAsync(item => item.Id, item => item.Name, cancellationToken).ConfigureAwait(false);
        return
        [
            .. cells.Where(cell => cell.Value.Touched && !cell.Value.Now.Equals(cell.Value.Then))
                .Select(cell => new RestatedTotal(names[cell.Key.Item], cell.Key.Date, cell.Value.Then)),
        ];

        void Add(DateOnly date, int item, long batch, double total, double? now)
        {
            var cell = cells.GetValueOrDefault((date, item));
            cells[(date, item)] = new Cell(
                now ?? cell.Now,
                applied.Contains(batch) && batch >= cell.ThenBatch ? total : cell.Then,
                applied.Contains(batch) ? Math.Max(batch, cell.ThenBatch) : cell.ThenBatch,
                cell.Touched || changed.Contains(batch));
        }
    }

    private readonly record struct Cell(double? Now, double? Then, long ThenBatch, bool Touched);
}

/// <summary>What the sales of an item and day were.</summary>
/// <param name="Item">Name of the item.</param>
/// <param name="Date">The day.</param>
/// <param name="Total">Its sales at the time; null where it had none.</param>
public sealed record RestatedTotal(string Item, DateOnly Date, double? Total);
