using Bunit;
using IowaSales.Contracts;
using IowaSales.Web.Components.Pages.Import;
using NSubstitute;
using Xunit;

namespace IowaSales.Tests.Web;

/// <summary>Imports are undone and applied again only after a question that says what it will do.</summary>
public sealed class BatchListTests : WebContext
{
    private static readonly SalesBatch Seed = new(
        1, "the sales of model 1", DateTimeOffset.UnixEpoch, "applied", "00", 1200, 1200, 0, 0, Samples.Through.AddDays(-400), Samples.Through, null, Seed: true);

    private static readonly SalesBatch Applied = Seed with { Id = 2, Source = "day.csv", Rows = 5, Seed = false, From = Samples.Through };

    private static readonly SalesBatch Undone = Applied with { Id = 3, State = "undone", UndoneAt = DateTimeOffset.UnixEpoch };

    public BatchListTests()
    {
        Sales.GetBatchesAsync(default, default).ReturnsForAnyArgs(new SalesBatches([Undone, Applied, Seed], 1, 3));
        Sales.GetBatchAsync(1, Arg.Any<CancellationToken>()).Returns(new SalesBatchEffect(Seed, 1195, 0, 0, 5));
        Sales.GetBatchAsync(2, Arg.Any<CancellationToken>()).Returns(new SalesBatchEffect(Applied, 3, 0, 2, 0));
        Sales.GetBatchAsync(3, Arg.Any<CancellationToken>()).Returns(new SalesBatchEffect(Undone, 0, 1, 2, 2));
        Sales.UndoBatchAsync(default, default!, default, Xunit.TestContext.Current.CancellationToken).ReturnsForAnyArgs(Undone);
        Sales.ApplyBatchAsync(default, default!, default).ReturnsForAnyArgs(Applied);
    }

    [Fact]
    public async Task Undo_asks_first_and_says_what_it_will_do()
    {
        Person.Key = "key";
        var list = Render<BatchList>();

        list.WaitForElement("[aria-label='Undo import 2']");
        await list.InvokeAsync(() => list.Find("[aria-label='Undo import 2']").ClickAsync(new()));

        Assert.Contains("Undo import 2? 3 values removed. 2 values set back to an earlier import.", list.Find(".batch-question p").TextContent, StringComparison.Ordinal);
        await Sales.DidNotReceiveWithAnyArgs().UndoBatchAsync(default, default!, default, Xunit.TestContext.Current.CancellationToken);
        await list.InvokeAsync(() => list.Find(".batch-question .button-main").ClickAsync(new()));
        await Sales.Received(1).UndoBatchAsync(2, "key", false, Arg.Any<CancellationToken>());
        Assert.Empty(list.FindAll(".batch-question"));
    }

    [Fact]
    public async Task The_first_sales_need_a_word_typed_by_hand()
    {
        Person.Key = "key";
        var list = Render<BatchList>();
        list.WaitForElement("[aria-label='Undo import 1']");
        await list.InvokeAsync(() => list.Find("[aria-label='Undo import 1']").ClickAsync(new()));
        Assert.True(list.Find(".batch-question .button-main").HasAttribute("disabled"));

        await list.InvokeAsync(() => list.Find(".batch-question input").InputAsync(new() { Value = "seed" }));
        await list.InvokeAsync(() => list.Find(".batch-question .button-main").ClickAsync(new()));

        await Sales.Received(1).UndoBatchAsync(1, "key", true, Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task An_undone_import_is_applied_again_after_a_question()
    {
        Person.Key = "key";
        var list = Render<BatchList>();

        list.WaitForElement("[aria-label='Apply again 3']");
        await list.InvokeAsync(() => list.Find("[aria-label='Apply again 3']").ClickAsync(new()));

        Assert.Contains("1 value added. 2 values replaced. 2 values left as a newer import states.", list.Find(".batch-question p").TextContent, StringComparison.Ordinal);
        await list.InvokeAsync(() => list.Find(".batch-question .button-main").ClickAsync(new()));
        await Sales.Received(1).ApplyBatchAsync(3, "key", Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task Without_a_key_nothing_is_asked()
    {
        var list = Render<BatchList>();
        list.WaitForElement("[aria-label='Undo import 2']");
        await list.InvokeAsync(() => list.Find("[aria-label='Undo import 2']").ClickAsync(new()));
        Assert.Equal("Enter the API key first.", list.Find("[role=alert]").TextContent);
        await Sales.DidNotReceiveWithAnyArgs().GetBatchAsync(default, Xunit.TestContext.Current.CancellationToken);
    }
}
