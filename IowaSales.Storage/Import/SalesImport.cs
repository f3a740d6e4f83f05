using IowaSales.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IowaSales.Storage.Import;

/// <summary>
/// Takes batches of sales into the store: all of a batch or nothing, the same batch once, restated days as corrections that can be
/// undone. Rows stream through; memory does not grow with the batch.
/// </summary>
/// <param name="store">The store, prepared.</param>
/// <param name="time">Clock for the time of receipt.</param>
public sealed class SalesImport(SalesStore store, TimeProvider time)
{
    private const int NewItemsListed = 100;

    private const string Incoming =
        """
        INSERT INTO sales (item_id, date, total, batch_id)
        SELECT n.item_id, i.date, i.total, {0}
        FROM incoming i JOIN incoming_items n ON n.item = i.item
        WHERE true
        """;

    private const string OverWhatWasInForce =
        """

        ON CONFLICT (date, item_id) DO UPDATE SET total = excluded.total, batch_id = excluded.batch_id WHERE sales.total <> excluded.total
        """;

    private const string WriteAsTheyCame = Incoming + OverWhatWasInForce;
    private const string WriteByDay = Incoming + " ORDER BY i.date, n.item_id" + OverWhatWasInForce;

    /// <summary>Most rows of one batch unless said otherwise.</summary>
    public const int DefaultMaxRows = 20_000_000;

    /// <summary>Takes a batch in.</summary>
    /// <param name="source">Where it comes from, in the sender's words.</param>
    /// <param name="rows">Its rows; read once.</param>
    /// <param name="errors">Where the reader of the rows notes what is wrong with them.</param>
    /// <param name="preview">True to say what would change and change nothing.</param>
    /// <param name="maxRows">Most rows taken.</param>
    /// <param name="cancellationToken">Cancels the call; nothing of the batch is then kept.</param>
    /// <returns>What became of the batch.</returns>
    /// <exception cref="BatchRejectedException">The batch is wrong; nothing of it was kept.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    /// <exception cref="StoreFullException">The disk is full.</exception>
    public Task<BatchReceipt> ImportAsync(
        string source,
        IAsyncEnumerable<SalesRow> rows,
        RowErrorLog errors,
        bool preview = false,
        int maxRows = DefaultMaxRows,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        ArgumentNullException.ThrowIfNull(errors);
        return store.GuardAsync(async () =>
        {
            await using var context = store.Provider.CreateContext();
            await using var staging = await StagingArea.CreateAsync(context, store.Provider, cancellationToken).ConfigureAwait(false);
            await staging.FillAsync(rows, errors, maxRows, cancellationToken).ConfigureAwait(false);
            try
            {
                return await store.WriteOnAsync(
                    context, _ => MergeAsync(context, source, staging, preview, cancellationToken), cancellationToken).ConfigureAwait(false);
            }
            catch (PreviewMade made)
            {
                return made.Receipt;
            }
        });
    }

    /// <summary>Takes a batch back: days it added are gone, days it restated are as before; its corrections stay as history.</summary>
    /// <param name="id">Number of the batch.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The batch, undone; null when there is none of that number.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<Batch?> UndoAsync(long id, CancellationToken cancellationToken = default) =>
        store.WriteAsync(
            async context =>
            {
                var batch = await context.Batches.SingleOrDefaultAsync(candidate => candidate.Id == id, cancellationToken).ConfigureAwait(false);
                if (batch is not { State: BatchState.Applied })
                {
                    return batch;
                }

                await UnlinkAsync(context, batch, cancellationToken).ConfigureAwait(false);
                batch.State = BatchState.Undone;
                batch.UndoneAt = time.GetUtcNow();
                var state = await context.StoreStates.SingleAsync(cancellationToken).ConfigureAwait(false);
                state.DataVersion++;
                state.UndoVersion = state.DataVersion;
                batch.ChangedVersion = state.DataVersion;
                return batch;
            },
            cancellationToken);

