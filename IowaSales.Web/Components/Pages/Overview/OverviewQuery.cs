using IowaSales.Contracts;
using IowaSales.Web.Components.Shared;

namespace IowaSales.Web.Components.Pages.Overview;

/// <summary>The columns of the overview table; <see cref="Item"/> is always shown.</summary>
public enum OverviewColumn
{
    /// <summary>Name.</summary>
    Item,

    /// <summary>ABC and XYZ.</summary>
    Class,

    /// <summary>Sparkline of the last 28 days.</summary>
    Recent,

    /// <summary>Sum of the days forecast.</summary>
    Next,

    /// <summary>80 % interval of that sum.</summary>
    Interval,

    /// <summary>Sum of as many days before.</summary>
    Last,

    /// <summary>Change against what is usual.</summary>
    Change,

    /// <summary>Error of the last backtest week.</summary>
    Error,

    /// <summary>What is notable.</summary>
    Flags,
}

/// <summary>Which products the overview keeps.</summary>
public enum OverviewFilter
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>Those with a flag.</summary>
    Flagged,

    /// <summary>Those whose 80 % interval lies above what they usually sell.</summary>
    Rising,

    /// <summary>Those whose 80 % interval lies below what they usually sell.</summary>
    Falling,
}

/// <summary>What a person asked the overview table to show; lives in the page's address.</summary>
/// <param name="Search">What is searched for, as <see cref="NameSearch"/> reads it.</param>
/// <param name="Filter">Which products to keep.</param>
/// <param name="Sort">Column to order by.</param>
/// <param name="Descending">Largest first.</param>
/// <param name="Hidden">Columns not shown.</param>
public sealed record OverviewQuery(
    string Search, OverviewFilter Filter, OverviewColumn Sort, bool Descending, IReadOnlySet<OverviewColumn> Hidden)
{
    /// <summary>All products and columns, largest forecast first.</summary>
    public static readonly OverviewQuery Default =
        new("", OverviewFilter.All, OverviewColumn.Next, true, new HashSet<OverviewColumn>());

    /// <summary>Classes to keep, as <see cref="ItemClassFilter"/> reads them; empty for all.</summary>
    public string Class { get; init; } = "";

    /// <summary>Category to keep; empty for all.</summary>
    public string Category { get; init; } = "";

    /// <summary>Vendor to keep; empty for all.</summary>
    public string Vendor { get; init; } = "";

    /// <summary>The order of <see cref="Default"/> as it stands in an address.</summary>
    public const string DefaultSort = "-next";

    /// <summary>Reads an address's parameters; what cannot be read is as if it were not there.</summary>
    /// <param name="search">The <c>q</c> parameter.</param>
    /// <param name="filter">The <c>show</c> parameter.</param>
    /// <param name="sort">The <c>sort</c> parameter: a column, with a leading minus for descending.</param>
    /// <param name="hidden">The <c>hide</c> parameter: columns separated by commas.</param>
    /// <param name="itemClass">The <c>class</c> parameter.</param>
    /// <param name="category">The <c>category</c> parameter.</param>
    /// <param name="vendor">The <c>vendor</c> parameter.</param>
    /// <returns>The query.</returns>
    public static OverviewQuery Parse(string? search, string? filter, string? sort, string? hidden, string? itemClass = null, string? category = null, string? vendor = null)
    {
        var descending = sort is null ? Default.Descending : sort.StartsWith('-');
        return new OverviewQuery(
            search?.TrimStart() ?? "",
            AddressWords.Parse<OverviewFilter>(filter) ?? Default.Filter,
            AddressWords.Parse<OverviewColumn>(sort?.TrimStart('-')) ?? Default.Sort,
            descending,
            (hidden ?? "").Split(',').Select(AddressWords.Parse<OverviewColumn>).OfType<OverviewColumn>()
                .Where(column => column != OverviewColumn.Item).ToHashSet())
        {
            Class = itemClass is not null && ItemClassFilter.IsFilter(itemClass) ? itemClass : "",
            Category = category?.Trim() ?? "",
            Vendor = vendor?.Trim() ?? "",
        };
    }

    /// <summary>The address's parameters; those at their default are null, so that they are left out.</summary>
    /// <returns>Names and values.</returns>
    public IReadOnlyDictionary<string, object?> ToParameters() => new Dictionary<string, object?>
    {
        ["q"] = Search.Length == 0 ? null : Search,
        ["category"] = Category.Length == 0 ? null : Category,
        ["vendor"] = Vendor.Length == 0 ? null : Vendor,
        ["class"] = Class.Length == 0 ? null : Class,
        ["show"] = Filter == Default.Filter ? null : AddressWords.Of(Filter),
        ["sort"] = Sort == Default.Sort && Descending == Default.Descending ? null : (Descending ? "-" : "") + AddressWords.Of(Sort),
        ["hide"] = Hidden.Count == 0 ? null : string.Join(',', Hidden.Order().Select(AddressWords.Of)),
    };

    /// <summary>Whether a column is shown.</summary>
    public bool Shows(OverviewColumn column) => !Hidden.Contains(column);

    /// <summary>Whether another query keeps the same rows in the same order, whatever its columns.</summary>
    /// <param name="other">The other query.</param>
    public bool KeepsAndSortsAs(OverviewQuery other) =>
        Search == other.Search && Class == other.Class && Category == other.Category && Vendor == other.Vendor && Filter == other.Filter && Sort == other.Sort && Descending == other.Descending;

    /// <summary>Orders by a column; by the same column again the other way round. Numbers start with the largest.</summary>
    public OverviewQuery SortedBy(OverviewColumn column) =>
        this with { Sort = column, Descending = Sort == column ? !Descending : column is not (OverviewColumn.Item or OverviewColumn.Class) };

    /// <summary>Shows or hides a column.</summary>
    public OverviewQuery Toggling(OverviewColumn column)
    {
        var hidden = Hidden.ToHashSet();
        if (!hidden.Remove(column))
        {
            hidden.Add(column);
        }

        return this with { Hidden = hidden };
    }

    /// <summary>The rows to show, in order. Rows without a value in the sorted column come last either way; ties are by name.</summary>
    /// <param name="rows">All rows.</param>
    /// <returns>The rows that fit.</returns>
    public IReadOnlyList<OverviewRow> Apply(IReadOnlyList<OverviewRow> rows)
    {
        var kept = NameSearch.Keep(Search, rows, row => row.Item).Where(row => Keeps(row)
            && ItemClassFilter.Keeps(Class, row.Class)
            && (Category.Length == 0 || Category.Equals(row.Category, StringComparison.OrdinalIgnoreCase))
            && (Vendor.Length == 0 || Vendor.Equals(row.Vendor, StringComparison.OrdinalIgnoreCase)));
        if (Sort == OverviewColumn.Item)
        {
            return [.. Descending ? kept.OrderByDescending(row => row.Item, StringComparer.Ordinal) : kept.OrderBy(row => row.Item, StringComparer.Ordinal)];
        }

        if (Sort == OverviewColumn.Class)
        {
            return [.. (Descending ? kept.OrderByDescending(row => row.Class, StringComparer.Ordinal) : kept.OrderBy(row => row.Class, StringComparer.Ordinal)).ThenByDescending(row => row.NextTotal)];
        }

        var known = kept.OrderBy(row => ValueOf(row) is null);
        return [.. (Descending ? known.ThenByDescending(ValueOf) : known.ThenBy(ValueOf)).ThenBy(row => row.Item, StringComparer.Ordinal)];
    }

    private bool Keeps(OverviewRow row) => Filter switch
    {
        OverviewFilter.Flagged => row.Flags.Count > 0,
        OverviewFilter.Rising => row.Change is not null && row.NextLower > row.UsualTotal,
        OverviewFilter.Falling => row.Change is not null && row.NextUpper < row.UsualTotal,
        _ => true,
    };

    private double? ValueOf(OverviewRow row) => Sort switch
    {
        OverviewColumn.Recent => row.Recent.Sum() ?? 0,
        OverviewColumn.Interval => row.NextTotal > 0 ? (row.NextUpper - row.NextLower) / row.NextTotal : null,
        OverviewColumn.Last => row.LastTotal,
        OverviewColumn.Change => row.Change,
        OverviewColumn.Error => row.LastWeekError,
        OverviewColumn.Flags => row.Flags.Count,
        _ => row.NextTotal,
    };
}
