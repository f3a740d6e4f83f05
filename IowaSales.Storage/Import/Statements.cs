using IowaSales.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IowaSales.Storage.Import;

/// <summary>
/// Moves statements of batches in and out of force. Of all statements of an item and day that applied batches make, the one of the newest batch
/// lies in <c>sales</c>; every other lies in <c>statements</c>. Each operation costs what the batch's rows and the statements of its days cost.
/// </summary>
internal static class Statements
{
    private const string Incoming =
        """
        INSERT INTO sales (item_id, date, total, batch_id)
        SELECT n.item_id, i.date, i.total, {0}
        FROM incoming i JOIN incoming_items n ON n.item = i.item
        WHERE true
        """;

    private const string InForce = "\nON CONFLICT (date, item_id) DO UPDATE SET total = excluded.total, batch_id = excluded.batch_id";
    private const string AsTheyCame = Incoming + InForce;
    private const string ByDay = Incoming + " ORDER BY i.date, n.item_id" + InForce;

    /// <summary>Counts how a batch in the staging area meets the sales in force.</summary>
    public static Task<Overlap> OverlapAsync(SalesContext context, CancellationToken cancellationToken) =>
        context.Database.SqlQuery<Overlap>(
            $"""
            SELECT COUNT(*) AS "Matched",
              COALESCE(SUM(CASE WHEN s.total <> i.total THEN 1 ELSE 0 END), 0) AS "Changed",
              COALESCE(SUM(CASE WHEN s.total > 0 AND ABS(i.total - s.total) >= {UnusualBatch.MinTenfoldChange}
                AND (i.total >= {UnusualBatch.Factor} * s.total OR i.total * {UnusualBatch.Factor} <= s.total) THEN 1 ELSE 0 END), 0) AS "Tenfold",
              CAST(COALESCE(SUM(CASE WHEN s.total <> i.total THEN s.total ELSE 0 END), 0) AS double precision) AS "Before",
              CAST(COALESCE(SUM(CASE WHEN s.total <> i.total THEN i.total ELSE 0 END), 0) AS double precision) AS "After"
            FROM incoming i JOIN incoming_items n ON n.item = i.item
            JOIN sales s ON s.item_id = n.item_id AND s.date = i.date
            """).SingleAsync(cancellationToken);