    private async Task<BatchReceipt> MergeAsync(
        SalesContext context, string source, StagingArea staging, bool preview, CancellationToken cancellationToken)
    {
        var state = await context.StoreStates.SingleAsync(cancellationToken).ConfigureAwait(false);
        var known = await context.Batches.AsNoTracking()
            .SingleOrDefaultAsync(batch => batch.ContentHash == staging.ContentHash && batch.State == BatchState.Applied, cancellationToken)
            .ConfigureAwait(false);
        if (known is not null)
        {
            return new BatchReceipt(known, AlreadyKnown: true, [], state.DataVersion);
        }

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

        var batch = new Batch
        {
            Source = source,
            ReceivedAt = time.GetUtcNow(),
            ContentHash = staging.ContentHash,
            State = BatchState.Applied,
            Rows = staging.Rows,
            Added = 0,
            Corrected = 0,
            Unchanged = 0,
            FirstDate = staging.FirstDate,
            LastDate = staging.LastDate,
            PreviousLastDate = await context.Sales.MaxAsync(sale => (DateOnly?)sale.Date, cancellationToken).ConfigureAwait(false),
        };
        context.Batches.Add(batch);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);

        await RestateAsync(context, batch, staging, cancellationToken).ConfigureAwait(false);
        batch.Unchanged = batch.Rows - batch.Added - batch.Corrected;
        state.DataVersion++;
        batch.ChangedVersion = state.DataVersion;
        var receipt = new BatchReceipt(batch, AlreadyKnown: false, newItems, state.DataVersion);
        return preview ? throw new PreviewMade(receipt) : receipt;
    }

    /// <summary>Writes the batch's rows over what was in force, after a note of each that changes.</summary>
    private static async Task RestateAsync(SalesContext context, Batch batch, StagingArea staging, CancellationToken cancellationToken)
    {
        // Days that nobody has sold anything on cannot be restated: a first delivery need not look its rows up.
        if (await context.Sales.AnyAsync(sale => sale.Date >= batch.FirstDate && sale.Date <= batch.LastDate, cancellationToken).ConfigureAwait(false))
        {
            batch.Corrected = await context.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO corrections (batch_id, item_id, date, old_total, old_batch_id, new_total)
                SELECT {batch.Id}, s.item_id, s.date, s.total, s.batch_id, i.total
                FROM incoming i JOIN incoming_items n ON n.item = i.item
                JOIN sales s ON s.item_id = n.item_id AND s.date = i.date
                WHERE s.total <> i.total
                """,
                cancellationToken).ConfigureAwait(false);
        }

        var written = await context.Database
            .ExecuteSqlRawAsync(staging.IsByDay ? WriteAsTheyCame : WriteByDay, [batch.Id], cancellationToken)
            .ConfigureAwait(false);
        batch.Added = written - batch.Corrected;
    }

    /// <summary>Takes a batch out of every item and day's chain of statements; the chain closes over the gap.</summary>
    private static async Task UnlinkAsync(SalesContext context, Batch batch, CancellationToken cancellationToken)
    {
        var (id, first, last) = (batch.Id, batch.FirstDate, batch.LastDate);
        var database = context.Database;

        // Where it is the latest statement, the one before it is in force again, or none.
        await database.ExecuteSqlAsync(
            $"""
            UPDATE sales SET total = c.old_total, batch_id = c.old_batch_id FROM corrections c
            WHERE c.batch_id = {id} AND c.old_batch_id IS NOT NULL
              AND sales.batch_id = {id} AND sales.item_id = c.item_id AND sales.date = c.date
            """,
            cancellationToken).ConfigureAwait(false);
        await database.ExecuteSqlAsync($"DELETE FROM sales WHERE batch_id = {id} AND date BETWEEN {first} AND {last}", cancellationToken).ConfigureAwait(false);

        // Where a later batch restated what this one had stated, that batch now restates what lay before this one.
        await database.ExecuteSqlAsync(
            $"""
            UPDATE corrections SET
              old_total = (SELECT c.old_total FROM corrections c WHERE c.batch_id = {id} AND c.item_id = corrections.item_id AND c.date = corrections.date),
              old_batch_id = (SELECT c.old_batch_id FROM corrections c WHERE c.batch_id = {id} AND c.item_id = corrections.item_id AND c.date = corrections.date)
            WHERE old_batch_id = {id}
            """,
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Rolls a finished preview back while carrying its result out.</summary>
    private sealed class PreviewMade(BatchReceipt receipt) : Exception
    {
        public BatchReceipt Receipt { get; } = receipt;
    }
}
