using System.Net;
using Bunit;
using IowaSales.Contracts;
using IowaSales.Web.Components.Pages.Overrides;
using IowaSales.Web.Components.Shared;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using Xunit;

namespace IowaSales.Tests.Web;

/// <summary>Overrides made and undone by hand, and what they added.</summary>
public sealed class OverridesPageTests : WebContext
{
    private static readonly ForecastOverrideInfo Change = new(
        7, "category", "Whisky", Samples.Through.AddDays(1), Samples.Through.AddDays(3), "factor", 1.25, "Promotion", "Ann", DateTimeOffset.UnixEpoch, "active", 2, null, null, null);

    [Fact]
    public void Errors_stand_side_by_side_and_value_added_by_reason_and_author()
    {
        Serve();
        var page = Render<OverridesPage>();

        page.WaitForElement(".tiles");

        Assert.Equal(["300", "200", "150", "+50"], page.FindAll(".tile-figure").Select(figure => figure.TextContent));
        Assert.Equal(["Promotion", "14", "120.0", "60.0", "+60.0"], page.FindAll("tbody tr")[0].Children.Select(cell => cell.TextContent));
        Assert.Equal("−10.0", page.FindAll("tbody tr")[1].Children[4].TextContent);
        page.WaitForAssertion(() => Assert.Contains("× 1.25 Whisky · May 31 – Jun 2", page.Find(".override-what").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_override_is_sent_as_it_was_typed_under_the_persons_name()
    {
        Planning.AddOverrideAsync(default!, default!, Arg.Any<CancellationToken>()).ReturnsForAnyArgs(Change);
        var form = Render<OverrideForm>(parameters => parameters
            .Add(one => one.Item, "BLACK VELVET")
            .Add(one => one.Days, [Samples.Through.AddDays(1), Samples.Through.AddDays(2)]));

        await form.InvokeAsync(() => form.Find("input[type=number]").Change("240"));
        await form.InvokeAsync(() => form.Find("form").Submit());
        Assert.Contains("Enter the API key first.", form.Find("[role=alert]").TextContent, StringComparison.Ordinal);

        await form.InvokeAsync(() => form.FindAll("select")[0].Change("units"));
        await form.InvokeAsync(() => form.FindAll("select")[2].Change("2024-05-31"));
        await form.InvokeAsync(() => form.Find("input[list]").Change("Promotion"));
        await form.InvokeAsync(() => form.Find("input[autocomplete=name]").Change("Ann"));
        await form.InvokeAsync(() => form.Find("input[type=password]").Change("secret"));
        await form.InvokeAsync(() => form.Find("form").Submit());

        await Planning.Received().AddOverrideAsync(
            new OverrideRequest
            {
                Scope = "item",
                Target = "BLACK VELVET",
                From = new DateOnly(2024, 5, 31),
                Through = new DateOnly(2024, 5, 31),
                Kind = "units",
                Value = 240,
                Reason = "Promotion",
                Author = "Ann",
            },
            "secret",
            Arg.Any<CancellationToken>());
        form.WaitForAssertion(() => Assert.Empty(form.FindAll("[role=alert]")));
    }

    [Fact]
    public async Task A_conflict_is_said_and_an_undo_names_the_version_that_was_seen()
    {
        Planning.UndoOverrideAsync(default, default, default!, default!, Arg.Any<CancellationToken>()).ThrowsAsyncForAnyArgs(new ForecastApiException(HttpStatusCode.Conflict, "Override 7 is at version 3, not 2."));
        var form = Render<OverrideForm>(parameters => parameters.Add(one => one.Days, [Samples.Through]));
        await form.InvokeAsync(() => form.Find("input[autocomplete=name]").Change("Bob"));
        await form.InvokeAsync(() => form.Find("input[type=password]").Change("secret"));
        var rows = Render<OverrideRows>(parameters => parameters.Add(one => one.Overrides, [Change]));

        await rows.InvokeAsync(() => rows.Find("button").Click());

        rows.WaitForAssertion(() => Assert.Contains("Override 7 is at version 3", rows.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        await Planning.Received().UndoOverrideAsync(7, 2, "Bob", "secret", Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task A_note_is_added_for_the_product_or_its_category_and_removed()
    {
        var note = new PlanningNoteInfo(5, "all", null, Samples.Through, Samples.Through.AddDays(1), "event", "Fair <i>x</i>", "Bob", DateTimeOffset.UnixEpoch, null, null);
        Planning.GetNotesAsync(default, default, default, default, Arg.Any<CancellationToken>()).ReturnsForAnyArgs(new NoteList([note], 1, 1));
        Planning.AddNoteAsync(default!, default!, Arg.Any<CancellationToken>()).ReturnsForAnyArgs(note);
        Planning.RemoveNoteAsync(default, default!, default!, Arg.Any<CancellationToken>()).ReturnsForAnyArgs(note);
        var notes = Render<PlanningNotes>(parameters => parameters.Add(one => one.Item, "A").Add(one => one.Category, "Whisky").Add(one => one.From, Samples.Through.AddDays(1)));
        notes.WaitForAssertion(() => Assert.Equal("EventFair <i>x</i>", string.Concat(notes.Find(".note-text").TextContent.Split('\n').Select(line => line.Trim()))));
        await Planning.Received().GetNotesAsync("A", Samples.Through.AddDays(1 - 28), null, 1, Arg.Any<CancellationToken>());

        await notes.InvokeAsync(() => notes.Find("input[autocomplete=name]").Change("Ann"));
        await notes.InvokeAsync(() => notes.Find("input[type=password]").Change("secret"));
        await notes.InvokeAsync(() => notes.Find("input[maxlength='500']").Change("Tax rise"));
        await notes.InvokeAsync(() => notes.FindAll("select")[1].Change("category"));
        await notes.InvokeAsync(() => notes.Find("form").Submit());

        await Planning.Received().AddNoteAsync(
            new NoteRequest { Scope = "category", Target = "Whisky", From = Samples.Through.AddDays(1), Through = Samples.Through.AddDays(1), Kind = "note", Text = "Tax rise", Author = "Ann" },
            "secret",
            Arg.Any<CancellationToken>());
        notes.WaitForElement(".note-rows button");
        await notes.InvokeAsync(() => notes.Find(".note-rows button").Click());
        await Planning.Received().RemoveNoteAsync(5, "Ann", "secret", Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task A_closure_is_planned_shown_and_undone()
    {
        var day = Samples.Through.AddDays(4);
        var closure = new PlannedClosureInfo(9, "all", null, day, day, "closed", "Renovation", "Bob", DateTimeOffset.UnixEpoch, null, null);
        Planning.GetNotesAsync(default, default, default, default, Arg.Any<CancellationToken>()).ReturnsForAnyArgs(new NoteList([], 1, 0));
        Planning.GetClosuresAsync(default, default, default, default, Arg.Any<CancellationToken>()).ReturnsForAnyArgs(new ClosureList([closure], 1, 1));
        Planning.AddClosureAsync(default!, default!, Arg.Any<CancellationToken>()).ReturnsForAnyArgs(closure);
        Planning.UndoClosureAsync(default, default!, default!, Arg.Any<CancellationToken>()).ReturnsForAnyArgs(closure);
        var notes = Render<PlanningNotes>(parameters => parameters.Add(one => one.Item, "A").Add(one => one.Category, "Whisky").Add(one => one.From, Samples.Through.AddDays(1)));
        notes.WaitForAssertion(() => Assert.Equal("ClosedRenovation", notes.Find(".note-text").TextContent));

        await notes.InvokeAsync(() => notes.Find("input[autocomplete=name]").Change("Ann"));
        await notes.InvokeAsync(() => notes.Find("input[type=password]").Change("secret"));
        await notes.InvokeAsync(() => notes.FindAll("select")[0].Change("open"));
        await notes.InvokeAsync(() => notes.Find("input[maxlength='200']").Change("Saturday shift"));
        await notes.InvokeAsync(() => notes.Find("form").Submit());

        await Planning.Received().AddClosureAsync(
            new ClosureRequest { Scope = "item", Target = "A", From = Samples.Through.AddDays(1), Through = Samples.Through.AddDays(1), Status = "open", Name = "Saturday shift", Author = "Ann" },
            "secret",
            Arg.Any<CancellationToken>());
        Assert.DoesNotContain("Whisky", notes.FindAll("select")[1].TextContent, StringComparison.Ordinal);
        notes.WaitForElement(".note-rows button");
        await notes.InvokeAsync(() => notes.Find(".note-rows button").Click());
        await Planning.Received().UndoClosureAsync(9, "Ann", "secret", Arg.Any<CancellationToken>());
    }

    private void Serve()
    {
        Planning.GetValueAddedAsync(default, Arg.Any<CancellationToken>()).ReturnsForAnyArgs(new ValueAdded(
            Samples.Through.AddDays(-27), Samples.Through, 20, 900, 300, 200, 150, 50,
            [new ValueAddedRow("Promotion", 14, 120, 60, 60), new ValueAddedRow("Event", 6, 80, 90, -10)], [new ValueAddedRow("Ann", 20, 200, 150, 50)]));
        Planning.GetOverridesAsync(default, default, Arg.Any<CancellationToken>()).ReturnsForAnyArgs(new OverrideList([Change], 1, 1));
        Api.GetOrdersAsync(default, default, default, Arg.Any<CancellationToken>()).ReturnsForAnyArgs(new OrderPage(
            [], 1, 1000, 0, new OrderSummary(0, 0, null, 0, 0), 0.95, Samples.Through.AddDays(1), 7, null, "v1", Samples.Through, Stale: false));
    }
}
