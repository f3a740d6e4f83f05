using IowaSales.Web.Text;
using Microsoft.AspNetCore.Components.Routing;
using Icons = MudBlazor.Icons;

namespace IowaSales.Web.Components.Layout;

/// <summary>The screens in the order a planner's day has: what will sell, how it went, and the data behind it.</summary>
internal static class Screens
{
    /// <summary>All screens, in groups.</summary>
    public static readonly IReadOnlyList<ScreenGroup> Groups =
    [
        new(UiText.App.Forecasts,
        [
            new("", UiText.Overview.Name, Icons.Material.Outlined.SpaceDashboard, InBar: true),
            new("product", UiText.Product.Name, Icons.Material.Outlined.ShowChart, InBar: true),
            new("compare", UiText.Compare.Name, Icons.Material.Outlined.StackedLineChart),
        ]),
        new(UiText.App.Results,
        [
            new("alerts", UiText.Alerts.Name, Icons.Material.Outlined.Notifications, InBar: true),
            new("last-week", UiText.LastWeek.Name, Icons.Material.Outlined.EventAvailable, InBar: true),
            new("accuracy", UiText.Accuracy.Name, Icons.Material.Outlined.TrackChanges),
        ]),
        new(UiText.App.Behind,
        [
            new("data", UiText.Data.Name, Icons.Material.Outlined.CalendarMonth),
            new("import", UiText.Import.Name, Icons.Material.Outlined.UploadFile),
            new("system", UiText.System.Name, Icons.Material.Outlined.MonitorHeart),
        ]),
    ];

    /// <summary>The screens that have a place of their own in a phone's bar, or those that have none.</summary>
    /// <param name="inBar">Which.</param>
    public static IEnumerable<ScreenLink> Of(bool inBar) => Groups.SelectMany(group => group.Links).Where(link => link.InBar == inBar);
}

/// <summary>Screens that belong together.</summary>
/// <param name="Name">What they share.</param>
/// <param name="Links">The screens.</param>
internal sealed record ScreenGroup(string Name, IReadOnlyList<ScreenLink> Links);

/// <summary>A screen as the navigation names it.</summary>
/// <param name="Address">Its address, relative to the start.</param>
/// <param name="Name">Its name.</param>
/// <param name="Icon">Its icon.</param>
/// <param name="InBar">Whether it has a place of its own in a phone's bar.</param>
public sealed record ScreenLink(string Address, string Name, string Icon, bool InBar = false)
{
    /// <summary>Which addresses belong to it: the start is the beginning of all.</summary>
    public NavLinkMatch Match => Address.Length == 0 ? NavLinkMatch.All : NavLinkMatch.Prefix;
}
