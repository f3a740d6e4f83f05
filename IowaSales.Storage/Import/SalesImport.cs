using IowaSales.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IowaSales.Storage.Import;

/// <summary>
/// Imports batches of sales into the store: all of a batch or nothing. The value of an item and day is what the newest applied batch states, values
/// that did not change included; undoing a batch leaves what the others state. Rows stream through; memory does not grow with the batch.
/// </summary>
/// <param name="store">The store, prepared.</param>
/// <param name="time">Clock for the time of receipt.</param>
public sealed class SalesImport(SalesStore store, TimeProvider time)
{
    private const int NewItemsListed = 100;

    /// <summary>Imports a batch. One whose rows are all in force, imported before as a batch of the same content, changes nothing.</summary>
    /// <param name="source">Where it comes from, in the sender's words.</param>
    /// <param name="rows">Its rows; read once.</param>
    /// <param name="errors">Where the reader of the rows notes what is wrong with them.</param>
    /// <param name="options">How; the defaults if left out.</param>
    /// <param name="cancellationToken">Cancels the call; nothing of the batch is then kept.</param>
    /// <returns>What became of the batch.</returns>
    /// <exception cref="BatchRejectedException">Rows are wrong; nothing of the batch was kept.</exception>
    /// <exception cref="UnusualBatchException">It looks wrong and was not accepted as such; nothing of the batch was kept.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    /// <exception cref="StoreFullException">The disk is full.</exception>
    public Task<BatchReceipt> ImportAsync(
        string source,
        IAsyncEnumerable<SalesRow> rows,
        RowErrorLog errors,
        ImportOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        ArgumentNullException.ThrowIfNull(errors);
        options ??= new ImportOptions();
        return store.GuardAsync(async () =>
        {
            await using var context = store.Provider.CreateContext();
            await using var staging = await StagingArea.CreateAsync(context, store.Provider, cancellationToken).ConfigureAwait(false);
            await staging.FillAsync(rows, errors, options.MaxRows, cancellationToken).ConfigureAwait(false);
            context.Database.SetCommandTimeout(SalesStore.WriteLimit(staging.Rows));
            try
            {
                var receipt = await store.WriteOnAsync(
                    context, _ => MergeAsync(context, source, staging, options, cancellationToken), cancellationToken).ConfigureAwait(false);
                return receipt with { Duplicates = staging.Duplicates };
            }
            catch (PreviewMade made)
            {
                return made.Receipt with { Duplicates = staging.Duplicates };
            }
        });
    }

