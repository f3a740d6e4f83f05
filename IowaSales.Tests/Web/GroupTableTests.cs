using Bunit;
using IowaSales.Contracts;
using IowaSales.Web.Components.Pages.Overview;
using NSubstitute;
using Xunit;

namespace IowaSales.Tests.Web;

public sealed class GroupTableTests : WebContext
{
    [Fact]
    public async Task Totals_are_asked_for_when_they_are_opened_and_lead_to_the_list_of_their_products()
    {
        Api.GetGroupsAsync(default, Arg.Any<CancellationToken>()).ReturnsForAnyArgs(call => new GroupTotals(
            [new GroupTotal(call.Arg<GroupBy>() == GroupBy.Abc ? "A" : "R&B", 2, new OverviewTotal(1200, 1000, 1500, 1100, 0.1, null)), new GroupTotal(null, 1, new OverviewTotal(5, 1, 9, 0, null, null))],
            new OverviewTotal(1205, 1003, 1504, 1100, 0.1, 0.2),
            "v1",
            Samples.Through,
            Stale: false,
            Horizon: 7));
        var table = Render<GroupTable>();
        await Api.DidNotReceiveWithAnyArgs().GetGroupsAsync(default, Xunit.TestContext.Current.CancellationToken);

        await table.InvokeAsync(() => table.Find("button[aria-expanded=false]").Click());

        table.WaitForAssertion(() => Assert.Equal(["R&B", "2", "1,200", "1,000–1,500", "1,100"], Cells(table, 0)[..5]));
        Assert.Equal("?category=R%26B", table.Find("tbody a").GetAttribute("href"));
        Assert.Equal("Not stated", Cells(table, 1)[0]);
        await table.InvokeAsync(() => table.Find("input[value=ABC]").Change(true));
        table.WaitForAssertion(() => Assert.Equal("?class=A", table.Find("tbody a").GetAttribute("href")));
    }

    private static string[] Cells(IRenderedComponent<GroupTable> table, int row) => [.. table.FindAll("tbody tr")[row].Children.Select(cell => cell.TextContent.Trim())];
}