    /// <summary>Puts a new batch in force: it is the newest, so that every row of it counts.</summary>
    /// <param name="context">The transaction, with the batch in its staging area.</param>
    /// <param name="batchId">Number of the batch.</param>
    /// <param name="restates">Whether any of its items and days have sales.</param>
    /// <param name="isByDay">Whether the rows come by day.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public static async Task AddAsync(SalesContext context, long batchId, bool restates, bool isByDay, CancellationToken cancellationToken)
    {
        if (restates)
        {
            await context.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO statements (date, item_id, batch_id, total)
                SELECT s.date, s.item_id, s.batch_id, s.total
                FROM incoming i JOIN incoming_items n ON n.item = i.item
                JOIN sales s ON s.item_id = n.item_id AND s.date = i.date
                """,
                cancellationToken).ConfigureAwait(false);
        }

        await context.Database.ExecuteSqlRawAsync(isByDay ? AsTheyCame : ByDay, [batchId], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes a batch, already marked as undone, out of force; what the newest of the others states takes its place.</summary>
    public static async Task WithdrawAsync(SalesContext context, Batch batch, CancellationToken cancellationToken)
    {
        var (id, first, last) = (batch.Id, batch.FirstDate, batch.LastDate);
        var database = context.Database;
        await database.ExecuteSqlAsync(
            $"""
            INSERT INTO statements (date, item_id, batch_id, total)
            SELECT date, item_id, batch_id, total FROM sales WHERE batch_id = {id} AND date BETWEEN {first} AND {last}
            """,
            cancellationToken).ConfigureAwait(false);
        await database.ExecuteSqlAsync(
            $"""
            UPDATE sales SET total = t.total, batch_id = t.batch_id FROM statements t
            WHERE sales.batch_id = {id} AND sales.date BETWEEN {first} AND {last} AND t.date = sales.date AND t.item_id = sales.item_id
              AND t.batch_id = (
                SELECT MAX(o.batch_id) FROM statements o JOIN batches b ON b.id = o.batch_id
                WHERE o.date = sales.date AND o.item_id = sales.item_id AND b.state = {(int)BatchState.Applied})
            """,
            cancellationToken).ConfigureAwait(false);
        await database.ExecuteSqlAsync($"DELETE FROM sales WHERE batch_id = {id} AND date BETWEEN {first} AND {last}", cancellationToken).ConfigureAwait(false);
        await RemoveInForceAsync(context, batch, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Puts an undone batch, already marked as applied, in force again wherever no newer batch states an item and day.</summary>
    public static async Task ReinstateAsync(SalesContext context, Batch batch, CancellationToken cancellationToken)
    {
        var (id, first, last) = (batch.Id, batch.FirstDate, batch.LastDate);
        var database = context.Database;
        await database.ExecuteSqlAsync(
            $"""
            INSERT INTO statements (date, item_id, batch_id, total)
            SELECT s.date, s.item_id, s.batch_id, s.total
            FROM statements t JOIN sales s ON s.date = t.date AND s.item_id = t.item_id
            WHERE t.batch_id = {id} AND t.date BETWEEN {first} AND {last} AND s.batch_id < {id}
            """,
            cancellationToken).ConfigureAwait(false);
        await database.ExecuteSqlAsync(
            $"""
            INSERT INTO sales (date, item_id, batch_id, total)
            SELECT date, item_id, batch_id, total FROM statements WHERE batch_id = {id} AND date BETWEEN {first} AND {last}
            ON CONFLICT (date, item_id) DO UPDATE SET total = excluded.total, batch_id = excluded.batch_id WHERE sales.batch_id < excluded.batch_id
            """,
            cancellationToken).ConfigureAwait(false);
        await RemoveInForceAsync(context, batch, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What undoing an applied batch, or applying an undone one, would change.</summary>
    public static async Task<BatchEffect> EffectAsync(SalesContext context, Batch batch, CancellationToken cancellationToken)
    {
        var stated = context.Statements.Where(
            statement => statement.BatchId == batch.Id && statement.Date >= batch.FirstDate && statement.Date <= batch.LastDate);
        if (batch.State == BatchState.Undone)
        {
            var all = await stated.CountAsync(cancellationToken).ConfigureAwait(false);
            var taken = stated.Join(
                context.Sales, statement => new { statement.Date, statement.ItemId }, sale => new { sale.Date, sale.ItemId }, (_, sale) => sale.BatchId);
            var replaced = await taken.CountAsync(other => other < batch.Id, cancellationToken).ConfigureAwait(false);
            var kept = await taken.CountAsync(other => other > batch.Id, cancellationToken).ConfigureAwait(false);
            return new BatchEffect(batch, Removed: 0, Added: all - replaced - kept, replaced, kept);
        }

        var own = context.Sales.Where(sale => sale.BatchId == batch.Id && sale.Date >= batch.FirstDate && sale.Date <= batch.LastDate);
        var inForce = await own.CountAsync(cancellationToken).ConfigureAwait(false);
        var others = await own.CountAsync(
            sale => context.Statements.Any(statement => statement.Date == sale.Date && statement.ItemId == sale.ItemId
                && context.Batches.Any(other => other.Id == statement.BatchId && other.State == BatchState.Applied)),
            cancellationToken).ConfigureAwait(false);
        return new BatchEffect(
            batch, Removed: inForce - others, Added: 0, others, Kept: await stated.CountAsync(cancellationToken).ConfigureAwait(false));
    }

    private static Task<int> RemoveInForceAsync(SalesContext context, Batch batch, CancellationToken cancellationToken) =>
        context.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM statements WHERE date BETWEEN {batch.FirstDate} AND {batch.LastDate} AND EXISTS (
              SELECT 1 FROM sales s WHERE s.date = statements.date AND s.item_id = statements.item_id AND s.batch_id = statements.batch_id)
            """,
            cancellationToken);
}
