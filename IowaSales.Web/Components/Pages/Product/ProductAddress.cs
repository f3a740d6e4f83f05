using IowaSales.Web.Components.Charts;

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

    /// <summary>The page of one product with four weeks on either side of a day in view.</summary>
    /// <param name="item">Stored name of the item.</param>
    /// <param name="date">The day.</param>
    /// <returns>A relative address.</returns>
    public static string Around(string item, DateOnly date) =>
        $"{Of(item)}&range={ChartRange.Of(date.AddDays(-WeeksAround * DaysAWeek), date.AddDays(WeeksAround * DaysAWeek)).Text}";
}
