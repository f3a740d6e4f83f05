using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using IowaSales.Contracts;
using IowaSales.Web.Api;
using IowaSales.Web.Text;

namespace IowaSales.Web.Components.Downloads;

/// <summary>One product's history and forecast as files.</summary>
internal static class ProductDownload
{
    /// <summary>Path of the CSV under <c>/download</c>.</summary>
    public const string CsvPath = "/product.csv";

    /// <summary>Path of the JSON under <c>/download</c>.</summary>
    public const string JsonPath = "/product.json";

    private static readonly ContractJson Indented = new(
        new JsonSerializerOptions(ContractJson.Default.Options) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Where to download the CSV.</summary>
    public static string CsvAddressOf(string item) => $"download{CsvPath}?item={Uri.EscapeDataString(item)}";

    /// <summary>Where to download the JSON.</summary>
    public static string JsonAddressOf(string item) => $"download{JsonPath}?item={Uri.EscapeDataString(item)}";

    /// <summary>A file name of letters, digits and hyphens.</summary>
    /// <param name="item">Name of the item.</param>
    /// <param name="extension">Extension, without the dot.</param>
    /// <returns>The name.</returns>
    public static string FileName(string item, string extension)
    {
        var words = new string([.. item.ToLowerInvariant().Select(sign => char.IsAsciiLetterOrDigit(sign) ? sign : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return $"iowa-sales-{(words.Length == 0 ? "product" : string.Join('-', words))}.{extension}";
    }

    /// <summary>The forecast as the API answers it, indented.</summary>
    public static string Json(ItemForecast forecast) => JsonSerializer.Serialize(forecast, Indented.ItemForecast);

    /// <summary>Every day of history with its sales, then the forecast days with their mean and quantiles.</summary>
    /// <param name="sales">History and forecast.</param>
    /// <returns>CSV text.</returns>
    public static string Csv(ItemSales sales)
    {
        var levels = sales.Forecast.Predictions.SelectMany(day => day.Quantiles.Keys).Distinct()
            .OrderBy(level => double.Parse(level, CultureInfo.InvariantCulture)).ToList();
        var history = sales.History.Days.Select(day => (IEnumerable<object?>)
            [sales.Forecast.Item, Format.IsoDay(day.Date), day.Sales, day.Closed ? 1 : 0, null, .. levels.Select(_ => (object?)null)]);
        var forecast = sales.Forecast.Predictions.Select(day => (IEnumerable<object?>)
            [
                sales.Forecast.Item, Format.IsoDay(day.Date), null, day.Closed ? 1 : 0, day.Mean,
                .. levels.Select(level => day.Quantiles.TryGetValue(level, out var value) ? (object?)value : null),
            ]);
        return CsvText.Write(
            ["item_name", "date", "sold", "closed", "mean", .. levels.Select(level => "quantile_" + level)], history.Concat(forecast));
    }
}
