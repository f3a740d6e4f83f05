using System.Text;
using IowaSales.Forecasting.Data;
using IowaSales.Storage;
using IowaSales.Storage.Entities;
using IowaSales.Storage.Import;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace IowaSales.Tests.Storage;

public sealed class SqliteSalesImportTests : SalesImportTests
{
    protected override Task<TestStore> CreateAsync() => TestStore.SqliteAsync();
}

public sealed class PostgresSalesImportTests : SalesImportTests
{
    protected override Task<TestStore> CreateAsync() => TestStore.PostgresAsync();
}

/// <summary>What every store must do with batches, whatever database holds it.</summary>
public abstract class SalesImportTests : IAsyncLifetime
{
    private static readonly DateOnly Today = new(2024, 6, 1);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2024, 6, 1, 7, 0, 0, TimeSpan.Zero));
    private TestStore _test = null!;

    private SalesStore Store => _test.Store;

    public async ValueTask InitializeAsync() => _test = await CreateAsync();

    public async ValueTask DisposeAsync()
    {
        if (_test is not null)
        {
            await _test.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_batch_is_there_after_it_was_acknowledged()
    {
        var receipt = await TakeAsync("2024-05-30,A,10\n2024-05-31,A,12.5\n2024-05-31,B,0\n");

        Assert.False(receipt.AlreadyKnown);
        Assert.Equal((3, 3, 0, 0), (receipt.Batch.Rows, receipt.Batch.Added, receipt.Batch.Corrected, receipt.Batch.Unchanged));
        Assert.Equal(["A", "B"], receipt.NewItems);
        Assert.Equal((new DateOnly(2024, 5, 30), new DateOnly(2024, 5, 31)), (receipt.Batch.FirstDate, receipt.Batch.LastDate));
        Assert.Equal(_time.GetUtcNow(), receipt.Batch.ReceivedAt);
        Assert.Equal(["A 2024-05-30 10", "A 2024-05-31 12.5", "B 2024-05-31 0"], await SalesAsync());
        Assert.Equal(1, (await Store.ReadStateAsync(Cancellation)).DataVersion);
    }

    [Fact]
    public async Task The_same_batch_twice_changes_nothing()
    {
        var first = await TakeAsync("2024-05-30,A,10\n2024-05-31,A,12\n");
        var second = await TakeAsync("2024-05-30, A ,10.0\n2024-05-31,A,12\n");

        Assert.True(second.AlreadyKnown);
        Assert.Equal(first.Batch.Id, second.Batch.Id);
        Assert.Equal(1, await Store.ReadAsync(context => context.Batches.CountAsync(Cancellation)));
        Assert.Equal(1, (await Store.ReadStateAsync(Cancellation)).DataVersion);
    }

    [Fact]
    public async Task A_restated_day_keeps_what_was_stated_before()
    {
        var first = await TakeAsync("2024-05-30,A,10\n2024-05-31,A,12\n");
        var second = await TakeAsync("2024-05-31,A,15\n2024-05-30,A,10\n");
        var third = await TakeAsync("2024-05-31,A,16\n");

        Assert.Equal((0, 1, 1), (second.Batch.Added, second.Batch.Corrected, second.Batch.Unchanged));
        Assert.Equal(["A 2024-05-30 10", "A 2024-05-31 16"], await SalesAsync());
        var superseded = await Store.ReadAsync(context => context.Statements
            .OrderBy(statement => statement.Date).ThenBy(statement => statement.BatchId).ToListAsync(Cancellation));
        Assert.Equal(
            [(30, first.Batch.Id, 10.0), (31, first.Batch.Id, 12.0), (31, second.Batch.Id, 15.0)],
            superseded.Select(statement => (statement.Date.Day, statement.BatchId, statement.Total)));
        var inForce = await Store.ReadAsync(context => context.Sales.OrderBy(sale => sale.Date).Select(sale => sale.BatchId).ToListAsync(Cancellation));
        Assert.Equal([second.Batch.Id, third.Batch.Id], inForce);
    }

    [Fact]
    public async Task An_undone_batch_leaves_what_was_before_it()
    {
        await TakeAsync("2024-05-30,A,10\n");
        var second = await TakeAsync("2024-05-30,A,11\n2024-05-31,A,12\n2024-05-31,B,1\n");

        var undone = await Import.UndoAsync(second.Batch.Id, cancellationToken: Cancellation);

        Assert.Equal(BatchState.Undone, undone!.State);
        Assert.Equal(["A 2024-05-30 10"], await SalesAsync());
        Assert.Equal(3, (await Store.ReadStateAsync(Cancellation)).UndoVersion);
        var again = await TakeAsync("2024-05-30,A,11\n2024-05-31,A,12\n2024-05-31,B,1\n");
        Assert.False(again.AlreadyKnown);
        Assert.Equal(["A 2024-05-30 11", "A 2024-05-31 12", "B 2024-05-31 1"], await SalesAsync());
    }

    [Theory]
    [InlineData(new[] { 1, 0, 2 }, "4")]
    [InlineData(new[] { 2, 1 }, "1")]
    [InlineData(new[] { 0, 2 }, "2")]
    [InlineData(new[] { 1, 2, 0 }, "4")]
    [InlineData(new[] { 0, 1, 2, 3 }, null)]
    public async Task Batches_can_be_undone_in_any_order(int[] order, string? expected)
    {
        // Four batches state the same day, the last one the same as the third would after an undo; what remains decides.
        var batches = new List<long>();
        foreach (var total in (int[])[1, 2, 3, 4])
        {
            batches.Add((await TakeAsync($"2024-05-30,A,{total}\n")).Batch.Id);
        }

        var undone = order.Contains(3) ? order : [.. order, .. (expected == "4" ? Array.Empty<int>() : [3])];
        foreach (var index in undone)
        {
            await Import.UndoAsync(batches[index], cancellationToken: Cancellation);
        }

        Assert.Equal(expected is null ? [] : [$"A 2024-05-30 {expected}"], await SalesAsync());
    }

    [Fact]
    public async Task Undoing_what_is_undone_or_was_never_there_changes_nothing()
    {
        var batch = (await TakeAsync("2024-05-30,A,10\n")).Batch;
        await Import.UndoAsync(batch.Id, cancellationToken: Cancellation);
        await Import.UndoAsync(batch.Id, cancellationToken: Cancellation);

        Assert.Null(await Import.UndoAsync(999, cancellationToken: Cancellation));
        Assert.Equal(2, (await Store.ReadStateAsync(Cancellation)).DataVersion);
    }

    [Fact]
    public async Task Names_are_one_in_every_form_of_blanks_and_two_in_another_case()
    {
        await TakeAsync("2024-05-30,Black Velvet,10\n");
        await TakeAsync("2024-05-31,\" Black\u00A0\u200B  Velvet\",12\n2024-05-31,BLACK VELVET,7\n");

        Assert.Equal(["BLACK VELVET 2024-05-31 7", "Black Velvet 2024-05-30 10", "Black Velvet 2024-05-31 12"], await SalesAsync());
    }

    [Fact]
    public async Task A_store_seeded_from_a_panel_holds_the_panel()
    {
        var builder = new SalesPanelBuilder();
        string[] items = ["ALPHA", "alpha", "JOS\u00C9", "JOSE", "..", "=1+2", "\U0001F377 WINE"];
        for (var day = 0; day < 40; day++)
        {
            foreach (var (index, item) in items.Index())
            {
                builder.Add(new DateOnly(2024, 4, 1).AddDays(day), item, (index * 3.25) - (day % 5));
            }
        }

        var panel = builder.Build();
        await Import.ImportAsync("seed", PanelRows.Of(panel), new RowErrorLog(), cancellationToken: Cancellation);

        var (stored, _) = await new StoredPanel(Store).ReadAsync([], null, Cancellation);
        Assert.Equal(panel.Items, stored!.Items);
        Assert.Equal(panel.FirstDate, stored.FirstDate);
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            Assert.Equal(panel.Rows(series).Days.ToArray(), stored.Rows(series).Days.ToArray());
            Assert.Equal(panel.Rows(series).Values.ToArray(), stored.Rows(series).Values.ToArray());
        }
    }

    [Theory]
    [InlineData("2024-06-02,A,1\n", "Line 2: '2024-06-02' in column date is not between 1980-01-01 and 2024-06-01; sales cannot lie in the future.")]
    [InlineData("2024-05-30,A,-2000000000\n", "Line 2: '-2000000000' in column total_amount_sold is not between")]
    [InlineData("2024-05-30,A,many\n", "Line 2: 'many' in column total_amount_sold is not a number")]
    [InlineData("2024-05-30,A,NaN\n", "Line 2: 'NaN' in column total_amount_sold is not a number")]
    [InlineData("2024-05-30,A\u0007,1\n", "Line 2: Column item_name has a name that has the control character U+0007 in it")]
    [InlineData("05/04/2024,A,1\n", "Line 1: The dates can be read two ways: '05/04/2024' on line 2 was read as MM/dd/yyyy; date_format=dd/MM/yyyy reads them the other way.")]
    [InlineData("2024-05-30,,1\n", "Line 2: Column item_name is blank.")]
    [InlineData("2024-05-30,A\n", "Line 2: It has more or fewer fields than the header.")]
    [InlineData("", "The batch has no rows.")]
    public async Task A_wrong_row_refuses_the_batch_and_leaves_no_trace(string rows, string expected)
    {
        await TakeAsync("2024-05-29,A,1\n");
        var before = await FingerprintAsync();

        var refused = await Assert.ThrowsAsync<BatchRejectedException>(() => TakeAsync(rows));

        Assert.StartsWith(expected, refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await FingerprintAsync());
    }

    [Fact]
    public async Task Rows_of_one_item_and_day_are_summed_in_a_batch_of_any_order_and_length()
    {
        var rows = string.Concat(Enumerable.Range(0, 700).Reverse().Select(day => $"{new DateOnly(2022, 1, 1).AddDays(day):yyyy-MM-dd},A,1\n"));

        var receipt = await TakeAsync(rows + "2022-03-01,B,1\n2022-03-01,\u00A0A ,2\n2022-03-01,A,-0.5\n");

        Assert.Equal((2, 701), (receipt.Duplicates, receipt.Batch.Rows));
        Assert.Contains("A 2022-03-01 2.5", await SalesAsync());
        var refused = await Assert.ThrowsAsync<BatchRejectedException>(() => TakeAsync("2024-05-30,A,900000000\n2024-05-30,A,900000000\n"));
        Assert.StartsWith("Line 2: The rows of A on 2024-05-30 add up to 1800000000, which is not between", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_wrong_row_is_counted_and_the_first_are_named()
    {
        var rows = string.Concat(Enumerable.Range(0, 500).Select(i => $"2024-05-30,A{i},{(i % 2 == 0 ? "x" : "1")}\n"));

        var refused = await Assert.ThrowsAsync<BatchRejectedException>(() => TakeAsync(rows));

        Assert.Equal(250, refused.ErrorCount);
        Assert.Equal(RowErrorLog.Kept, refused.Errors.Count);
        Assert.Equal(2, refused.Errors[0].Line);
    }

    [Fact]
    public async Task A_preview_says_what_would_change_and_changes_nothing()
    {
        await TakeAsync("2024-05-30,A,10\n");
        var before = await FingerprintAsync();

        var preview = await TakeAsync("2024-05-30,A,11\n2024-05-31,B,3\n", preview: true);

        Assert.Equal((1, 1), (preview.Batch.Added, preview.Batch.Corrected));
        Assert.Equal(["B"], preview.NewItems);
        Assert.Equal(before, await FingerprintAsync());
    }

    [Fact]
    public async Task A_sender_that_breaks_off_leaves_no_trace()
    {
        var before = await FingerprintAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Import.ImportAsync("broken", BreakOff(), new RowErrorLog(), cancellationToken: Cancellation));

        Assert.Equal(before, await FingerprintAsync());
        await TakeAsync("2024-05-30,A,10\n");
    }

    [Fact]
    public async Task Many_senders_at_once_are_all_taken_in()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(sender => TakeAsync($"2024-05-{10 + sender},A,{sender}\n2024-05-30,A,{sender}\n")));

        var sales = await SalesAsync();
        Assert.Equal(9, sales.Length);
        Assert.Equal(8, (await Store.ReadStateAsync(Cancellation)).DataVersion);
        Assert.Equal(7, await Store.ReadAsync(context => context.Statements.CountAsync(Cancellation)));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private SalesImport Import => new(Store, _time);

    protected abstract Task<TestStore> CreateAsync();

    private async Task<BatchReceipt> TakeAsync(string rows, bool preview = false)
    {
        var errors = new RowErrorLog();
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes("date,item_name,total_amount_sold\n" + rows));
        return await Import.ImportAsync(
            "test", SalesCsv.ReadAsync(stream, new SalesRules(Today), errors, cancellationToken: Cancellation), errors, new ImportOptions { Preview = preview }, Cancellation);
    }

    private async Task<string[]> SalesAsync()
    {
        var rows = await Store.ReadAsync(context => context.Sales
            .Join(context.Items, sale => sale.ItemId, item => item.Id, (sale, item) => new { item.Name, sale.Date, sale.Total })
            .ToListAsync(Cancellation));
        return [.. rows.OrderBy(row => row.Name, StringComparer.Ordinal).ThenBy(row => row.Date)
            .Select(row => FormattableString.Invariant($"{row.Name} {row.Date:yyyy-MM-dd} {row.Total}"))];
    }

    private async Task<string> FingerprintAsync()
    {
        var counts = await Store.ReadAsync(async context => new
        {
            Items = await context.Items.CountAsync(Cancellation),
            Batches = await context.Batches.CountAsync(Cancellation),
            Statements = await context.Statements.CountAsync(Cancellation),
            (await context.StoreStates.SingleAsync(Cancellation)).DataVersion,
        });
        return $"{counts} {string.Join(';', await SalesAsync())}";
    }

    private static async IAsyncEnumerable<SalesRow> BreakOff()
    {
        yield return new SalesRow(2, new DateOnly(2024, 5, 30), "A", 1);
        await Task.Yield();
        throw new InvalidOperationException("The sender broke off.");
    }
}
