using IowaSales.Contracts;
using IowaSales.Web.Components.Pages.Data;
using IowaSales.Web.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace IowaSales.Web.Components.Downloads;

/// <summary>The quality table as a file: the rows a person sees, in the order they see them.</summary>
internal static class QualityDownload
{
    /// <summary>Path under <c>/download</c>.</summary>
    public const string Path = "/quality.csv";

    private static readonly string[] Header =
    [
        "item_name", "first_sale", "last_sale", "total_sold", "days_without_sales", "longest_gap_days", "returns", "stopped_selling", "outliers",
    ];

    /// <summary>Where to download what a query shows.</summary>
    /// <param name="query">What is shown.</param>
    /// <returns>A relative address.</returns>
    public static string AddressOf(QualityQuery query) => QueryHelpers.AddQueryString(
        "download" + Path,
        query.ToParameters().Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => (string?)pair.Value));

    /// <summary>Name of the file.</summary>
    public static string FileName(QualitySummary quality) => $"iowa-sales-quality-{Format.IsoDay(quality.Through)}.csv";

    /// <summary>The table; outlier dates are separated by semicolons, newest first.</summary>
    /// <param name="quality">All products.</param>
    /// <param name="query">What is shown of them.</param>
    /// <returns>CSV text.</returns>
    public static string Csv(QualitySummary quality, QualityQuery query) => CsvText.Write(
        Header,
        query.Apply(quality.PerItem).Select(item => (IEnumerable<object?>)
        [
            item.Item, Format.IsoDay(item.First), Format.IsoDay(item.Last), item.Total, item.Zeros, item.LongestGapDays, item.Negatives,
            item.Stopped ? 1 : 0, string.Join(';', item.OutlierDates.Select(Format.IsoDay)),
        ]));
}
