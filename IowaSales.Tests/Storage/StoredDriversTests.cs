using System.Globalization;
using System.Text;
using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Storage;
using IowaSales.Storage.Import;
using Xunit;

namespace IowaSales.Tests.Storage;

/// <summary>Drivers and attributes in the store: what is kept in memory of them, and how many there may be.</summary>
public sealed class StoredDriversTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_kept_in_memory_is_what_all_batches_state_whatever_is_imported_undone_and_applied()
    {
        await using var test = await TestStore.SqliteAsync();
        var kept = new StoredDrivers(test.Store);
        var import = new DriverImport(test.Store, kept, TimeProvider.System);
        var random = new Random(7);
        var batches = new List<long>();
        for (var step = 0; step < 40; step++)
        {
            if (batches.Count == 0 || random.Next(2) == 0)
            {
                var table = string.Create(CultureInfo.InvariantCulture, $"item_name,stock_on_hand,bin\nITEM {random.Next(6)},{step},B{random.Next(3)}\n");
                batches.Add((await import.ImportAsync("test", Attributes(table), DriverSet.Empty, preview: false, cancellationToken: Cancellation)).Batch.Id);
            }
            else
            {
                var id = batches[random.Next(batches.Count)];
                _ = random.Next(2) == 0 ? await import.UndoAsync(id, DriverSet.Empty, cancellationToken: Cancellation) : await import.ApplyAsync(id, DriverSet.Empty, cancellationToken: Cancellation);
            }

            var (own, version) = await kept.ReadAsync(cancellationToken: Cancellation);
            var (read, readVersion) = await new StoredDrivers(test.Store).ReadAsync(cancellationToken: Cancellation);
            Assert.Equal(readVersion, version);
            Assert.Equal(ValuesOf(read!), ValuesOf(own!));
            Assert.Equal(version, (await test.Store.ReadStateAsync(Cancellation)).DriverVersion);
        }

        // Nothing that a model forecasts with: the version of the sales is as it was.
        Assert.Equal(0, (await test.Store.ReadStateAsync(Cancellation)).DataVersion);
    }

    [Fact]
    public async Task What_a_model_forecasts_with_counts_as_a_change_of_the_sales_in_both_directions()
    {
        await using var test = await TestStore.SqliteAsync();
        var import = new DriverImport(test.Store, new StoredDrivers(test.Store), TimeProvider.System);
        var known = Attributes("item_name,vendor\nA,x\n").Set;

        var terms = await import.ImportAsync("test", Attributes("item_name,stock_on_hand\nA,5\n"), known, preview: false, cancellationToken: Cancellation);
        Assert.Equal((0L, 1L), await VersionsAsync(test));
        var vendor = await import.ImportAsync("test", Attributes("item_name,vendor\nA,y\n"), known, preview: false, cancellationToken: Cancellation);
        Assert.Equal((1L, 2L), await VersionsAsync(test));
        await import.UndoAsync(terms.Batch.Id, known, cancellationToken: Cancellation);
        Assert.Equal((1L, 3L), await VersionsAsync(test));
        await import.UndoAsync(vendor.Batch.Id, known, cancellationToken: Cancellation);
        Assert.Equal((2L, 4L), await VersionsAsync(test));
        await import.ApplyAsync(vendor.Batch.Id, known, cancellationToken: Cancellation);
        Assert.Equal((3L, 5L), await VersionsAsync(test));
    }

    [Fact]
    public async Task More_than_the_memory_takes_is_refused_and_nothing_of_it_is_kept()
    {
        await using var test = await TestStore.SqliteAsync();
        var kept = new StoredDrivers(test.Store);
        var import = new DriverImport(test.Store, kept, TimeProvider.System, maxValues: 10);
        await import.ImportAsync("test", Attributes("item_name,a,b\nA,1,2\nB,1,2\nC,1,2\nD,1,2\n"), DriverSet.Empty, preview: false, cancellationToken: Cancellation);

        var refused = await Assert.ThrowsAsync<BatchRejectedException>(
            () => import.ImportAsync("test", Attributes("item_name,a,b\nE,1,2\nF,1,2\n"), DriverSet.Empty, preview: false, cancellationToken: Cancellation));

        Assert.Contains("more than 10 values of drivers and attributes", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await kept.ReadAsync(cancellationToken: Cancellation)).Version);
        var restated = await import.ImportAsync("test", Attributes("item_name,a,b\nA,3,4\n"), DriverSet.Empty, preview: false, cancellationToken: Cancellation);
        Assert.Equal(2, restated.Changes.Changed);
    }

    [Fact]
    public async Task A_category_that_grows_batch_by_batch_is_bounded_as_one_of_a_single_batch_is()
    {
        await using var test = await TestStore.SqliteAsync();
        var import = new DriverImport(test.Store, new StoredDrivers(test.Store), TimeProvider.System);
        await import.ImportAsync("test", Bins(0, AttributeCollector.MaxLevels), DriverSet.Empty, preview: false, cancellationToken: Cancellation);

        var refused = await Assert.ThrowsAsync<BatchRejectedException>(
            () => import.ImportAsync("test", Bins(AttributeCollector.MaxLevels, 1), DriverSet.Empty, preview: false, cancellationToken: Cancellation));

        Assert.Contains("bin would have more different texts than a category may have", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_of_more_values_than_are_taken_is_refused_while_it_is_read()
    {
        var reader = new DriverCsvReader(SalesColumns.Default, SalesFormat.Recognised with { IsQuery = true }) { MaxValues = 5 };
        using var attributes = Text("item_name,a,b\nA,1,2\nB,1,2\nC,1,2\n");
        using var drivers = Text("date,a,b\n2024-01-01,1,2\n2024-01-02,1,2\n2024-01-03,1,2\n");

        Assert.Contains("has more than 5 values of attributes", Assert.Throws<SalesDataException>(() => reader.ReadAttributes(attributes, "The batch", DriverSet.Empty, cancellationToken: Cancellation)).Message, StringComparison.Ordinal);
        Assert.Contains("has more than 5 values of drivers", Assert.Throws<SalesDataException>(() => reader.ReadDrivers(drivers, "The batch", DriverSet.Empty, cancellationToken: Cancellation)).Message, StringComparison.Ordinal);
    }

    private static DriverFile Attributes(string table)
    {
        using var text = Text(table);
        return new DriverCsvReader(SalesColumns.Default).ReadAttributes(text, "The batch", DriverSet.Empty, cancellationToken: Cancellation);
    }

    private static DriverFile Bins(int first, int count) =>
        Attributes("item_name,bin\n" + string.Concat(Enumerable.Range(first, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"ITEM {number},BIN {number}\n"))));

    private static MemoryStream Text(string text) => new(Encoding.UTF8.GetBytes(text));

    private static async Task<(long Data, long Drivers)> VersionsAsync(TestStore test)
    {
        var state = await test.Store.ReadStateAsync(Cancellation);
        return (state.DataVersion, state.DriverVersion);
    }

    private static string[] ValuesOf(DriverSet set) =>
        [.. set.Attributes.SelectMany(attribute => attribute.Items.Select(item => $"{attribute.Name} of {item}: {attribute.TextOf(item)}")).Order(StringComparer.Ordinal)];
}
