using System.Net;
using Bunit;
using IowaSales.Contracts;
using IowaSales.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Xunit;

namespace IowaSales.Tests.Web;

public sealed class RegionTests : WebContext
{
    [Fact]
    public void Shows_a_skeleton_then_the_answer()
    {
        var answer = new TaskCompletionSource<string>();
        var region = Show(_ => answer.Task);

        Assert.NotEmpty(region.FindAll(".skeleton"));
        Assert.Equal("true", region.Find(".region").GetAttribute("aria-busy"));

        answer.SetResult("forty");

        region.WaitForAssertion(() => Assert.Equal("forty", region.Find("b").TextContent));
        Assert.Empty(region.FindAll(".skeleton"));
        Assert.Equal("false", region.Find(".region").GetAttribute("aria-busy"));
    }

    [Fact]
    public void Says_that_it_waits_when_an_answer_takes_long()
    {
        var region = Show(_ => new TaskCompletionSource<string>().Task);

        Time.Advance(TimeSpan.FromSeconds(3));

        region.WaitForAssertion(() => Assert.Contains("Still waiting", region.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Names_what_is_wrong_counts_down_and_tries_when_asked()
    {
        var asked = 0;
        var region = Show(_ => ++asked == 1 ? Task.FromException<string>(new HttpRequestException()) : Task.FromResult("back"));

        Assert.Equal("The forecasting API is not responding", region.Find(".problem-title").TextContent);
        Assert.Contains("http://localhost:8003", region.Markup, StringComparison.Ordinal);
        Assert.Contains("Trying again in 2 seconds", region.Markup, StringComparison.Ordinal);

        await region.InvokeAsync(() => region.Find("button").Click());

        Assert.Equal("back", region.Find("b").TextContent);
    }

    [Fact]
    public void What_does_not_exist_is_not_asked_for_again()
    {
        var region = Show(_ => Task.FromException<string>(new ForecastApiException(HttpStatusCode.NotFound, "Item 'X' not found.")));

        Assert.Contains("Item 'X' not found.", region.Markup, StringComparison.Ordinal);
        Assert.Empty(region.FindAll("button"));
    }

    [Fact]
    public void A_quiet_region_leaves_the_whole_API_to_others_and_tells_its_own_problems()
    {
        var away = Show(_ => Task.FromException<string>(new HttpRequestException()), quiet: true);
        var own = Show(_ => Task.FromException<string>(new ForecastApiException(HttpStatusCode.InternalServerError, "broken")), quiet: true);

        Assert.Empty(away.FindAll(".problem"));
        Assert.Single(own.FindAll(".problem"));
    }

    [Fact]
    public void Says_so_when_there_is_nothing_to_show()
    {
        var region = Show(_ => Task.FromResult(""));

        Assert.Equal("nothing", region.Find("i").TextContent);
    }

    [Fact]
    public void Another_question_keeps_the_old_answer_in_sight_until_it_is_answered()
    {
        var second = new TaskCompletionSource<string>();
        var region = Show(_ => Task.FromResult("one"));

        region.Render(parameters => Fill(parameters, "b", _ => second.Task));

        Assert.Equal("one", region.Find(".is-old b").TextContent);
        second.SetResult("two");
        region.WaitForAssertion(() => Assert.Equal("two", region.Find(".region-content:not(.is-old) b").TextContent));
    }

    private IRenderedComponent<Region<string>> Show(Func<CancellationToken, Task<string>> load, bool quiet = false) =>
        Render<Region<string>>(parameters => Fill(parameters, "a", load).Add(region => region.Quiet, quiet));

    private static ComponentParameterCollectionBuilder<Region<string>> Fill(
        ComponentParameterCollectionBuilder<Region<string>> parameters, string key, Func<CancellationToken, Task<string>> load) => parameters
        .Add(region => region.Key, key)
        .Add(region => region.Load, load)
        .Add(region => region.IsEmpty, text => text.Length == 0)
        .Add(region => region.Empty, (RenderFragment)(builder => builder.AddMarkupContent(0, "<i>nothing</i>")))
        .Add(region => region.ChildContent, text => $"<b>{text}</b>");
}
