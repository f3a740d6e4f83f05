using IowaSales.Contracts;
using IowaSales.Web.Components.Shared;

namespace IowaSales.Web.Components.Pages.Data;

/// <summary>The columns of the quality table.</summary>
public enum QualityColumn
{
    /// <summary>Name.</summary>
    Item,

    /// <summary>First sale.</summary>
    First,

    /// <summary>Last sale.</summary>
    Last,

    /// <summary>Sum of all sales.</summary>
    Total,

    /// <summary>Open days without sales.</summary>
    Zeros,

    /// <summary>Longest run of open days without a sale.</summary>
    Gap,

    /// <summary>Days with more returns than sales.</summary>
    Returns,

    /// <summary>Days far outside the usual range.</summary>
    Outliers,
}

/// <summary>Which products the quality table keeps.</summary>
public enum QualityFilter
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>Those with days far outside their usual range.</summary>
    Outliers,

    /// <summary>Those that no longer sell.</summary>
    Stopped,
}

/// <summary>What a person asked the quality table to show; lives in the page's address.</summary>
/// <param name="Search">What is searched for, as <see cref="NameSearch"/> reads it.</param>
/// <param name="Filter">Which products to keep.</param>
/// <param name="Sort">Column to order by.</param>
/// <param name="Descending">Largest first.</param>
public sealed record QualityQuery(string Search, QualityFilter Filter, QualityColumn Sort, bool Descending)
{
    /// <summary>All products by name.</summary>
    public static readonly QualityQuery Default = new("", QualityFilter.All, QualityColumn.Item, false);

    /// <summary>Reads an address's parameters; what cannot be read is as if it were not there.</summary>
    /// <param name="search">The <c>q</c> parameter.</param>
    /// <param name="filter">The <c>show</c> parameter.</param>
    /// <param name="sort">The <c>sort</c> parameter: a column, with a leading minus for descending.</param>
    /// <returns>The query.</returns>
    public static QualityQuery Parse(string? search, string? filter, string? sort) => new(
        search?.TrimStart() ?? "",
        AddressWords.Parse<QualityFilter>(filter) ?? Default.Filter,
        AddressWords.Parse<QualityColumn>(sort?.TrimStart('-')) ?? Default.Sort,
        sort?.StartsWith('-') ?? Default.Descending);

    /// <summary>The address's parameters; those at their default are null, so that they are left out.</summary>
    /// <returns>Names and values.</returns>
    public IReadOnlyDictionary<string, object?> ToParameters() => new Dictionary<string, object?>
    {
        ["q"] = Search.Length == 0 ? null : Search,
        ["show"] = Filter == Default.Filter ? null : AddressWords.Of(Filter),
        ["sort"] = Sort == Default.Sort && Descending == Default.Descending ? null : (Descending ? "-" : "") + AddressWords.Of(Sort),
    };

    /// <summary>Orders by a column; by the same column again the other way round. Numbers start with the largest.</summary>
    public QualityQuery SortedBy(QualityColumn column) =>
        this with { Sort = column, Descending = Sort == column ? !Descending : column != QualityColumn.Item };

    /// <summary>The products to show, in order; ties are by name.</summary>
    /// <param name="items">All products.</param>
    /// <returns>The products that fit.</returns>
    public IReadOnlyList<ItemQuality> Apply(IReadOnlyList<ItemQuality> items)
    {
        var kept = NameSearch.Keep(Search, items, item => item.Item).Where(Keeps);
        if (Sort == QualityColumn.Item)
        {
            return [.. Descending ? kept.OrderByDescending(item => item.Item, StringComparer.Ordinal) : kept.OrderBy(item => item.Item, StringComparer.Ordinal)];
        }

        return [.. (Descending ? kept.OrderByDescending(ValueOf) : kept.OrderBy(ValueOf)).ThenBy(item => item.Item, StringComparer.Ordinal)];
    }

    private bool Keeps(ItemQuality item) => Filter switch
    {
        QualityFilter.Outliers => item.OutlierDates.Count > 0,
        QualityFilter.Stopped => item.Stopped,
        _ => true,
    };

    private double ValueOf(ItemQuality item) => Sort switch
    {
        QualityColumn.First => item.First.DayNumber,
        QualityColumn.Last => item.Last.DayNumber,
        QualityColumn.Total => item.Total,
        QualityColumn.Zeros => item.Zeros,
        QualityColumn.Gap => item.LongestGapDays,
        QualityColumn.Returns => item.Negatives,
        _ => item.OutlierDates.Count,
    };
}
