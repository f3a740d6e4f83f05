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
        await page.InvokeAsync(() => page.Find("input[type=password]").ChangeAsync(new() { Value = "key" }));

        var pressed = page.InvokeAsync(() => page.Find("button.button").ClickAsync(new()));
        Assert.Null(_sent);
        await _line.Writer.WriteAsync(Encoding.UTF8.GetBytes(Day), Xunit.TestContext.Current.CancellationToken);
        await _line.Writer.CompleteAsync();
        await Task.WhenAll(chosen, pressed);

        page.WaitForAssertion(() => Assert.NotNull(page.Find(".import-tiles")));
        Assert.Equal(Day, _sent);
        Assert.Empty(page.FindAll("[role=alert]"));
    }

    [Fact]
    public async Task Product_attributes_are_previewed_imported_and_undone()
    {
        var batch = new DriverBatchInfo(0, "attributes", "stock.xlsx", DateTimeOffset.UnixEpoch, "applied", "00", 2, ["stock_on_hand", "category"], null, null, null);
        Sales.ImportAttributesAsync(default!, default!, default, Xunit.TestContext.Current.CancellationToken).ReturnsForAnyArgs(call =>
            new DriversReceipt(batch with { Id = call.ArgAt<bool>(2) ? 0 : 4 }, call.ArgAt<bool>(2), false, 3, 1, 0, ["BLAK VELVET"], ["category"], []));
        Sales.GetDriverBatchesAsync(default, Xunit.TestContext.Current.CancellationToken).ReturnsForAnyArgs(new DriverBatches([batch with { Id = 4 }, batch with { Id = 3, State = "undone", UndoneAt = DateTimeOffset.UnixEpoch }], 1, 2));
        Sales.UndoDriverBatchAsync(default, default!, Xunit.TestContext.Current.CancellationToken).ReturnsForAnyArgs(batch);
        Sales.ApplyDriverBatchAsync(default, default!, Xunit.TestContext.Current.CancellationToken).ReturnsForAnyArgs(batch);
        GoTo("?kind=attributes");
        var page = Render<ImportPage>();
        var file = FileOnTheLine();
        file.Name.Returns("stock.xlsx");
        await page.InvokeAsync(() => page.FindComponent<InputFile>().Instance.OnChange.InvokeAsync(new InputFileChangeEventArgs([file])));
        Assert.Empty(page.FindAll(".button-main"));

        await page.InvokeAsync(() => page.Find("button.button").ClickAsync(new()));
        Assert.Equal("Enter the API key first.", page.Find("[role=alert]").TextContent);
        await page.InvokeAsync(() => page.Find("input[type=password]").ChangeAsync(new() { Value = "key" }));
        await page.InvokeAsync(() => page.Find("button.button").ClickAsync(new()));
        page.WaitForAssertion(() => Assert.Equal(["2", "3", "1", "0"], page.FindAll(".tile-figure").Select(figure => figure.TextContent)));
        Assert.Contains("BLAK VELVET", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);

        await page.InvokeAsync(() => page.Find(".button-main").ClickAsync(new()));
        page.WaitForAssertion(() => Assert.Equal("2 products imported. Orders updated.", page.Find("[role=status].small").TextContent));
        await Sales.Received(1).ImportAttributesAsync(Arg.Is<OutgoingBatch>(sent => sent.ContentType.Contains("spreadsheetml", StringComparison.Ordinal) && sent.Source == "stock.xlsx"), "key", false, Arg.Any<CancellationToken>());

        page.WaitForElement("[aria-label='Undo import 4']");
        await page.InvokeAsync(() => page.Find("[aria-label='Undo import 4']").ClickAsync(new()));
        Assert.Contains("Undo import 4 (stock_on_hand, category)?", page.Find(".batch-question p").TextContent, StringComparison.Ordinal);
        await page.InvokeAsync(() => page.Find(".batch-question .button-main").ClickAsync(new()));
        await Sales.Received(1).UndoDriverBatchAsync(4, "key", Arg.Any<CancellationToken>());
        page.WaitForElement("[aria-label='Apply again 3']");
        await page.InvokeAsync(() => page.Find("[aria-label='Apply again 3']").ClickAsync(new()));
        await page.InvokeAsync(() => page.Find(".batch-question .button-main").ClickAsync(new()));
        await Sales.Received(1).ApplyDriverBatchAsync(3, "key", Arg.Any<CancellationToken>());
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
