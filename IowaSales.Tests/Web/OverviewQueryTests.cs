using IowaSales.Contracts;
using IowaSales.Web.Components.Charts;
using IowaSales.Web.Components.Downloads;
using IowaSales.Web.Components.Pages.Overview;
using IowaSales.Web.Text;
using Xunit;

namespace IowaSales.Tests.Web;

public sealed class OverviewQueryTests
{
    private static readonly OverviewRow[] Rows =
    [
        Row("BLACK VELVET", next: 300, change: 0.1),
        Row("=HYPERLINK(1)", next: 100, change: -0.2, ItemFlag.Unusual),
        Row("TITOS HANDMADE VODKA", next: 200, change: null),
    ];

    [Fact]
    public void Sorts_largest_first_by_default() =>
        Assert.Equal([300, 200, 100], OverviewQuery.Default.Apply(Rows).Select(row => row.NextTotal));

    [Theory]
    [InlineData("change")]
    [InlineData("-change")]
    public void Rows_without_a_value_come_last_either_way(string sort) =>
        Assert.Null(OverviewQuery.Parse(null, null, sort, null).Apply(Rows)[^1].Change);

    [Theory]
    [InlineData("vodka titos", null, 1)]
    [InlineData("nothing", null, 0)]
    [InlineData(null, "flagged", 1)]
    [InlineData(null, "rising", 1)]
    [InlineData(null, "falling", 1)]
    [InlineData("vodca titos", null, 1)]
    [InlineData(null, "no such filter", 3)]
    public void Keeps_what_fits(string? search, string? filter, int expected) =>
        Assert.Equal(expected, OverviewQuery.Parse(search, filter, null, null).Apply(Rows).Count);

    [Fact]
    public void A_change_within_the_interval_is_neither_rise_nor_fall()
    {
        OverviewRow[] rows = [Row("A", next: 102, change: 0.02), Row("B", next: 98, change: -0.02)];

        Assert.Empty(OverviewQuery.Parse(null, "rising", null, null).Apply(rows));
        Assert.Empty(OverviewQuery.Parse(null, "falling", null, null).Apply(rows));
    }

    [Fact]
    public void The_address_brings_back_the_same_query()
    {
        var query = OverviewQuery.Default.SortedBy(OverviewColumn.Error).Toggling(OverviewColumn.Flags) with { Search = "rum", Filter = OverviewFilter.Falling };
        var parameters = query.ToParameters();

        var read = OverviewQuery.Parse(
            (string?)parameters["q"], (string?)parameters["show"], (string?)parameters["sort"], (string?)parameters["hide"]);

        Assert.Equal(query with { Hidden = read.Hidden }, read);
        Assert.Equal(query.Hidden.Order(), read.Hidden.Order());
    }

    [Fact]
    public void The_file_holds_what_is_shown_and_no_formula()
    {
        var overview = new Overview(
            Rows, new OverviewTotal(0, 0, 0, 0, null, null), "v", DateTimeOffset.UnixEpoch, new DateOnly(2024, 5, 30), false, false);

        var lines = OverviewDownload.Csv(overview, OverviewQuery.Parse(null, null, "item", "class,recent,interval,last,error,flags")).Split('\n');

        Assert.Equal("item_name,next_7_days,change", lines[0]);
        Assert.Equal("\"'=HYPERLINK(1)\",100,-0.2", lines[1]);
        Assert.Equal("BLACK VELVET,300,0.1", lines[2]);
    }

    [Fact]
    public void A_category_and_a_vendor_are_kept_and_stand_in_the_address()
    {
        OverviewRow[] rows = [Rows[0] with { Category = "Whisky", Vendor = "Mast" }, Rows[1] with { Category = "WHISKY", Vendor = "Sazerac" }, Rows[2]];
        var query = OverviewQuery.Parse(null, null, "item", null, null, " whisky ", "SAZERAC");

        Assert.Equal([rows[1]], query.Apply(rows));
        Assert.Equal(("whisky", "SAZERAC"), ((string?)query.ToParameters()["category"], (string?)query.ToParameters()["vendor"]));
        Assert.False(query.KeepsAndSortsAs(query with { Vendor = "" }));
        Assert.Equal(3, OverviewQuery.Parse(null, null, "item", null).Apply(rows).Count);
    }

    [Fact]
    public void A_class_is_kept_and_sorted_by()
    {
        OverviewRow[] rows = [Rows[0] with { Class = "BX" }, Rows[1] with { Class = "AZ" }, Rows[2] with { Class = "AX" }];

        Assert.Equal(["AX", "AZ", "BX"], OverviewQuery.Parse(null, null, "class", null).Apply(rows).Select(row => row.Class));
        Assert.Equal(["BX", "AX"], OverviewQuery.Parse(null, null, "-class", null, "X").Apply(rows).Select(row => row.Class));
        Assert.Equal("", OverviewQuery.Parse(null, null, null, null, "Q").Class);
        Assert.False(OverviewQuery.Parse(null, null, null, null, "X").KeepsAndSortsAs(OverviewQuery.Default));
    }

    [Theory]
    [InlineData(1234.5, "1,234")]
    [InlineData(-1500, "\u22121,500")]
    [InlineData(-0.2, "0")]
    public void Counts_have_separators(double value, string expected) => Assert.Equal(expected, Format.Count(value));

    [Fact]
    public void A_range_read_from_the_address_stays_within_the_data()
    {
        var first = new DateOnly(2023, 1, 2);
        var last = new DateOnly(2024, 6, 6);

        Assert.Equal(new DayWindow(last.AddDays(-56), last), ChartRange.Parse("nonsense", ChartRange.EightWeeks).Within(first, last));
        Assert.Equal(new DayWindow(first, last), ChartRange.Parse("1990-01-01..2090-01-01", ChartRange.EightWeeks).Within(first, last));
        Assert.Equal(ChartRange.Of(first, last), ChartRange.Parse("2023-01-02..2024-06-06", ChartRange.All));
    }

    /// <summary>A product whose interval is five percent wide to either side, so that a change of a tenth is more than chance.</summary>
    private static OverviewRow Row(string item, double next, double? change, params ItemFlag[] flags) =>
        new(item, [1, null, 2], next, next * 0.95, next * 1.05, next, change, null, flags, next / (1 + change) ?? 0);
}
