using IowaSales.Storage.Import;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;

namespace IowaSales.Tests.Storage;

public sealed class SqliteMigrationTests : MigrationTests
{
    protected override Task<TestStore> CreateAsync() => TestStore.SqliteAsync();
}

public sealed class PostgresMigrationTests : MigrationTests
{
    protected override Task<TestStore> CreateAsync() => TestStore.PostgresAsync();
}

/// <summary>What a store holds outlives a change of its schema.</summary>
public abstract class MigrationTests
{
    private static readonly DateOnly Day = new(2024, 5, 1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_migrations_make_the_model()
    {
        await using var test = await CreateAsync();

        Assert.False(await test.Store.ReadAsync(context => Task.FromResult(context.Database.HasPendingModelChanges())));
    }

    [Fact]
    public async Task Sales_and_their_history_stay_through_a_downgrade_and_an_upgrade()
    {
        await using var test = await CreateAsync();
        var import = new SalesImport(test.Store, TimeProvider.System);
        var first = await import.ImportAsync("first", RowsOf(0), new RowErrorLog(), cancellationToken: Cancellation);
        var second = await import.ImportAsync("second", RowsOf(1), new RowErrorLog(), cancellationToken: Cancellation);
        var sales = await SalesAsync(test);
        var statements = await StatementsAsync(test);

        await test.Store.ReadAsync(async context =>
        {
            var ledger = context.Database.GetMigrations().Single(name => name.EndsWith("_Ledger", StringComparison.Ordinal));
            await context.GetService<IMigrator>().MigrateAsync(ledger, Cancellation);
            return true;
        });
        Assert.Equal(sales, await SalesAsync(test));
        await test.Store.PrepareAsync(Cancellation);

        Assert.Equal(40, sales.Length);
        Assert.Equal(40, statements.Length);
        Assert.Equal(sales, await SalesAsync(test));
        Assert.Equal(statements, await StatementsAsync(test));
        Assert.True((await import.ImportAsync("second", RowsOf(1), new RowErrorLog(), cancellationToken: Cancellation)).AlreadyKnown);
        await import.UndoAsync(second.Batch.Id, cancellationToken: Cancellation);
        Assert.All(await SalesAsync(test), sale => Assert.Equal((first.Batch.Id, sale.Date.Day), (sale.BatchId, sale.Total)));
        await import.ApplyAsync(second.Batch.Id, cancellationToken: Cancellation);
        Assert.Equal(sales, await SalesAsync(test));
    }

    [Fact]
    public async Task A_batch_undone_before_its_rows_were_kept_cannot_be_applied_again()
    {
        await using var test = await CreateAsync();
        var import = new SalesImport(test.Store, TimeProvider.System);
        await import.ImportAsync("first", RowsOf(0), new RowErrorLog(), cancellationToken: Cancellation);
        var second = await import.ImportAsync("second", RowsOf(1), new RowErrorLog(), cancellationToken: Cancellation);
        await import.UndoAsync(second.Batch.Id, cancellationToken: Cancellation);
        var sales = await SalesAsync(test);

        await test.Store.ReadAsync(async context =>
        {
            var before = context.Database.GetMigrations().Single(name => name.EndsWith("_SalesByDay", StringComparison.Ordinal));
            await context.GetService<IMigrator>().MigrateAsync(before, Cancellation);
            return true;
        });
        await test.Store.PrepareAsync(Cancellation);

        var refused = await Assert.ThrowsAsync<BatchChangeRefusedException>(() => import.ApplyAsync(second.Batch.Id, cancellationToken: Cancellation));
        Assert.Contains("import its file again", refused.Message, StringComparison.Ordinal);
        Assert.Equal(sales, await SalesAsync(test));
        Assert.False((await import.ImportAsync("second", RowsOf(1), new RowErrorLog(), cancellationToken: Cancellation)).AlreadyKnown);
    }

    [Fact]
    public async Task Items_are_told_apart_by_case_after_an_upgrade_and_scores_gain_their_means()
    {
        await using var test = await CreateAsync();
        var days = new LedgerDays(test.Store, TimeProvider.System);
        await days.BeginAsync();
        await days.SellAsync((_, _) => 180);
        var scores = await ScoresAsync(test);
        await test.Store.ReadAsync(async context =>
        {
            var before = context.Database.GetMigrations().Single(name => name.EndsWith("_Statements", StringComparison.Ordinal));
            await context.GetService<IMigrator>().MigrateAsync(before, Cancellation);
            return true;
        });
        Assert.All(await KeysAsync(test), item => Assert.Equal(item.Name.ToUpperInvariant(), item.Key.ToUpperInvariant()));

        await test.Store.PrepareAsync(Cancellation);

        Assert.All(await KeysAsync(test), item => Assert.Equal(item.Name, item.Key));
        Assert.NotEmpty(scores);
        Assert.Equal(scores, await ScoresAsync(test));
        var import = new SalesImport(test.Store, TimeProvider.System);
        var receipt = await import.ImportAsync("other case", OtherCase(), new RowErrorLog(), new ImportOptions { AcceptUnusual = true }, Cancellation);
        Assert.Equal(["black velvet"], receipt.NewItems);
    }

    protected abstract Task<TestStore> CreateAsync();

    private static async IAsyncEnumerable<SalesRow> OtherCase()
    {
        await Task.CompletedTask;
        yield return new SalesRow(2, Day, "black velvet", 3);
    }

    private static Task<(string Name, string Key)[]> KeysAsync(TestStore test) =>
        test.Store.ReadAsync(async context => (await context.Items.OrderBy(item => item.Id).ToListAsync(Cancellation))
            .Select(item => (item.Name, item.NameKey)).ToArray());

    private static Task<(int ItemId, int Step, double Mean, double Median)[]> ScoresAsync(TestStore test) =>
        test.Store.ReadAsync(async context => (await context.Scores.OrderBy(score => score.ItemId).ThenBy(score => score.Step).ToListAsync(Cancellation))
            .Select(score => (score.ItemId, score.Step, score.Mean, score.Median)).ToArray());

    private static async IAsyncEnumerable<SalesRow> RowsOf(double more)
    {
        await Task.CompletedTask;
        foreach (var item in (string[])["B", "A"])
        {
            for (var day = 0; day < 20; day++)
            {
                yield return new SalesRow(day, Day.AddDays(day), item, day + 1 + more);
            }
        }
    }

    private static Task<(int ItemId, DateOnly Date, double Total, long BatchId)[]> SalesAsync(TestStore test) =>
        test.Store.ReadAsync(async context => (await context.Sales.OrderBy(sale => sale.ItemId).ThenBy(sale => sale.Date).ToListAsync(Cancellation))
            .Select(sale => (sale.ItemId, sale.Date, sale.Total, sale.BatchId)).ToArray());

    private static Task<(long BatchId, int ItemId, DateOnly Date, double Total)[]> StatementsAsync(TestStore test) =>
        test.Store.ReadAsync(async context => (await context.Statements.OrderBy(row => row.ItemId).ThenBy(row => row.Date).ThenBy(row => row.BatchId).ToListAsync(Cancellation))
            .Select(row => (row.BatchId, row.ItemId, row.Date, row.Total)).ToArray());
}
