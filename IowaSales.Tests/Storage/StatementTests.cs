using CsCheck;
using IowaSales.Storage.Entities;
using IowaSales.Storage.Import;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IowaSales.Tests.Storage;

public sealed class SqliteStatementTests : StatementTests
{
    protected override Task<TestStore> CreateAsync() => TestStore.SqliteAsync();
}

public sealed class PostgresStatementTests : StatementTests
{
    protected override Task<TestStore> CreateAsync() => TestStore.PostgresAsync();
}

/// <summary>The value of an item and day is what the newest applied batch states, whatever was sent, undone and applied again before.</summary>
public abstract class StatementTests : IAsyncLifetime
{
    private static readonly DateOnly First = new(2024, 6, 3);

    /// <summary>Few totals, so that batches often state what is in force.</summary>
    private static readonly double[] Totals = [100, 300, 0];

    private TestStore _test = null!;
    private int _samples;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private SalesImport Import => new(_test.Store, TimeProvider.System);

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
    public async Task Undoing_a_batch_keeps_what_a_newer_one_states_too()
    {
        var first = await SendAsync("A", (3, 100));
        await SendAsync("A", (3, 100), (4, 50));

        await Import.UndoAsync(first.Batch.Id, cancellationToken: Cancellation);

        Assert.Equal(["A 3 100", "A 4 50"], await InForceAsync("A"));
        Assert.True((await SendAsync("A", (3, 100), (4, 50))).AlreadyKnown);
    }

    [Fact]
    public async Task Sending_a_value_again_after_another_puts_it_in_force()
    {
        await SendAsync("A", (3, 300));
        await SendAsync("A", (3, 999));
        var third = await SendAsync("A", (3, 300));

        Assert.False(third.AlreadyKnown);
        Assert.Equal((0, 1, 0), (third.Batch.Added, third.Batch.Corrected, third.Batch.Unchanged));
        Assert.Equal(["A 3 300"], await InForceAsync("A"));
        Assert.True((await SendAsync("A", (3, 300))).AlreadyKnown);
        await Import.UndoAsync(third.Batch.Id, cancellationToken: Cancellation);
        Assert.Equal(["A 3 999"], await InForceAsync("A"));
    }

    [Fact]
    public async Task An_undone_batch_is_applied_again_where_no_newer_one_states_the_day()
    {
        var first = await SendAsync("A", (3, 100), (4, 50), (5, 70));
        await SendAsync("A", (4, 60));
        await Import.UndoAsync(first.Batch.Id, cancellationToken: Cancellation);
        await SendAsync("A", (5, 80));
        Assert.Equal(["A 4 60", "A 5 80"], await InForceAsync("A"));
        var effect = await Import.EffectAsync(first.Batch.Id, Cancellation);
        Assert.Equal((0, 1, 0, 2), (effect!.Removed, effect.Added, effect.Replaced, effect.Kept));

        var applied = await Import.ApplyAsync(first.Batch.Id, cancellationToken: Cancellation);

        Assert.Equal((BatchState.Applied, null), (applied!.State, applied.UndoneAt));
        Assert.Equal(["A 3 100", "A 4 60", "A 5 80"], await InForceAsync("A"));
        effect = await Import.EffectAsync(first.Batch.Id, Cancellation);
        Assert.Equal((1, 0, 0, 2), (effect!.Removed, effect.Added, effect.Replaced, effect.Kept));
    }

    [Fact]
    public async Task The_seed_is_undone_only_when_that_is_confirmed()
    {
        var seed = await Import.ImportAsync("seed", RowsOf("A", [(3, 100), (4, 50)]), new RowErrorLog(), new ImportOptions { IsSeed = true }, Cancellation);

        var refused = await Assert.ThrowsAsync<BatchChangeRefusedException>(() => Import.UndoAsync(seed.Batch.Id, cancellationToken: Cancellation));

        Assert.Contains("2 rows from 2024-06-03 to 2024-06-04", refused.Message, StringComparison.Ordinal);
        Assert.Contains("?confirm=seed", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["A 3 100", "A 4 50"], await InForceAsync("A"));
        await Import.UndoAsync(seed.Batch.Id, confirmSeed: true, cancellationToken: Cancellation);
        Assert.Empty(await InForceAsync("A"));
        Assert.Null(await Import.EffectAsync(999, Cancellation));
        Assert.Null(await Import.ApplyAsync(999, cancellationToken: Cancellation));
    }

    [Fact]
    public async Task Random_sends_corrections_undos_and_repeats_agree_with_a_model()
    {
        var rows = Gen.Select(Gen.Int[0, 1], Gen.Int[3, 5], Gen.Int[0, Totals.Length - 1]).Array[1, 4].Select(cells =>
            cells.DistinctBy(cell => (cell.Item1, cell.Item2)).ToDictionary(cell => (Item: cell.Item1, Day: cell.Item2), cell => Totals[cell.Item3]));
        var steps = Gen.OneOf(
            rows.Select(sent => new Step(Act.Send, sent, 0)),
            Gen.Int[0, 9].Select(index => new Step(Act.Repeat, [], index)),
            Gen.Int[0, 9].Select(index => new Step(Act.Undo, [], index)),
            Gen.Int[0, 9].Select(index => new Step(Act.Apply, [], index))).Array[1, 14];
        await steps.SampleAsync(RunAsync, iter: 40, threads: 1, print: sequence => string.Join("; ", sequence.Select(step => step.ToString())));
    }

    protected abstract Task<TestStore> CreateAsync();

