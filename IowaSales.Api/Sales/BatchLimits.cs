using System.Runtime.CompilerServices;
using IowaSales.Api.Serving;
using IowaSales.Api.Serving.Store;
using IowaSales.Storage.Import;
using Microsoft.Extensions.Options;

namespace IowaSales.Api.Sales;

/// <summary>Bounds what a batch may bring, so that the forecasts made of it fit the memory: rows, items that are new, items in all, and batches at once.</summary>
/// <param name="options">The settings.</param>
/// <param name="snapshots">The items that are known.</param>
internal sealed class BatchLimits(IOptions<StoreOptions> options, SnapshotSource snapshots) : IDisposable
{
    private const int BatchesAtOnce = 4;

    private readonly SemaphoreSlim _batches = new(BatchesAtOnce);

    /// <summary>Most rows of a batch.</summary>
    public int MaxRows => options.Value.FittingBatchRows;

    /// <summary>Begins a batch, unless as many are coming in as may.</summary>
    /// <returns>Ends the batch when disposed; null when it has to come again later.</returns>
    public IDisposable? TryBegin() => _batches.Wait(0) ? new Slot(_batches) : null;

    /// <summary>The same rows, up to the first one that brings too much.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="BatchRejectedException">The batch has too many items that are new, or there would be too many in all.</exception>
    public async IAsyncEnumerable<SalesRow> Of(IAsyncEnumerable<SalesRow> rows, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (known, count) = (snapshots.Current?.Items, snapshots.Current?.ItemCount ?? 0);
        var max = options.Value.FittingNewItems;
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            if (known?.Find(row.Item) is null or < 0 && names.Add(row.Item))
            {
                CheckAll(count + names.Count);
            }

            if (names.Count > max)
            {
                throw new BatchRejectedException(
                    $"The batch has more than {max} items that are not known yet, the most that the memory of this service takes at once. Nothing of it was kept. Send it in parts; Sales:MaxNewItems changes the limit.");
            }

            yield return row;
        }
    }

    private void CheckAll(int count)
    {
        if (count > options.Value.FittingItems)
        {
            throw new BatchRejectedException(FormattableString.Invariant(
                $"With the items of this batch that are not known yet there would be more than {options.Value.FittingItems}, the most that the memory of this service takes. Nothing of it was kept. Correct the names, or raise the memory limit; Sales:MaxItems changes the number."));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _batches.Dispose();

    private sealed class Slot(SemaphoreSlim batches) : IDisposable
    {
        public void Dispose() => batches.Release();
    }
}
