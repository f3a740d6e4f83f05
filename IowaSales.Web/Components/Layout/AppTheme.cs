using MudBlazor;

namespace IowaSales.Web.Components.Layout;

/// <summary>
/// What the component library needs besides colours: type and corners. Colours come from <c>css/tokens.css</c>, which follows the
/// system's light or dark preference before the first paint.
/// </summary>
internal static class AppTheme
{
    private static readonly string[] Fonts = ["Inter", "Segoe UI", "system-ui", "Helvetica Neue", "Arial", "sans-serif"];

    /// <summary>The theme.</summary>
    public static readonly MudTheme Theme = new()
    {
        Typography = new Typography { Default = new DefaultTypography { FontFamily = Fonts, FontSize = "0.9375rem" } },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "8px" },
    };
}
