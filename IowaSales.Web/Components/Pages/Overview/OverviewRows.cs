using IowaSales.Contracts;

namespace IowaSales.Web.Components.Pages.Overview;

/// <summary>The rows of the overview as a person sees them.</summary>
internal static class OverviewRows
{
    /// <summary>
    /// All rows. What is true of all of them is not said of each: when the data as a whole is old, a notice says so once and
    /// <see cref="ItemFlag.Stale"/> is left out, so that the other flags stay visible and can be filtered by.
    /// </summary>
    /// <param name="overview">The API's answer.</param>
    /// <returns>The rows, in the answer's order.</returns>
    public static IReadOnlyList<OverviewRow> Of(IowaSales.Contracts.Overview overview) => overview.Stale
        ? [.. overview.Rows.Select(row => row with { Flags = [.. row.Flags.Where(flag => flag != ItemFlag.Stale)] })]
        : overview.Rows;
}
