namespace IowaSales.Web.Components.Pages.Product;

/// <summary>The service level that a person chose last, for the products they open next; an address that states one goes before. One for each circuit.</summary>
internal sealed class ServiceLevel
{
    /// <summary>The level, 0 .. 1; null before one is chosen.</summary>
    public double? Chosen { get; set; }
}
