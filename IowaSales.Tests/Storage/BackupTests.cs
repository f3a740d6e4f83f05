using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using IowaSales.Storage;
using IowaSales.Storage.Import;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace IowaSales.Tests.Storage;

/// <summary>Backups as docs/import.md describes them, taken while the store is in use, and what is restored from them.</summary>
public sealed class BackupTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_sqlite_store_comes_back_as_it_was_and_knows_its_batches()
    {
        await using var test = await TestStore.SqliteAsync();
        await using var restored = await TestStore.SqliteAsync();
        await TakeAsync(test.Store, 1);
        await TakeAsync(test.Store, 2);
        restored.Store.ReleaseConnections();
        File.Delete(restored.Connection);
        await using (var connection = new SqliteConnection($"Data Source={test.Connection};Pooling=false"))
        {
            await connection.OpenAsync(Cancellation);
            await using var command = connection.CreateCommand();
            command.CommandText = "VACUUM INTO $path";
            command.Parameters.AddWithValue("$path", restored.Connection);
            await command.ExecuteNonQueryAsync(Cancellation);
        }

        await TakeAsync(test.Store, 3);
        await CheckAsync(restored.Store);
    }

    [Fact]
    public async Task A_postgresql_store_comes_back_as_it_was_and_knows_its_batches()
    {
        await using var test = await TestStore.PostgresAsync();
        await using var restored = await TestStore.PostgresAsync();
        await TakeAsync(test.Store, 1);
        await TakeAsync(test.Store, 2);
        var file = Path.GetTempFileName();
        try
        {
            await RunAsync("pg_dump", test.Connection, ["--format=custom", $"--file={file}"]);
            await TakeAsync(test.Store, 3);
            restored.Store.ReleaseConnections();
            var database = new NpgsqlConnectionStringBuilder(restored.Connection).Database;
            await RunAsync("pg_restore", restored.Connection, ["--clean", "--if-exists", $"--dbname={database}", file]);
        }
        finally
        {
            File.Delete(file);
        }

        await CheckAsync(restored.Store);
    }

    private static async Task CheckAsync(SalesStore store)
    {
        await store.PrepareAsync(Cancellation);
        Assert.Equal(2, await store.ReadAsync(context => context.Batches.CountAsync(Cancellation)));
        Assert.Equal(20, await store.ReadAsync(context => context.Sales.CountAsync(Cancellation)));
        Assert.True((await TakeAsync(store, 2)).AlreadyKnown);
        Assert.Equal(10, (await TakeAsync(store, 3)).Batch.Added);
    }

    private static Task<BatchReceipt> TakeAsync(SalesStore store, int month) =>
        new SalesImport(store, TimeProvider.System).ImportAsync("backup", RowsOf(month), new RowErrorLog(), new ImportOptions { AcceptUnusual = true }, Cancellation);

    private static async IAsyncEnumerable<SalesRow> RowsOf(int month)
    {
        await Task.CompletedTask;
        for (var day = 1; day <= 10; day++)
        {
            yield return new SalesRow(day + 1, new DateOnly(2024, month, day), "A", (100 * month) + day);
        }
    }

    private static async Task RunAsync(string program, string connection, string[] arguments)
    {
        var place = new NpgsqlConnectionStringBuilder(connection);
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
        start.Environment["PGHOST"] = place.Host;
        start.Environment["PGPORT"] = place.Port.ToString(CultureInfo.InvariantCulture);
        start.Environment["PGUSER"] = place.Username;
        start.Environment["PGPASSWORD"] = place.Password;
        start.Environment["PGDATABASE"] = place.Database;
        try
        {
            using var process = Process.Start(start)!;
            var error = await process.StandardError.ReadToEndAsync(Cancellation);
            await process.WaitForExitAsync(Cancellation);
            Assert.True(process.ExitCode == 0, $"{program}: {error}");
        }
        catch (Win32Exception)
        {
            Assert.Skip($"{program} is not installed.");
        }
    }
}
