using IowaSales.Contracts;
using IowaSales.Web.Api;
using IowaSales.Web.Components.Shared;

namespace IowaSales.Web.Components.Pages.Alerts;

/// <summary>What a person asked the list of alerts to show; lives in the page's address.</summary>
/// <param name="Show">Open ones, snoozed ones or all.</param>
/// <param name="Kind">The cause to keep; null for all.</param>
/// <param name="Owner">Whose to keep: empty for nobody's; null for all.</param>
/// <param name="Search">Products to keep, as <see cref="NameSearch"/> reads it.</param>
/// <param name="BySize">Largest first instead of newest first.</param>
internal sealed record AlertQuery(AlertShow Show, string? Kind, string? Owner, string Search, bool BySize)
{
    /// <summary>Category to keep; empty for all.</summary>
    public string Category { get; init; } = "";

    /// <summary>Vendor to keep; empty for all.</summary>
    public string Vendor { get; init; } = "";

    private const string AllWord = "all";
    private const string SizeWord = "size";
    private const string NobodyWord = "-";

    /// <summary>Reads an address's parameters; what cannot be read is as if it were not there.</summary>
    /// <param name="show">The <c>show</c> parameter.</param>
    /// <param name="kind">The <c>kind</c> parameter.</param>
    /// <param name="owner">The <c>owner</c> parameter.</param>
    /// <param name="search">The <c>q</c> parameter.</param>
    /// <param name="sort">The <c>sort</c> parameter.</param>
    /// <param name="category">The <c>category</c> parameter.</param>
    /// <param name="vendor">The <c>vendor</c> parameter.</param>
    public static AlertQuery Parse(string? show, string? kind, string? owner, string? search, string? sort, string? category = null, string? vendor = null) => new(
        show switch { AllWord => AlertShow.All, AlertStates.Snoozed => AlertShow.Snoozed, _ => AlertShow.Open },
        string.IsNullOrEmpty(kind) ? null : kind,
        owner switch { null or "" => null, NobodyWord => "", _ => owner },
        search?.TrimStart() ?? "",
        sort == SizeWord)
    {
        Category = category?.Trim() ?? "",
        Vendor = vendor?.Trim() ?? "",
    };

    /// <summary>The address's parameters; those at their default are null, so that they are left out.</summary>
    public IReadOnlyDictionary<string, object?> ToParameters() => new Dictionary<string, object?>
    {
        ["show"] = Show switch { AlertShow.All => AllWord, AlertShow.Snoozed => AlertStates.Snoozed, _ => null },
        ["kind"] = Kind,
        ["owner"] = Owner is "" ? NobodyWord : Owner,
        ["q"] = Search.Length == 0 ? null : Search,
        ["sort"] = BySize ? SizeWord : null,
        ["category"] = Category.Length == 0 ? null : Category,
        ["vendor"] = Vendor.Length == 0 ? null : Vendor,
    };

    /// <summary>The entries to show, in order. Largest first: what concerns all products, then by bottles.</summary>
    /// <param name="alerts">All alerts.</param>
    /// <param name="products">The products by name; null while they are not known, so that category and vendor keep all.</param>
    public IReadOnlyList<AlertGroup> Apply(IReadOnlyList<SalesAlert> alerts, IReadOnlyDictionary<string, OverviewRow>? products)
    {
        var wanted = alerts.Where(alert => (Show != AlertShow.Snoozed || alert.State == AlertStates.Snoozed)
            && (Kind is null || alert.Kind == Kind)
            && (Owner is null || Owner.Equals(alert.Owner ?? "", StringComparison.OrdinalIgnoreCase))
            && IsOfGroup(alert.Item, products)).ToList();
        var kept = Search.Length == 0 ? wanted : NameSearch.Keep(Search, [.. wanted.Where(alert => alert.Item is not null)], alert => alert.Item!);
        var groups = AlertGroup.Of(kept);
        return [.. BySize
            ? groups.OrderBy(group => group.Dismissed).ThenByDescending(group => group.ConcernsAll).ThenByDescending(group => group.Size ?? 0)
            : groups];
    }

    private bool IsOfGroup(string? item, IReadOnlyDictionary<string, OverviewRow>? products) =>
        Category.Length + Vendor.Length == 0
        || products is null
        || (item is not null
            && products.TryGetValue(item, out var row)
            && (Category.Length == 0 || Category.Equals(row.Category, StringComparison.OrdinalIgnoreCase))
            && (Vendor.Length == 0 || Vendor.Equals(row.Vendor, StringComparison.OrdinalIgnoreCase)));
}

/// <summary>Which alerts are listed.</summary>
internal enum AlertShow
{
    /// <summary>Those that wait for someone.</summary>
    Open,

    /// <summary>Those that are put off.</summary>
    Snoozed,

    /// <summary>All, dismissed ones too.</summary>
    All,
}
