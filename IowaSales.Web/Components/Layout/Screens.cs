using IowaSales.Web.Text;
using Microsoft.AspNetCore.Components.Routing;
using Icons = MudBlazor.Icons;

namespace IowaSales.Web.Components.Layout;

/// <summary>The screens, by the question they answer: six sections, of which a rail and a phone's bar have one entry each.</summary>
internal static class Screens
{
    /// <summary>All sections, in order.</summary>
    public static readonly IReadOnlyList<ScreenGroup> Groups =
    [
        new(UiText.Today.Name, Icons.Material.Outlined.TaskAlt, InBar: true, [new("", UiText.Today.Name, Icons.Material.Outlined.TaskAlt)]),
        new(
            UiText.App.Products,
            Icons.Material.Outlined.ShowChart,
            InBar: true,
            [
                new("overview", UiText.Overview.Name, Icons.Material.Outlined.SpaceDashboard),
                new("product", UiText.Product.Name, Icons.Material.Outlined.ShowChart),
                new("compare", UiText.Compare.Name, Icons.Material.Outlined.StackedLineChart),
            ]),
        new(UiText.Alerts.Name, Icons.Material.Outlined.Notifications, InBar: true, [new("alerts", UiText.Alerts.Name, Icons.Material.Outlined.Notifications)]),
        new(
            UiText.App.Results,
            Icons.Material.Outlined.TrackChanges,
            InBar: true,
            [
                new("last-week", UiText.LastWeek.Name, Icons.Material.Outlined.EventAvailable),
                new("accuracy", UiText.Accuracy.Name, Icons.Material.Outlined.TrackChanges),
                new("overrides", UiText.Overrides.Name, Icons.Material.Outlined.EditNote),
            ]),
        new(
            UiText.Data.Name,
            Icons.Material.Outlined.CalendarMonth,
            InBar: false,
            [
                new("data", UiText.Data.Name, Icons.Material.Outlined.CalendarMonth),
                new("import", UiText.Import.Name, Icons.Material.Outlined.UploadFile),
            ]),
        new(UiText.System.Name, Icons.Material.Outlined.MonitorHeart, InBar: false, [new("system", UiText.System.Name, Icons.Material.Outlined.MonitorHeart)]),
    ];

    /// <summary>The sections that have a place of their own in a phone's bar, or those that have none.</summary>
    /// <param name="inBar">Which.</param>
    public static IEnumerable<ScreenGroup> Of(bool inBar) => Groups.Where(group => group.InBar == inBar);

    /// <summary>The section that an address belongs to; null for none.</summary>
    /// <param name="address">Address, relative to the start.</param>
    public static ScreenGroup? At(string address)
    {
        var path = address.Split('?', '#')[0].TrimEnd('/');
        return Groups.FirstOrDefault(group => group.Links.Any(link => link.Address.Equals(path, StringComparison.OrdinalIgnoreCase)));
    }
}

/// <summary>Screens that answer one question.</summary>
/// <param name="Name">The question, in a word.</param>
/// <param name="Icon">Its icon.</param>
/// <param name="InBar">Whether it has a place of its own in a phone's bar.</param>
/// <param name="Links">The screens; the first is what the section opens with.</param>
public sealed record ScreenGroup(string Name, string Icon, bool InBar, IReadOnlyList<ScreenLink> Links);

/// <summary>A screen as the navigation names it.</summary>
/// <param name="Address">Its address, relative to the start.</param>
/// <param name="Name">Its name.</param>
/// <param name="Icon">Its icon.</param>
public sealed record ScreenLink(string Address, string Name, string Icon)
{
    /// <summary>Which addresses belong to it: the start is the beginning of all.</summary>
    public NavLinkMatch Match => Address.Length == 0 ? NavLinkMatch.All : NavLinkMatch.Prefix;
}
