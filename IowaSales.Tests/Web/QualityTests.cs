using Bunit;
using IowaSales.Contracts;
using IowaSales.Web.Components.Downloads;
using IowaSales.Web.Components.Pages.Data;
using Xunit;

namespace IowaSales.Tests.Web;

public sealed class QualityTests : WebContext
{
    private static readonly DateOnly Day = new(2024, 3, 4);

    private static readonly ItemQuality[] Items =
    [
        new("RUM", Day, Day.AddDays(9), 10, 500, 3, 0, 2, [Day.AddDays(7), Day], Stopped: false),
        new("GIN", Day, Day.AddDays(5), 10, 900, 8, 1, 6, [], Stopped: true),
        new("ALE", Day, Day.AddDays(9), 10, 500, 1, 0, 1, [Day.AddDays(1)], Stopped: false),
    ];

    [Theory]
    [InlineData(null, null, null, "ALE GIN RUM")]
    [InlineData(null, null, "-total", "GIN ALE RUM")]
    [InlineData(null, null, "last", "GIN ALE RUM")]
    [InlineData(null, "outliers", "-outliers", "RUM ALE")]
    [InlineData(null, "stopped", null, "GIN")]
    [InlineData("r", null, "no such column", "RUM")]
    public void Shows_what_the_address_asks_for(string? search, string? filter, string? sort, string expected)
    {
        var query = QualityQuery.Parse(search, filter, sort);

        Assert.Equal(expected, string.Join(' ', query.Apply(Items).Select(item => item.Item)));
        var parameters = query.ToParameters();
        Assert.Equal(query, QualityQuery.Parse((string?)parameters["q"], (string?)parameters["show"], (string?)parameters["sort"]));
    }

    [Fact]
    public void Outlier_days_open_the_products_chart_around_them()
    {
        var cell = Render<OutlierDays>(parameters => parameters.Add(outliers => outliers.Item, Items[0]).Add(outliers => outliers.Number, 4));

        Assert.Equal("2", cell.Find("button").TextContent);
        Assert.Equal(cell.Find("[popover]").Id, cell.Find("button").GetAttribute("popovertarget"));
        Assert.Equal(
            ["product?item=RUM&range=2024-02-12..2024-04-08", "product?item=RUM&range=2024-02-05..2024-04-01"],
            cell.FindAll("a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public async Task The_table_asks_for_another_order()
    {
        QualityQuery? asked = null;
        var table = Render<QualityTable>(parameters => parameters
            .Add(quality => quality.Items, Items).Add(quality => quality.Query, QualityQuery.Default).Add(quality => quality.QueryChanged, query => asked = query));

        await table.InvokeAsync(() => table.FindAll(".sort").Single(head => head.TextContent.Contains("Total sold", StringComparison.Ordinal)).Click());

        Assert.Equal(QualityQuery.Default with { Sort = QualityColumn.Total, Descending = true }, asked);
        Assert.Equal(3, table.FindAll("tbody tr[aria-rowindex]").Count);
    }

    [Fact]
    public void The_file_holds_the_rows_shown()
    {
        var quality = new QualitySummary(30, 3, Day, Day.AddDays(9), 8, 2, 0, 1, 12, 3, 2, Items);

        var lines = QualityDownload.Csv(quality, QualityQuery.Parse(null, "outliers", null)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(3, lines.Length);
        Assert.Equal("ALE,2024-03-04,2024-03-13,500,1,1,0,0,2024-03-05", lines[1]);
        Assert.EndsWith("2024-03-11;2024-03-04", lines[2], StringComparison.Ordinal);
    }
}
