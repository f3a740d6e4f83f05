namespace IowaSales.Web.Components.Pages.Product;

/// <summary>Addresses of the product page.</summary>
internal static class ProductAddress
{
    /// <summary>The page of one product.</summary>
    /// <param name="item">Stored name of the item.</param>
    /// <returns>A relative address.</returns>
    public static string Of(string item) => "product?item=" + Uri.EscapeDataString(item);
}
