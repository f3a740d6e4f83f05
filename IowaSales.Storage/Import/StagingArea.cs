using System.Data.Common;
using System.Globalization;
using IowaSales.Forecasting.Data;
using IowaSales.Storage.Entities;
using IowaSales.Storage.Providers;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace IowaSales.Storage.Import;

/// <summary>
/// Temporary tables of one connection that take a batch as it streams in. The store itself is not touched, so a slow sender holds up
/// nobody and a broken one leaves no trace.
/// </summary>
internal sealed class StagingArea : IAsyncDisposable
{
    private readonly SalesContext _context;
    private readonly IStoreProvider _provider;
    private readonly Dictionary<string, int> _items = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _keys = new(StringComparer.Ordinal);
    private readonly List<int> _keyOfItem = [];
    private readonly SortedSet<DateOnly> _dates = [];

    private StagingArea(SalesContext context, IStoreProvider provider)
    {
        _context = context;
        _provider = provider;
    }

    public int Rows { get; private set; }

    /// <summary>Rows that repeated an item and day; they were summed.</summary>
    public int Duplicates { get; private set; }

    public DateOnly FirstDate => _dates.Min;

    public DateOnly LastDate => _dates.Max;

    /// <summary>The days it has rows of, ascending.</summary>
    public IReadOnlyCollection<DateOnly> Dates => _dates;

    /// <summary>True when no row lies before the one ahead of it, so that the store can be written without sorting.</summary>
    public bool IsByDay { get; private set; } = true;

    /// <summary>Hash of the rows in any order, in hexadecimal: see <see cref="RowsHash"/>.</summary>
    public string ContentHash { get; private set; } = "";

    private DbConnection Connection => _context.Database.GetDbConnection();

    public static async Task<StagingArea> CreateAsync(SalesContext context, IStoreProvider provider, CancellationToken cancellationToken)
    {
        await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        var area = new StagingArea(context, provider);
        await area.DropAsync(cancellationToken).ConfigureAwait(false);
        await area.ExecuteAsync(
            $"""
            CREATE TEMPORARY TABLE incoming (item integer NOT NULL, date {provider.DateType} NOT NULL, total double precision NOT NULL, line bigint NOT NULL);
            CREATE TEMPORARY TABLE incoming_items (item integer PRIMARY KEY, name text NOT NULL, name_key text NOT NULL, item_id integer NULL);
            """,
            cancellationToken).ConfigureAwait(false);
        return area;
    }

    /// <summary>Takes the rows in; what is wrong with them as a whole is noted in <paramref name="errors"/>.</summary>
    public async Task FillAsync(IAsyncEnumerable<SalesRow> rows, RowErrorLog errors, int maxRows, CancellationToken cancellationToken)
    {
        await using var transaction = await BeginStagingAsync(cancellationToken).ConfigureAwait(false);
        var hash = new RowsHash();
        var days = new StatedDays();
        var hasDuplicates = false;
        var lastDate = DateOnly.MinValue;
        await using (var writer = await _provider
            .BeginInsertAsync(Connection, "incoming", ["item", "date", "total", "line"], cancellationToken).ConfigureAwait(false))
        {
            await foreach (var row in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                if (++Rows > maxRows)
                {
                    throw new BatchRejectedException($"The batch has more than {maxRows} rows; send it in parts.");
                }

                if (errors.Count > 0)
                {
                    continue;
                }

                hash.Append(row);
                var item = IndexOf(row.Item);
                hasDuplicates |= !days.TryAdd(_keyOfItem[item], row.Date);
                IsByDay &= row.Date >= lastDate;
                if (row.Date != lastDate)
                {
                    lastDate = row.Date;
                    _dates.Add(row.Date);
                }

                writer.StartRow();
                writer.Write(item);
                writer.Write(row.Date);
                writer.Write((double?)row.Total);
                writer.Write(row.Line);
            }

            errors.ThrowIfAny();
            if (Rows == 0)
            {
                throw new BatchRejectedException("The batch has no rows.");
            }

            await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }

        ContentHash = hash.Finish();
        await FillItemsAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);

        if (hasDuplicates)
        {
            await SumDuplicatesAsync(errors, cancellationToken).ConfigureAwait(false);
            errors.ThrowIfAny();
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (Connection.State == System.Data.ConnectionState.Open)
            {
                await DropAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (DbException)
        {
            // The connection is lost, and its temporary tables with it; what broke it is on its way to the caller.
        }
    }

    /// <summary>A transaction that never touches the store's own tables, so that SQLite need not sync once a row.</summary>
    private async Task<DbTransaction> BeginStagingAsync(CancellationToken cancellationToken) =>
        Connection is SqliteConnection sqlite
            ? sqlite.BeginTransaction(deferred: true)
            : await Connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);

    private int IndexOf(string item)
    {
        if (!_items.TryGetValue(item, out var index))
        {
            index = _items.Count;
            _items.Add(item, index);
            var key = Item.KeyOf(item);
            _keys.TryAdd(key, _keys.Count);
            _keyOfItem.Add(_keys[key]);
        }

        return index;
    }

    private async Task FillItemsAsync(CancellationToken cancellationToken)
    {
        await using var writer = await _provider
            .BeginInsertAsync(Connection, "incoming_items", ["item", "name", "name_key"], cancellationToken).ConfigureAwait(false);
        foreach (var (name, index) in _items)
        {
            writer.StartRow();
            writer.Write(index);
            writer.Write(name);
            writer.Write(Item.KeyOf(name));
        }

        await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sums rows of one item and day, as every reader of sales does.</summary>
    private async Task SumDuplicatesAsync(RowErrorLog errors, CancellationToken cancellationToken)
    {
        await ExecuteAsync(
            """
            CREATE TEMPORARY TABLE incoming_summed AS SELECT item, date, SUM(total) AS total, MIN(line) AS line FROM incoming GROUP BY item, date;
            DELETE FROM incoming;
            INSERT INTO incoming (item, date, total, line) SELECT item, date, total, line FROM incoming_summed ORDER BY date, item;
            DROP TABLE incoming_summed;
            """,
            cancellationToken).ConfigureAwait(false);
        await using var command = Connection.CreateCommand();
        command.CommandText = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            SELECT n.name, CAST(i.date AS text), i.total, i.line FROM incoming i JOIN incoming_items n ON n.item = i.item
            WHERE ABS(i.total) > {SalesRules.MaxAmount} ORDER BY i.line LIMIT {RowErrorLog.Kept}
            """);
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                errors.Add(reader.GetInt64(3), null, string.Create(
                    CultureInfo.InvariantCulture,
                    $"The rows of {reader.GetString(0)} on {reader.GetString(1)} add up to {reader.GetDouble(2):R}, which {SalesRules.RefusedAmount}."));
            }
        }

        command.CommandText = "SELECT COUNT(*) FROM incoming";
        var rows = Convert.ToInt32(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false), CultureInfo.InvariantCulture);
        (Duplicates, Rows, IsByDay) = (Rows - rows, rows, true);
    }

    private Task DropAsync(CancellationToken cancellationToken) =>
        ExecuteAsync("DROP TABLE IF EXISTS incoming; DROP TABLE IF EXISTS incoming_items; DROP TABLE IF EXISTS incoming_summed;", cancellationToken);

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = Connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
