namespace IowaSales.Web.Components.Pages.Compare;

/// <summary>Addresses of the comparison.</summary>
internal static class CompareAddress
{
    /// <summary>The comparison of some products.</summary>
    /// <param name="items">Stored names of the items.</param>
    /// <returns>A relative address.</returns>
    public static string Of(params IEnumerable<string> items) =>
        "compare?" + string.Join('&', items.Select(item => "item=" + Uri.EscapeDataString(item)));
}
