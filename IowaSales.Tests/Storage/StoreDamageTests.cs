using System.Buffers.Binary;
using IowaSales.Storage;
using IowaSales.Storage.Import;
using IowaSales.Storage.Ledger;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IowaSales.Tests.Storage;

/// <summary>SQLite files that were damaged while nobody had them open, and folders that cannot be written.</summary>
public sealed class StoreDamageTests
{
    private const int PageSize = 4096;

    private static readonly DateOnly First = new(2024, 1, 1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_damaged_store_takes_no_batch_that_it_cannot_give_back()
    {
        await using var test = await TestStore.SqliteAsync();
        await ImportAsync(test.Store, 0, 150);
        await ImportAsync(test.Store, 150, 1);
        await CheckpointAsync(test);
        var whole = await File.ReadAllBytesAsync(test.Connection, Cancellation);
        var pages = whole.Length / PageSize;
        Assert.True(pages > 20);
        var refused = 0;
        for (var seed = 0; seed < 24; seed++)
        {
            await File.WriteAllBytesAsync(test.Connection, Damage(whole, pages, seed), Cancellation);
            var store = SalesStore.At(test.Connection);
            var (writes, wrote) = await TriesAsync(async () =>
            {
                await store.PrepareAsync(Cancellation);
                await ReadPanelAsync(store);
                await ImportAsync(store, 151, 1);
            });
            var (reads, _) = await TriesAsync(async () =>
            {
                await ReadPanelAsync(store);
                await store.ReadAsync(context => context.Batches.AsNoTracking().ToListAsync(Cancellation));
                await store.ReadAsync(context => context.Items.AsNoTracking().ToListAsync(Cancellation));
                await new LedgerReader(store).ByItemAsync(DateOnly.MinValue, cancellationToken: Cancellation);
            });
            Assert.True(reads || !writes, $"Damage {seed}: the batch was imported, and the store cannot be read.");
            refused += writes ? 0 : 1;
            if (wrote is StoreDamagedException damaged)
            {
                Assert.Contains("put a backup in the place of sales.db", damaged.Message, StringComparison.Ordinal);
                Assert.NotNull(store.Damage);
                await Assert.ThrowsAnyAsync<StoreUnavailableException>(() => ImportAsync(store, 151, 1));
            }

            store.ReleaseConnections();
            File.Delete($"{test.Connection}-wal");
            File.Delete($"{test.Connection}-shm");
        }

        Assert.True(refused >= 12, $"Only {refused} of 24 kinds of damage were noticed.");
    }

    [Fact]
    public async Task A_value_that_is_none_is_damage_and_ends_all_writing()
    {
        await using var test = await TestStore.SqliteAsync();
        await ImportAsync(test.Store, 0, 3);
        await ExecuteAsync(test, "UPDATE sales SET date = '2024-0x-02' WHERE date = '2024-01-02'");

        await Assert.ThrowsAsync<StoreDamagedException>(() => ReadPanelAsync(test.Store));

        await Assert.ThrowsAsync<StoreDamagedException>(() => ImportAsync(test.Store, 4, 1));
        Assert.Contains("is damaged", test.Store.Damage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sales_of_an_item_without_a_name_are_damage()
    {
        await using var test = await TestStore.SqliteAsync();
        await ImportAsync(test.Store, 0, 3);
        await ExecuteAsync(test, "DELETE FROM items");

        var damaged = await Assert.ThrowsAsync<StoreDamagedException>(() => ReadPanelAsync(test.Store));

        Assert.Contains("which has no name", damaged.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_said_so_at_once()
    {
        var folder = Directory.CreateTempSubdirectory("store-").FullName;
        try
        {
            // Where the lock should be lies a folder, which not even root can open as a file.
            Directory.CreateDirectory(Path.Combine(folder, "sales.db.migration"));
            var store = SalesStore.At(Path.Combine(folder, "sales.db"));

            var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.PrepareAsync(Cancellation));

            Assert.Contains("write access to its folder", refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_read_that_does_not_end_is_given_up()
    {
        await using var test = await TestStore.SqliteAsync();
        var never = new TaskCompletionSource<int>();

        var late = await Assert.ThrowsAsync<StoreUnavailableException>(() => test.Store.ReadAsync(_ => never.Task, TimeSpan.FromMilliseconds(50)));

        Assert.Contains("does not answer", late.Message, StringComparison.Ordinal);
        never.SetResult(0);
    }

    /// <summary>Flips bytes of a page, overwrites one, swaps two or cuts the file off; never the same twice.</summary>
    private static byte[] Damage(byte[] whole, int pages, int seed)
    {
        var random = new Random(seed);
        var damaged = whole.ToArray();
        var page = 1 + random.Next(pages - 1);
        switch (seed % 4)
        {
            case 0:
                for (var flip = 0; flip < 40; flip++)
                {
                    damaged[(page * PageSize) + random.Next(PageSize)] ^= (byte)(1 << random.Next(8));
                }

                return damaged;
            case 1:
                random.NextBytes(damaged.AsSpan(page * PageSize, PageSize));
                return damaged;
            case 2:
                var other = 1 + (page % (pages - 1));
                whole.AsSpan(other * PageSize, PageSize).CopyTo(damaged.AsSpan(page * PageSize));
                BinaryPrimitives.WriteUInt32BigEndian(damaged.AsSpan(24), (uint)random.Next());
                return damaged;
            default:
                return damaged[..((page * PageSize) + random.Next(PageSize))];
        }
    }

    private static async Task<(bool Done, Exception? Failure)> TriesAsync(Func<Task> work)
    {
        try
        {
            await work();
            return (true, null);
        }
        catch (StoreUnavailableException unavailable)
        {
            // Anything else would be an answer of 500.
            return (false, unavailable);
        }
    }

    private static async Task ReadPanelAsync(SalesStore store) => await new StoredPanel(store).ReadAsync([], null, Cancellation);

    private static async Task ImportAsync(SalesStore store, int day, int days) => await new SalesImport(store, TimeProvider.System).ImportAsync(
        "test", RowsOf(day, days), new RowErrorLog(), cancellationToken: Cancellation);

    private static async IAsyncEnumerable<SalesRow> RowsOf(int first, int days)
    {
        await Task.CompletedTask;
        for (var day = first; day < first + days; day++)
        {
            for (var item = 0; item < 40; item++)
            {
                yield return new SalesRow(2, First.AddDays(day), $"ITEM NUMBER {item}", 100 + day + item);
            }
        }
    }

    private static async Task CheckpointAsync(TestStore test)
    {
        test.Store.ReleaseConnections();
        await ExecuteAsync(test, "PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private static async Task ExecuteAsync(TestStore test, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={test.Connection};Pooling=false");
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
