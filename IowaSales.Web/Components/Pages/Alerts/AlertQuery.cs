using IowaSales.Contracts;
using IowaSales.Web.Api;
using IowaSales.Web.Components.Shared;

namespace IowaSales.Web.Components.Pages.Alerts;

/// <summary>What a person asked the list of alerts to show; lives in the page's address.</summary>
/// <param name="All">Whether dismissed ones are shown too.</param>
/// <param name="Kind">The cause to keep; null for all.</param>
/// <param name="Search">Products to keep, as <see cref="NameSearch"/> reads it.</param>
/// <param name="BySize">Largest first instead of newest first.</param>
internal sealed record AlertQuery(bool All, string? Kind, string Search, bool BySize)
{
    private const string AllWord = "all";
    private const string SizeWord = "size";

    /// <summary>Reads an address's parameters; what cannot be read is as if it were not there.</summary>
    /// <param name="show">The <c>show</c> parameter.</param>
    /// <param name="kind">The <c>kind</c> parameter.</param>
    /// <param name="search">The <c>q</c> parameter.</param>
    /// <param name="sort">The <c>sort</c> parameter.</param>
    public static AlertQuery Parse(string? show, string? kind, string? search, string? sort) =>
        new(show == AllWord, string.IsNullOrEmpty(kind) ? null : kind, search?.TrimStart() ?? "", sort == SizeWord);

    /// <summary>The address's parameters; those at their default are null, so that they are left out.</summary>
    public IReadOnlyDictionary<string, object?> ToParameters() => new Dictionary<string, object?>
    {
        ["show"] = All ? AllWord : null,
        ["kind"] = Kind,
        ["q"] = Search.Length == 0 ? null : Search,
        ["sort"] = BySize ? SizeWord : null,
    };

    /// <summary>The entries to show, in order. Largest first: what concerns all products, then by bottles.</summary>
    /// <param name="alerts">All alerts.</param>
    public IReadOnlyList<AlertGroup> Apply(IReadOnlyList<SalesAlert> alerts)
    {
        var ofKind = Kind is null ? alerts : [.. alerts.Where(alert => alert.Kind == Kind)];
        var kept = Search.Length == 0 ? ofKind : NameSearch.Keep(Search, [.. ofKind.Where(alert => alert.Item is not null)], alert => alert.Item!);
        var groups = AlertGroup.Of(kept);
        return [.. BySize
            ? groups.OrderBy(group => group.Dismissed).ThenByDescending(group => group.ConcernsAll).ThenByDescending(group => group.Size ?? 0)
            : groups];
    }
}
