using IowaSales.Contracts;
using IowaSales.Web.Components.Shared;

namespace IowaSales.Web.Components.Pages.Today;

/// <summary>Which products the list of today keeps.</summary>
public enum TodayFilter
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>Those with something to order.</summary>
    Order,

    /// <summary>Those whose forecast changed by much since the earlier one.</summary>
    Changed,
}

/// <summary>What a person asked the list of today to show; lives in the page's address.</summary>
/// <param name="Search">What is searched for, as <see cref="NameSearch"/> reads it.</param>
/// <param name="Category">Category to keep; empty for all.</param>
/// <param name="Vendor">Vendor to keep; empty for all.</param>
/// <param name="Filter">Which products to keep.</param>
/// <param name="Level">Service level of products that state none, percent: one of <see cref="Levels"/>.</param>
/// <param name="Open">Product whose panel is open; empty for none.</param>
public sealed record TodayQuery(string Search, string Category, string Vendor, TodayFilter Filter, int Level, string Open)
{
    /// <summary>The service levels to choose from, percent.</summary>
    public static readonly IReadOnlyList<int> Levels = [80, 90, 95, 98, 99];

    /// <summary>All products at 95 %, no panel open.</summary>
    public static readonly TodayQuery Default = new("", "", "", TodayFilter.All, 95, "");

    /// <summary>Classes to keep, as <see cref="ItemClassFilter"/> reads them; empty for all.</summary>
    public string Class { get; init; } = "";

    /// <summary>Largest share and smallest number of units by which a forecast changes unnoticed.</summary>
    private const double NotableShare = 0.2;
    private const double NotableUnits = 10;

    /// <summary>Reads an address's parameters; what cannot be read is as if it were not there.</summary>
    /// <param name="search">The <c>q</c> parameter.</param>
    /// <param name="category">The <c>category</c> parameter.</param>
    /// <param name="vendor">The <c>vendor</c> parameter.</param>
    /// <param name="filter">The <c>show</c> parameter.</param>
    /// <param name="level">The <c>level</c> parameter, percent.</param>
    /// <param name="open">The <c>item</c> parameter.</param>
    /// <param name="itemClass">The <c>class</c> parameter.</param>
    public static TodayQuery Parse(string? search, string? category, string? vendor, string? filter, int? level, string? open, string? itemClass = null) => new(
        search?.TrimStart() ?? "",
        category?.Trim() ?? "",
        vendor?.Trim() ?? "",
        AddressWords.Parse<TodayFilter>(filter) ?? Default.Filter,
        Levels.Contains(level ?? 0) ? level!.Value : Default.Level,
        open?.Trim() ?? "")
    {
        Class = itemClass is not null && ItemClassFilter.IsFilter(itemClass) ? itemClass : "",
    };

    /// <summary>The address's parameters; those at their default are null, so that they are left out.</summary>
    public IReadOnlyDictionary<string, object?> ToParameters() => new Dictionary<string, object?>
    {
        ["q"] = Search.Length == 0 ? null : Search,
        ["category"] = Category.Length == 0 ? null : Category,
        ["vendor"] = Vendor.Length == 0 ? null : Vendor,
        ["class"] = Class.Length == 0 ? null : Class,
        ["show"] = Filter == Default.Filter ? null : AddressWords.Of(Filter),
        ["level"] = Level == Default.Level ? null : Level,
        ["item"] = Open.Length == 0 ? null : Open,
    };

    /// <summary>The rows that are kept, in their order, each with its place.</summary>
    /// <param name="lines">All lines, ranked.</param>
    public IReadOnlyList<(OrderLine Line, int Index)> Apply(IReadOnlyList<OrderLine> lines)
    {
        var kept = lines.Where(line =>
            (Category.Length == 0 || Category.Equals(line.Category, StringComparison.OrdinalIgnoreCase))
            && (Vendor.Length == 0 || Vendor.Equals(line.Vendor, StringComparison.OrdinalIgnoreCase))
            && ItemClassFilter.Keeps(Class, line.Class)
            && (Filter != TodayFilter.Order || line.Quantity > 0)
            && (Filter != TodayFilter.Changed || IsNotable(line))).ToList();
        return [.. NameSearch.Keep(Search, kept, line => line.Item).Select((line, index) => (line, index))];
    }

    /// <summary>Whether a forecast changed so much since the earlier one that a person should know.</summary>
    /// <param name="line">The product.</param>
    public static bool IsNotable(OrderLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return line is { Change: { } change, Earlier: { } earlier } && Math.Abs(change) >= NotableUnits && Math.Abs(change) >= NotableShare * earlier;
    }
}