    /// <summary>Runs a sequence on items of its own, in the store and in a model that recomputes every value from all batches.</summary>
    private async Task RunAsync(Step[] steps)
    {
        var sample = ++_samples;
        var model = new List<Modeled>();
        foreach (var step in steps)
        {
            if (step.Act == Act.Send)
            {
                await SendAsync(sample, model, step.Rows);
            }
            else if (model.Count > 0)
            {
                var chosen = step.Index % model.Count;
                if (step.Act == Act.Repeat)
                {
                    await SendAsync(sample, model, model[chosen].Rows);
                }
                else
                {
                    var batch = step.Act == Act.Undo
                        ? await Import.UndoAsync(model[chosen].Id, cancellationToken: Cancellation)
                        : await Import.ApplyAsync(model[chosen].Id, cancellationToken: Cancellation);
                    model[chosen] = model[chosen] with { Applied = step.Act == Act.Apply };
                    Assert.Equal(model[chosen].Applied ? BatchState.Applied : BatchState.Undone, batch!.State);
                }
            }

            await CheckAsync(sample, model);
        }
    }

    private async Task SendAsync(int sample, List<Modeled> model, Dictionary<(int Item, int Day), double> rows)
    {
        var before = InForce(model);
        var known = model.FindLast(batch => batch.Applied && Same(batch.Rows, rows) && rows.All(row => before.TryGetValue(row.Key, out var total) && total == row.Value));
        var receipt = await Import.ImportAsync($"{sample}", RowsOf(sample, rows), new RowErrorLog(), new ImportOptions { AcceptUnusual = true }, Cancellation);
        Assert.Equal((known is not null, known?.Id ?? receipt.Batch.Id), (receipt.AlreadyKnown, receipt.Batch.Id));
        if (known is null)
        {
            Assert.Equal(rows.Count(row => !before.ContainsKey(row.Key)), receipt.Batch.Added);
            Assert.Equal(rows.Count(row => before.TryGetValue(row.Key, out var total) && total != row.Value), receipt.Batch.Corrected);
            model.Add(new Modeled(receipt.Batch.Id, rows, Applied: true));
        }
    }

    private async Task CheckAsync(int sample, List<Modeled> model)
    {
        var prefix = $"{sample}-";
        var (stored, statements) = await _test.Store.ReadAsync(async context =>
        {
            var items = context.Items.Where(item => item.Name.StartsWith(prefix));
            var sales = await context.Sales.Join(items, sale => sale.ItemId, item => item.Id, (sale, item) => new { item.Name, sale.Date, sale.Total }).ToListAsync(Cancellation);
            return (
                sales.ToDictionary(sale => (int.Parse(sale.Name[prefix.Length..], System.Globalization.CultureInfo.InvariantCulture), sale.Date.Day), sale => sale.Total),
                await context.Statements.CountAsync(statement => items.Any(item => item.Id == statement.ItemId), Cancellation));
        });
        var expected = InForce(model);
        Assert.Equal(expected.OrderBy(cell => cell.Key), stored.OrderBy(cell => cell.Key));
        Assert.Equal(model.Sum(batch => batch.Rows.Count), stored.Count + statements);
    }

    private static Dictionary<(int Item, int Day), double> InForce(List<Modeled> model)
    {
        var values = new Dictionary<(int Item, int Day), double>();
        foreach (var (cell, total) in model.Where(batch => batch.Applied).SelectMany(batch => batch.Rows))
        {
            values[cell] = total;
        }

        return values;
    }

    private static bool Same(Dictionary<(int Item, int Day), double> left, Dictionary<(int Item, int Day), double> right) =>
        left.OrderBy(cell => cell.Key).SequenceEqual(right.OrderBy(cell => cell.Key));

    private static async IAsyncEnumerable<SalesRow> RowsOf(int sample, Dictionary<(int Item, int Day), double> rows)
    {
        await Task.CompletedTask;
        foreach (var ((item, day), total) in rows.OrderBy(row => row.Key))
        {
            yield return new SalesRow(2, new DateOnly(2024, 6, day), $"{sample}-{item}", total);
        }
    }

    private static async IAsyncEnumerable<SalesRow> RowsOf(string item, (int Day, double Total)[] rows)
    {
        await Task.CompletedTask;
        foreach (var (day, total) in rows)
        {
            yield return new SalesRow(2, First.AddDays(day - First.Day), item, total);
        }
    }

    private Task<BatchReceipt> SendAsync(string item, params (int Day, double Total)[] rows) =>
        Import.ImportAsync("test", RowsOf(item, rows), new RowErrorLog(), cancellationToken: Cancellation);

    private async Task<string[]> InForceAsync(string item)
    {
        var sales = await _test.Store.ReadAsync(context => context.Sales
            .Join(context.Items.Where(one => one.Name == item), sale => sale.ItemId, one => one.Id, (sale, one) => new { one.Name, sale.Date, sale.Total })
            .OrderBy(sale => sale.Date).ToListAsync(Cancellation));
        return [.. sales.Select(sale => FormattableString.Invariant($"{sale.Name} {sale.Date.Day} {sale.Total}"))];
    }

    private enum Act
    {
        Send,
        Repeat,
        Undo,
        Apply,
    }

    private sealed record Step(Act Act, Dictionary<(int Item, int Day), double> Rows, int Index)
    {
        public override string ToString() =>
            Act == Act.Send ? $"send {string.Join(',', Rows.Select(row => $"{row.Key.Item}@{row.Key.Day}={row.Value}"))}" : $"{Act} {Index}";
    }

    private sealed record Modeled(long Id, Dictionary<(int Item, int Day), double> Rows, bool Applied);
}
