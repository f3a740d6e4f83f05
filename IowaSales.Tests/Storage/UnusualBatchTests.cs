using System.Globalization;
using IowaSales.Storage.Import;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IowaSales.Tests.Storage;

/// <summary>Batches that look wrong: misdated ones, and ones in another unit.</summary>
public sealed class UnusualBatchTests : IAsyncLifetime
{
    private static readonly DateOnly Last = new(2024, 5, 31);

    private TestStore _test = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private SalesImport Import => new(_test.Store, TimeProvider.System);

    public async ValueTask InitializeAsync()
    {
        _test = await TestStore.SqliteAsync();
        await Import.ImportAsync("history", RowsOf([.. Enumerable.Range(0, 500).Select(day => (Last.AddDays(-day), "RUM", 300.0)), .. Enumerable.Range(0, 20).Select(item => (Last, $"SMALL {item}", 4.0))]), new RowErrorLog(), cancellationToken: Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _test.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("2025-06-01 300", UnusualFinding.GapAfterData, "After 2024-05-31 the next day with sales would be 2025-06-01, 365 days are missing between them.")]
    [InlineData("2024-06-09 300", UnusualFinding.GapAfterData, "8 days are missing")]
    [InlineData("2024-06-01 300;2025-06-02 300", UnusualFinding.GapAfterData, "After 2024-06-01 the next day with sales would be 2025-06-02")]
    [InlineData("2023-06-01 300", UnusualFinding.YearOff, "It ends on 2023-06-01, 365 days before the sales in the store do (2024-05-31); check the year.")]
    [InlineData("2023-05-31 300;2024-05-31 300", UnusualFinding.YearOff, "Its dates jump from 2023-05-31 to 2024-05-31; check the year.")]
    [InlineData("2024-05-31 3000", UnusualFinding.TenfoldChange, "It changes RUM on 2024-05-31 from 300 to 3000.")]
    [InlineData("2024-05-30 30;2024-05-31 20", UnusualFinding.TenfoldChange, "It changes RUM on 2024-05-30 from 300 to 30, and 1 more totals by a factor of 10 or more.")]
    [InlineData("2024-05-31 0", UnusualFinding.TenfoldChange, "from 300 to 0")]
    public async Task What_looks_wrong_is_said_by_a_preview_and_refused_unless_accepted(string rows, string code, string sentence)
    {
        var parsed = Parse(rows);
        var preview = await ImportAsync(parsed, new ImportOptions { Preview = true });
        var finding = Assert.Single(preview.Unusual);
        Assert.Equal(code, finding.Code);
        Assert.Contains(sentence, finding.Detail, StringComparison.Ordinal);

        var refused = await Assert.ThrowsAsync<UnusualBatchException>(() => ImportAsync(parsed));
        Assert.Contains(finding.Detail, refused.Message, StringComparison.Ordinal);
        Assert.Contains("accept_unusual=true", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, await BatchesAsync());

        var accepted = await ImportAsync(parsed, new ImportOptions { AcceptUnusual = true });
        Assert.False(accepted.AlreadyKnown);
        Assert.Equal(code, Assert.Single(accepted.Unusual).Code);
        Assert.Equal(2, await BatchesAsync());
    }

    [Theory]
    [InlineData("2024-06-01 300")]
    [InlineData("2024-06-08 300")]
    [InlineData("2024-05-31 2900")]
    [InlineData("2024-05-31 31")]
    [InlineData("2024-04-01 250;2024-05-31 310")]
    [InlineData("2024-06-01 300;2024-06-04 300;2024-06-11 300;2024-06-19 300")]
    public async Task What_happens_on_any_day_is_not_unusual(string rows) =>
        Assert.Empty((await ImportAsync(Parse(rows))).Unusual);

    [Fact]
    public async Task Small_totals_move_by_large_factors_but_not_all_at_once()
    {
        Assert.Empty((await ImportAsync([(Last, "SMALL 1", 45.0)])).Unusual);

        var tenfold = await ImportAsync([.. Enumerable.Range(2, 18).Select(item => (Last, $"SMALL {item}", 44.0))], new ImportOptions { Preview = true });
        Assert.Equal("The 18 totals it changes go from 72 to 792 in all.", Assert.Single(tenfold.Unusual).Detail);
    }

    [Fact]
    public async Task An_empty_store_takes_any_history()
    {
        await using var empty = await TestStore.SqliteAsync();

        var receipt = await new SalesImport(empty.Store, TimeProvider.System)
            .ImportAsync("first", RowsOf([(new DateOnly(2024, 1, 2), "A", 1.0), (new DateOnly(2024, 3, 4), "A", 100.0)]), new RowErrorLog(), cancellationToken: Cancellation);

        Assert.Empty(receipt.Unusual);
    }

    private static (DateOnly Date, string Item, double Total)[] Parse(string rows) =>
        [.. rows.Split(';').Select(row => (DateOnly.ParseExact(row[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture), "RUM", double.Parse(row[11..], CultureInfo.InvariantCulture)))];

    private static async IAsyncEnumerable<SalesRow> RowsOf((DateOnly Date, string Item, double Total)[] rows)
    {
        await Task.CompletedTask;
        foreach (var (date, item, total) in rows)
        {
            yield return new SalesRow(2, date, item, total);
        }
    }

    private Task<BatchReceipt> ImportAsync((DateOnly Date, string Item, double Total)[] rows, ImportOptions? options = null) =>
        Import.ImportAsync("test", RowsOf(rows), new RowErrorLog(), options, Cancellation);

    private Task<int> BatchesAsync() => _test.Store.ReadAsync(context => context.Batches.CountAsync(Cancellation));
}
