using IowaSales.Contracts;
using IowaSales.Web.Components.Pages.Today;
using IowaSales.Web.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace IowaSales.Web.Components.Downloads;

/// <summary>The order list as the API's files, for the products that the filters keep.</summary>
internal static class OrdersDownload
{
    /// <summary>Path of the CSV under <c>/download</c>.</summary>
    public const string CsvPath = "/orders.csv";

    /// <summary>Path of the workbook under <c>/download</c>.</summary>
    public const string XlsxPath = "/orders.xlsx";

    /// <summary>Media type of the workbook.</summary>
    public const string XlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>Where to download what the filters keep.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="query">What is shown; the search and the open panel are left out.</param>
    /// <returns>A relative address.</returns>
    public static string AddressOf(string path, TodayQuery query) => QueryHelpers.AddQueryString(
        "download" + path,
        (query with { Search = "", Open = "" }).ToParameters()
            .Where(pair => pair.Value is not null)
            .ToDictionary(pair => pair.Key, pair => Convert.ToString(pair.Value, System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>What to ask the API for.</summary>
    /// <param name="query">What is shown.</param>
    public static OrderQuery Of(TodayQuery query) => new()
    {
        ServiceLevel = query.Level / 100.0,
        Category = query.Category.Length == 0 ? null : query.Category,
        Vendor = query.Vendor.Length == 0 ? null : query.Vendor,
        Class = query.Class.Length == 0 ? null : query.Class,
        OnlyToOrder = query.Filter == TodayFilter.Order,
    };

    /// <summary>Name of the file.</summary>
    /// <param name="day">The day of the orders.</param>
    /// <param name="extension">Extension, without the dot.</param>
    public static string FileName(DateOnly day, string extension) => $"iowa-sales-orders-{Format.IsoDay(day)}.{extension}";
}
