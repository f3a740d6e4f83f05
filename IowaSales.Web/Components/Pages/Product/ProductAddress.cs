using IowaSales.Web.Components.Charts;
using IowaSales.Web.Components.Pages.Overview;
using Microsoft.AspNetCore.WebUtilities;

namespace IowaSales.Web.Components.Pages.Product;

/// <summary>Addresses of the product page.</summary>
internal static class ProductAddress
{
    private const int WeeksAround = 4;
    private const int DaysAWeek = 7;

    /// <summary>The page of one product.</summary>
    /// <param name="item">Stored name of the item.</param>
    /// <returns>A relative address.</returns>
    public static string Of(string item) => "product?item=" + Uri.EscapeDataString(item);

    /// <summary>The page of one product out of the overview's list, whose previous and next are those of the list.</summary>
    /// <param name="item">Stored name of the item.</param>
    /// <param name="list">What the list shows.</param>
    /// <returns>A relative address.</returns>
    public static string Of(string item, OverviewQuery list)
    {
        var parameters = list.ToParameters().Where(pair => pair.Key != "hide" && pair.Value is not null)
            .ToDictionary(pair => pair.Key, pair => (string?)pair.Value);
        parameters.TryAdd("sort", OverviewQuery.DefaultSort);
        return QueryHelpers.AddQueryString(Of(item), parameters);
    }

    /// <summary>The page of one product with four weeks on either side of a day in view.</summary>
    /// <param name="item">Stored name of the item.</param>
    /// <param name="date">The day.</param>
    /// <returns>A relative address.</returns>
    public static string Around(string item, DateOnly date) =>
        $"{Of(item)}&range={ChartRange.Of(date.AddDays(-WeeksAround * DaysAWeek), date.AddDays(WeeksAround * DaysAWeek)).Text}";
}
