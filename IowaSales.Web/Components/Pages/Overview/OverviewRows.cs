using System.Runtime.CompilerServices;
using IowaSales.Contracts;

namespace IowaSales.Web.Components.Pages.Overview;

/// <summary>The rows of the overview as a person sees them: made once for all who look, since with many products they are most of what a session holds.</summary>
public sealed class OverviewRows
{
    private static readonly ConditionalWeakTable<IowaSales.Contracts.Overview, OverviewRows> Known = [];

    private readonly Lazy<ICollection<(OverviewRow Row, int Index)>> _usual;
    private readonly Lazy<IReadOnlyList<string>> _categories;
    private readonly Lazy<IReadOnlyList<string>> _vendors;

    private OverviewRows(IReadOnlyList<OverviewRow> all)
    {
        All = all;
        _usual = new(() => Apply(OverviewQuery.Default));
        _categories = new(() => NamesOf(row => row.Category));
        _vendors = new(() => NamesOf(row => row.Vendor));
    }

    /// <summary>All rows, in the answer's order.</summary>
    public IReadOnlyList<OverviewRow> All { get; }

    /// <summary>Whether products have classes.</summary>
    public bool HasClasses => All.Any(row => row.Class is not null);

    /// <summary>Categories of the products, by letter.</summary>
    public IReadOnlyList<string> Categories => _categories.Value;

    /// <summary>Vendors of the products, by letter.</summary>
    public IReadOnlyList<string> Vendors => _vendors.Value;

    /// <summary>
    /// All rows. What is true of all of them is not said of each: when the data as a whole is old, a notice says so once and
    /// <see cref="ItemFlag.Stale"/> is left out, so that the other flags stay visible and can be filtered by.
    /// </summary>
    /// <param name="overview">The API's answer.</param>
    /// <returns>The rows; the same for everyone.</returns>
    public static OverviewRows Of(IowaSales.Contracts.Overview overview) => Known.GetValue(overview, static overview => new OverviewRows(overview.Stale
        ? [.. overview.Rows.Select(row => row with { Flags = [.. row.Flags.Where(flag => flag != ItemFlag.Stale)] })]
        : overview.Rows));

    /// <summary>Names of the products of a category and a vendor, by letter.</summary>
    /// <param name="category">Category to keep, in any case; null or empty for all.</param>
    /// <param name="vendor">Vendor to keep, in any case; null or empty for all.</param>
    public IReadOnlyList<string> NamesOf(string? category, string? vendor) =>
        [.. OverviewQuery.Parse(null, null, "item", null, null, category, vendor).Apply(All).Select(row => row.Item)];

    /// <summary>The rows that a query keeps, in its order, each with its place.</summary>
    /// <param name="query">What to show.</param>
    public ICollection<(OverviewRow Row, int Index)> Shown(OverviewQuery query) => query.KeepsAndSortsAs(OverviewQuery.Default) ? _usual.Value : Apply(query);

    private IReadOnlyList<string> NamesOf(Func<OverviewRow, string?> name) =>
        [.. All.Select(name).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)];

    private ICollection<(OverviewRow Row, int Index)> Apply(OverviewQuery query) => [.. query.Apply(All).Select((row, index) => (row, index))];
}