    /// <summary>Undoes a batch: each of its items and days has the value that the newest of the other applied batches states, or none.</summary>
    /// <param name="id">Number of the batch.</param>
    /// <param name="confirmSeed">True to undo even the sales that the store was started with.</param>
    /// <param name="by">Who undoes it; null where that is not known.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The batch, undone; null when there is none of that number.</returns>
    /// <exception cref="BatchChangeRefusedException">It is the seed, and that was not confirmed.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<Batch?> UndoAsync(long id, bool confirmSeed = false, string? by = null, CancellationToken cancellationToken = default) =>
        ChangeAsync(
            id,
            BatchState.Undone,
            by,
            async (context, batch) =>
            {
                if (batch.IsSeed && !confirmSeed)
                {
                    throw new BatchChangeRefusedException(FormattableString.Invariant(
                        $"Batch {id} holds the sales this store was started with, {batch.Rows} rows from {batch.FirstDate:yyyy-MM-dd} to {batch.LastDate:yyyy-MM-dd}. To undo it all the same, repeat the request with ?confirm=seed."));
                }

                batch.UndoneAt = time.GetUtcNow();
                await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                await Statements.WithdrawAsync(context, batch, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken);

    /// <summary>Applies an undone batch again, at its old place: it counts wherever no newer batch states an item and day.</summary>
    /// <param name="id">Number of the batch.</param>
    /// <param name="by">Who applies it; null where that is not known.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The batch, applied; null when there is none of that number.</returns>
    /// <exception cref="BatchChangeRefusedException">Its rows were not kept when it was undone.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<Batch?> ApplyAsync(long id, string? by = null, CancellationToken cancellationToken = default) =>
        ChangeAsync(
            id,
            BatchState.Applied,
            by,
            async (context, batch) =>
            {
                var isKept = await context.Statements.AnyAsync(
                    statement => statement.BatchId == id && statement.Date >= batch.FirstDate && statement.Date <= batch.LastDate, cancellationToken).ConfigureAwait(false);
                if (!isKept)
                {
                    throw new BatchChangeRefusedException($"The rows of batch {id} were not kept when an earlier version of this service undid it; import its file again.");
                }

                batch.UndoneAt = null;
                await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                await Statements.ReinstateAsync(context, batch, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken);

    /// <summary>What undoing a batch, or applying it again once it is undone, would change.</summary>
    /// <param name="id">Number of the batch.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The effect; null when there is no batch of that number.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<BatchEffect?> EffectAsync(long id, CancellationToken cancellationToken = default) =>
        store.ReadAsync(
            async context => await context.Batches.AsNoTracking().SingleOrDefaultAsync(batch => batch.Id == id, cancellationToken).ConfigureAwait(false) is { } found
                ? await Statements.EffectAsync(context, found, cancellationToken).ConfigureAwait(false)
                : null,
            SalesStore.RequestLimit);

    private Task<Batch?> ChangeAsync(long id, BatchState wanted, string? by, Func<SalesContext, Batch, Task> change, CancellationToken cancellationToken) =>
        store.WriteAsync(
            async context =>
            {
                var batch = await context.Batches.SingleOrDefaultAsync(candidate => candidate.Id == id, cancellationToken).ConfigureAwait(false);
                if (batch is null || batch.State == wanted)
                {
                    return batch;
                }

                context.Database.SetCommandTimeout(SalesStore.WriteLimit(batch.Rows));
                batch.State = wanted;
                batch.ChangedBy = by;
                await change(context, batch).ConfigureAwait(false);
                var state = await context.StoreStates.SingleAsync(cancellationToken).ConfigureAwait(false);
                state.DataVersion++;
                state.UndoVersion = state.DataVersion;
                batch.ChangedVersion = state.DataVersion;
                return batch;
            },
            cancellationToken);

    private async Task<BatchReceipt> MergeAsync(
        SalesContext context, string source, StagingArea staging, ImportOptions options, CancellationToken cancellationToken)
    {
        var state = await context.StoreStates.SingleAsync(cancellationToken).ConfigureAwait(false);
        var newItems = await MatchItemsAsync(context, cancellationToken).ConfigureAwait(false);

        // Days that nobody has sold anything on cannot be restated: a first delivery need not look its rows up.
        var (first, last) = (staging.FirstDate, staging.LastDate);
        var overlap = await context.Sales.AnyAsync(sale => sale.Date >= first && sale.Date <= last, cancellationToken).ConfigureAwait(false)
            ? await Statements.OverlapAsync(context, cancellationToken).ConfigureAwait(false)
            : new Overlap();
        if (overlap.Matched == staging.Rows && overlap.Changed == 0 && await KnownAsync(context, staging, cancellationToken).ConfigureAwait(false) is { } known)
        {
            return new BatchReceipt(known, AlreadyKnown: true, [], state.DataVersion, []);
        }

        var lastDate = await context.Sales.MaxAsync(sale => (DateOnly?)sale.Date, cancellationToken).ConfigureAwait(false);
        var unusual = await UnusualBatch.FindAsync(context, staging.Dates, lastDate, overlap, cancellationToken).ConfigureAwait(false);
        if (unusual.Count > 0 && !options.AcceptUnusual && !options.Preview)
        {
            throw new UnusualBatchException(unusual);
        }

        var batch = new Batch
        {
            Source = source,
            ReceivedAt = time.GetUtcNow(),
            ContentHash = staging.ContentHash,
            State = BatchState.Applied,
            IsSeed = options.IsSeed,
            Author = options.Author,
            Rows = staging.Rows,
            Added = staging.Rows - (int)overlap.Matched,
            Corrected = (int)overlap.Changed,
            Unchanged = (int)(overlap.Matched - overlap.Changed),
            FirstDate = first,
            LastDate = last,
            PreviousLastDate = lastDate,
            ChangedVersion = ++state.DataVersion,
        };
        var receipt = new BatchReceipt(batch, AlreadyKnown: false, newItems, state.DataVersion, unusual);
        if (options.Preview)
        {
            throw new PreviewMade(receipt);
        }

        context.Batches.Add(batch);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await Statements.AddAsync(context, batch.Id, overlap.Matched > 0, staging.IsByDay, cancellationToken).ConfigureAwait(false);
        return receipt;
    }

    /// <summary>Finds the items of the batch, and enters those not seen before.</summary>
    /// <returns>The first names not seen before.</returns>
    private static async Task<IReadOnlyList<string>> MatchItemsAsync(SalesContext context, CancellationToken cancellationToken)
    {
        var database = context.Database;
        var newItems = await database
            .SqlQuery<string>($"SELECT MIN(n.name) AS \"Value\" FROM incoming_items n LEFT JOIN items t ON t.name_key = n.name_key WHERE t.id IS NULL GROUP BY n.name_key ORDER BY n.name_key LIMIT {NewItemsListed}")
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        await database.ExecuteSqlAsync(
            $"""
            INSERT INTO items (name, name_key)
            SELECT MIN(n.name), n.name_key FROM incoming_items n
            WHERE NOT EXISTS (SELECT 1 FROM items t WHERE t.name_key = n.name_key)
            GROUP BY n.name_key ORDER BY n.name_key;
            UPDATE incoming_items SET item_id = (SELECT t.id FROM items t WHERE t.name_key = incoming_items.name_key);
            """,
            cancellationToken).ConfigureAwait(false);
        return newItems;
    }

    private static Task<Batch?> KnownAsync(SalesContext context, StagingArea staging, CancellationToken cancellationToken) =>
        context.Batches.AsNoTracking()
            .Where(batch => batch.ContentHash == staging.ContentHash && batch.State == BatchState.Applied)
            .OrderByDescending(batch => batch.Id)
            .FirstOrDefaultAsync(cancellationToken);

    /// <summary>Rolls a finished preview back while carrying its result out.</summary>
    private sealed class PreviewMade(BatchReceipt receipt) : Exception
    {
        public BatchReceipt Receipt { get; } = receipt;
    }
}
