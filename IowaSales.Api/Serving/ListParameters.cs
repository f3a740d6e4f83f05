using IowaSales.Api.Http.OpenApi;
using IowaSales.Api.Http.Parameters;
using IowaSales.Contracts;

namespace IowaSales.Api.Serving;

/// <summary>Query parameters of lists: their order, and a page of them.</summary>
internal static class ListParameters
{
    /// <summary>Lists of up to so many items are answered whole where no page is asked for.</summary>
    public const int MaxWhole = 5000;

    /// <summary>Order of items.</summary>
    public static readonly DocumentedParameter Sort = new(
        "sort", "name (default), volume (largest expected sum first) or growth (largest rise against as many days before first).", ParameterType.Text, "volume");

    /// <summary>Number of a page.</summary>
    public static readonly DocumentedParameter Page = new("page", "Number of the page, from 1 (default) to the last.", ParameterType.Integer, "1");

    /// <summary>Length of a page.</summary>
    public static readonly DocumentedParameter PageSize = new("page_size", "Items on a page, 1 to 500; 100 by default.", ParameterType.Integer, "100");

    private const int DefaultPageSize = 100;
    private const int MaxPageSize = 500;

    /// <summary>The order of items.</summary>
    /// <param name="request">The request.</param>
    public static ForecastSort SortOf(HttpRequest request) => request.Text(Sort.Name)?.ToLowerInvariant() switch
    {
        null or "name" => ForecastSort.Name,
        "volume" => ForecastSort.Volume,
        "growth" => ForecastSort.Growth,
        var other => throw RequestParameters.Refused(Sort.Name, "sort must be name, volume or growth", other),
    };

    /// <summary>Whether a page is asked for.</summary>
    /// <param name="request">The request.</param>
    public static bool AsksForPage(HttpRequest request) => request.Query.ContainsKey(Page.Name) || request.Query.ContainsKey(PageSize.Name);

    /// <summary>The page that is asked for.</summary>
    /// <param name="request">The request.</param>
    /// <param name="total">Number of items over all pages.</param>
    public static ListPage PageOf(HttpRequest request, int total)
    {
        var size = request.Integer(PageSize.Name, 1, MaxPageSize, DefaultPageSize);
        var pages = Math.Max(1, (int)((total + (size - 1L)) / size));
        return new ListPage(request.Integer(Page.Name, 1, pages, 1), size, total);
    }
}

/// <summary>A page of a list.</summary>
/// <param name="Number">Number of the page, from 1.</param>
/// <param name="Size">Most items on it.</param>
/// <param name="Total">Number of items over all pages.</param>
internal readonly record struct ListPage(int Number, int Size, int Total)
{
    /// <summary>The items of a list that are on this page.</summary>
    /// <param name="items">The list.</param>
    public int[] Of(IReadOnlyList<int> items)
    {
        var first = (Number - 1) * Size;
        var shown = new int[Math.Clamp(Total - first, 0, Size)];
        for (var i = 0; i < shown.Length; i++)
        {
            shown[i] = items[first + i];
        }

        return shown;
    }
}
