using IowaSales.Api.Serving;
using IowaSales.Contracts;
using IowaSales.Tests.Storage;
using Xunit;

namespace IowaSales.Tests.Api;

/// <summary>ABC and XYZ, what filters by them keep, and totals of groups.</summary>
public sealed class ItemClassesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void The_largest_items_that_make_up_eighty_percent_are_A_those_up_to_ninety_five_B()
    {
        // Shares before each, largest first: 0, 50, 79.9, 89.9, 95 percent; what sells nothing is C even in a panel without sales.
        Assert.Equal(['A', 'A', 'C', 'A', 'B', 'C'], ItemClasses.AbcOf([100, 500, 50, 299, 51, 0]));
        Assert.Equal(['A'], ItemClasses.AbcOf([3]));
        Assert.Equal(['C', 'C'], ItemClasses.AbcOf([0, 0]));
    }

    [Theory]
    [InlineData(75, 100, 125, 'X')]
    [InlineData(74, 100, 126, 'Y')]
    [InlineData(50, 100, 150, 'Y')]
    [InlineData(0, 100, 201, 'Z')]
    [InlineData(0, 0, 5, 'Z')]
    public void An_item_is_the_better_predictable_the_narrower_its_interval_is(double lower, double median, double upper, char expected) =>
        Assert.Equal(expected, ItemClasses.XyzOf(lower, median, upper));

    [Theory]
    [InlineData("", "CZ", true)]
    [InlineData("", null, true)]
    [InlineData("A", "AX", true)]
    [InlineData("A", "BX", false)]
    [InlineData("X", "BX", true)]
    [InlineData("BCZ", "CZ", true)]
    [InlineData("BCZ", "CY", false)]
    [InlineData("A", null, false)]
    public void A_filter_keeps_its_letters(string filter, string? itemClass, bool kept) => Assert.Equal(kept, ItemClassFilter.Keeps(filter, itemClass));

    [Theory]
    [InlineData("AX", true)]
    [InlineData("ZA", true)]
    [InlineData("", false)]
    [InlineData("AA", false)]
    [InlineData("D", false)]
    [InlineData("a", false)]
    public void A_filter_has_each_letter_once(string text, bool expected) => Assert.Equal(expected, ItemClassFilter.IsFilter(text));

    [Fact]
    public async Task Orders_overview_and_groups_tell_the_same_classes_and_totals_are_no_sums_of_quantiles()
    {
        await using var host = await StoreHost.StartAsync(await TestStore.SqliteAsync());
        var terms = new MemoryStream("item_name,category\nBLACK VELVET,Whisky\n100% AGAVE,whisky\nJÄGERMEISTER,Liqueur\n"u8.ToArray());
        await host.Sales.ImportAttributesAsync(new OutgoingBatch(terms, "text/csv", "test"), StoreHost.Key, cancellationToken: Cancellation);
        var client = new ForecastClient(host.Client);
        var rows = (await client.GetOverviewAsync(Cancellation)).Rows;
        var orders = await client.GetOrdersAsync(cancellationToken: Cancellation);
        Assert.Equal(rows.OrderBy(row => row.Item, StringComparer.Ordinal).Select(row => (row.Item, row.Class)), orders.Orders.OrderBy(line => line.Item, StringComparer.Ordinal).Select(line => (line.Item, line.Class)));

        // Seven items of about the same sales: the shares before them are 0, 14, 29, 43, 57, 71 and 86 percent.
        Assert.Equal(6, rows.Count(row => row.Class![0] == 'A'));
        var kept = await client.GetOrdersAsync(new OrderQuery { Class = "B" }, cancellationToken: Cancellation);
        Assert.Equal([rows.Single(row => row.Class![0] == 'B').Item], kept.Orders.Select(line => line.Item));
        var refused = await Assert.ThrowsAsync<ForecastApiException>(() => client.GetOrdersAsync(new OrderQuery { Class = "Q" }, cancellationToken: Cancellation));
        Assert.StartsWith("class must be letters of A, B, C and X, Y, Z, each once", refused.Message, StringComparison.Ordinal);

        var groups = await client.GetGroupsAsync(cancellationToken: Cancellation);
        Assert.Equal([("whisky", 2), ("Liqueur", 1), (null, 4)], groups.Groups.Select(group => (group.Name, group.Items)));
        var whisky = rows.Where(row => row.Item is "BLACK VELVET" or "100% AGAVE").ToArray();
        var correlation = host.Host.Source.Current!.Columns.Correlation.Value;
        Assert.Equal(whisky.Sum(row => row.NextTotal), groups.Groups[0].Total.NextTotal, 0.06);
        Assert.Equal(whisky.Sum(row => row.NextTotal) + Combined(whisky.Select(row => row.NextUpper - row.NextTotal), correlation), groups.Groups[0].Total.NextUpper, 0.06);
        Assert.InRange(groups.Groups[0].Total.NextUpper, whisky.Sum(row => row.NextTotal), whisky.Sum(row => row.NextUpper));
        var liqueur = rows.Single(row => row.Item == "JÄGERMEISTER");
        Assert.Equal((liqueur.NextLower, liqueur.NextUpper), (groups.Groups[1].Total.NextLower, groups.Groups[1].Total.NextUpper));
        Assert.Equal(rows.Count(row => row.Class![0] == 'A'), (await client.GetGroupsAsync(GroupBy.Abc, Cancellation)).Groups.Single(group => group.Name == "A").Items);
    }

    /// <summary>Deviation of a sum of equally correlated parts: variances, and a covariance for each pair.</summary>
    private static double Combined(IEnumerable<double> deviations, double correlation)
    {
        var parts = deviations.ToArray();
        return Math.Sqrt(parts.Sum(one => one * one) + (2 * correlation * parts[0] * parts[1]));
    }
}
