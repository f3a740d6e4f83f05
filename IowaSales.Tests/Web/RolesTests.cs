using System.Security.Claims;
using Bunit;
using IowaSales.Contracts;
using IowaSales.ServiceDefaults.Identity;
using IowaSales.Web.Components.Layout;
using IowaSales.Web.Components.Pages.Alerts;
using IowaSales.Web.Components.Pages.Import;
using IowaSales.Web.Components.Shared;
using NSubstitute;
using Xunit;

namespace IowaSales.Tests.Web;

/// <summary>Where people sign in, pages offer what the role allows, and neither name nor key is typed.</summary>
public sealed class RolesTests : WebContext
{
    internal override SignInSettings SignIn { get; } = new() { Mode = SignInMode.Oidc };

    public RolesTests()
    {
        Monitoring.GetAlertsAsync(default, default).ReturnsForAnyArgs(new AlertFeed(
            [new SalesAlert(1, "drift", null, Samples.Through, DateTimeOffset.UnixEpoch, "All drift", 5, 4, null, null)], new Dictionary<string, int>()));
        Planning.GetNotesAsync(default, default, default, default, default).ReturnsForAnyArgs(new NoteList(
            [new PlanningNoteInfo(5, "all", null, Samples.Through, Samples.Through, "note", "Fair", "Bob", DateTimeOffset.UnixEpoch, null, null)], 1, 1));
        ComponentFactories.AddStub<BatchList>();
    }

    [Theory]
    [InlineData("viewer", false, false)]
    [InlineData("planner", true, false)]
    [InlineData("operator", true, true)]
    public void A_page_offers_what_the_role_allows(string role, bool plans, bool operates)
    {
        User = new ClaimsPrincipal(new ClaimsIdentity([new Claim("roles", role), new Claim("name", "Ann Planner")]));
        var alerts = Render<AlertsPage>();
        alerts.WaitForElement(".alerts-grid");
        var notes = Render<PlanningNotes>(parameters => parameters.Add(one => one.Item, "A").Add(one => one.From, Samples.Through));
        notes.WaitForElement(".note-rows");
        var import = Render<ImportPage>();

        Assert.Equal(plans, alerts.FindAll("button").Any(button => button.TextContent == "Dismiss"));
        Assert.Equal(plans, notes.FindAll("button").Count > 0);
        Assert.Equal(operates, import.FindAll("input[type=file]").Count > 0);
        Assert.Empty(alerts.FindAll("input[type=password]").Concat(notes.FindAll("input[type=password], input[autocomplete=name]")));
        Assert.Contains("Ann Planner", Render<UserMenu>().Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_without_a_session_says_so()
    {
        User = new ClaimsPrincipal(new ClaimsIdentity([new Claim("roles", "planner")]));
        var alerts = Render<AlertsPage>();
        alerts.WaitForElement(".alerts-grid");

        await alerts.InvokeAsync(() => alerts.FindAll("button").Single(button => button.TextContent == "Dismiss").Click());

        alerts.WaitForAssertion(() => Assert.Contains("Your session has ended. Reload the page to sign in again.", alerts.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        await Monitoring.DidNotReceiveWithAnyArgs().DismissAlertsAsync(default!, default!, default, Xunit.TestContext.Current.CancellationToken);
    }
}
