using System.IO.Pipelines;
using System.Text;
using Bunit;
using IowaSales.Contracts;
using IowaSales.Web.Components.Pages.Import;
using Microsoft.AspNetCore.Components.Forms;
using NSubstitute;
using Xunit;

namespace IowaSales.Tests.Web;

/// <summary>The upload page over a file that arrives slowly, as over a slow line.</summary>
public sealed class ImportPageTests : WebContext
{
    private const string Day = "date,item_name,total_amount_sold\n2024-05-31,RUM,4\n";
    private readonly Pipe _line = new();
    private string? _sent;

    public ImportPageTests()
    {
        ComponentFactories.AddStub<BatchList>();
        Sales.ImportSalesAsync(default!, default!, default, default, default).ReturnsForAnyArgs(async call =>
        {
            using var reader = new StreamReader(call.Arg<OutgoingBatch>().Content);
            _sent = await reader.ReadToEndAsync();
            var day = Samples.Through.AddDays(1);
            return new SalesReceipt(new SalesBatch(0, "day.csv", DateTimeOffset.UnixEpoch, "applied", "00", 1, 1, 0, 0, day, day, null), true, false, [], []);
        });
    }

    [Fact]
    public async Task A_preview_asked_for_while_the_file_is_on_its_way_is_of_that_file()
    {
        var page = Render<ImportPage>();
        var chosen = page.InvokeAsync(() => page.FindComponent<InputFile>().Instance.OnChange.InvokeAsync(new InputFileChangeEventArgs([FileOnTheLine()])));
        await page.Find("input[type=password]").ChangeAsync(new() { Value = "key" });

        var pressed = page.InvokeAsync(() => page.Find("button.button").ClickAsync(new()));
        Assert.Null(_sent);
        await _line.Writer.WriteAsync(Encoding.UTF8.GetBytes(Day), Xunit.TestContext.Current.CancellationToken);
        await _line.Writer.CompleteAsync();
        await Task.WhenAll(chosen, pressed);

        page.WaitForAssertion(() => Assert.NotNull(page.Find(".import-tiles")));
        Assert.Equal(Day, _sent);
        Assert.Empty(page.FindAll("[role=alert]"));
    }

    private IBrowserFile FileOnTheLine()
    {
        var file = Substitute.For<IBrowserFile>();
        file.Name.Returns("day.csv");
        file.Size.Returns(Day.Length);
        file.OpenReadStream(default, default).ReturnsForAnyArgs(_line.Reader.AsStream());
        return file;
    }
}
