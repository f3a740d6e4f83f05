using Bunit;
using IowaSales.Web.Components.Shared;
using Microsoft.AspNetCore.Components.Web;
using Xunit;

namespace IowaSales.Tests.Web;

public sealed class ItemPickerTests : BunitContext
{
    private readonly List<string> _picked = [];

    [Fact]
    public async Task Enter_takes_the_first_of_what_was_typed_however_soon_it_comes()
    {
        var picker = Show("1800 REPOSADO", "BLACK VELVET", "FIREBALL CINNAMON WHISKEY");

        await picker.InvokeAsync(() => picker.Find("input").Focus());
        await picker.InvokeAsync(() => picker.Find("input").Input("FIREBALL"));
        await picker.InvokeAsync(() => picker.Find("input").KeyDown("Enter"));

        Assert.Equal(["FIREBALL CINNAMON WHISKEY"], _picked);
        Assert.Empty(picker.FindAll("[role=listbox]"));
        Assert.Equal("", picker.Find("input").GetAttribute("value"));
    }

    [Fact]
    public async Task Enter_alone_or_without_a_match_takes_nothing()
    {
        var picker = Show("BLACK VELVET");

        await picker.InvokeAsync(() => picker.Find("input").Focus());
        await picker.InvokeAsync(() => picker.Find("input").KeyDown("Enter"));
        await picker.InvokeAsync(() => picker.Find("input").Input("nothing like it"));
        await picker.InvokeAsync(() => picker.Find("input").KeyDown("Enter"));

        Assert.Empty(_picked);
        Assert.Equal("No product with that name", picker.Find(".picker-none").TextContent);
    }

    [Fact]
    public async Task Arrows_move_and_a_press_takes()
    {
        var picker = Show("A GIN", "B GIN", "C GIN");

        await picker.InvokeAsync(() => picker.Find("input").Input("gin"));
        await picker.InvokeAsync(() => picker.Find("input").KeyDown(new KeyboardEventArgs { Key = "ArrowUp" }));
        var active = picker.Find("[aria-selected=true]");
        Assert.Equal("C GIN", active.TextContent);
        Assert.Equal(active.Id, picker.Find("input").GetAttribute("aria-activedescendant"));
        picker.FindAll("[role=option]")[1].MouseDown();

        Assert.Equal(["B GIN"], _picked);
    }

    [Fact]
    public async Task Names_that_come_while_one_types_are_found()
    {
        var picker = Show();

        await picker.InvokeAsync(() => picker.Find("input").Input("jagermister"));
        picker.Render(parameters => parameters.Add(shown => shown.Items, ["GIN", "JAGERMEISTER LIQUEUR"]));
        await picker.InvokeAsync(() => picker.Find("input").KeyDown("Enter"));

        Assert.Equal(["JAGERMEISTER LIQUEUR"], _picked);
    }

    private IRenderedComponent<ItemPicker> Show(params string[] items) => Render<ItemPicker>(parameters => parameters
        .Add(picker => picker.Items, items).Add(picker => picker.Label, "Find").Add(picker => picker.OnPicked, item => _picked.Add(item)));
}
