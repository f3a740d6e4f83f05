using IowaSales.Contracts;
using IowaSales.Web.Components.Pages.Overview;
using IowaSales.Web.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace IowaSales.Web.Components.Downloads;

/// <summary>The overview's table as a file: the rows and columns a person sees, in the order they see them.</summary>
internal static class OverviewDownload
{
    /// <summary>Path under <c>/download</c>.</summary>
    public const string Path = "/overview.csv";

    private static readonly (OverviewColumn Column, Func<int, string[]> Names, Func<OverviewRow, object?[]> Values)[] Columns =
    [
        (OverviewColumn.Item, _ => ["item_name"], row => [row.Item]),
        (OverviewColumn.Next, days => [$"next_{days}_days"], row => [Round(row.NextTotal)]),
        (OverviewColumn.Interval, days => [$"next_{days}_days_0.1", $"next_{days}_days_0.9"], row => [Round(row.NextLower), Round(row.NextUpper)]),
        (OverviewColumn.Last, days => [$"last_{days}_days"], row => [Round(row.LastTotal)]),
        (OverviewColumn.Change, _ => ["change"], row => [Round(row.Change, 4)]),
        (OverviewColumn.Error, _ => ["last_week_error"], row => [Round(row.LastWeekError, 4)]),
        (OverviewColumn.Flags, _ => ["flags"], row => [string.Join(';', row.Flags.Select(UiText.Common.FlagName))]),
        (OverviewColumn.Class, _ => ["class", "category", "vendor"], row => [row.Class, row.Category, row.Vendor]),
    ];

    /// <summary>Where to download what a query shows.</summary>
    /// <param name="query">What is shown.</param>
    /// <returns>A relative address.</returns>
    public static string AddressOf(OverviewQuery query) => QueryHelpers.AddQueryString(
        "download" + Path,
        query.ToParameters().Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => (string?)pair.Value));

    /// <summary>Name of the file.</summary>
    public static string FileName(Overview overview) => $"iowa-sales-overview-{Format.IsoDay(overview.DataThrough)}.csv";

    /// <summary>The table.</summary>
    /// <param name="overview">All rows.</param>
    /// <param name="query">What is shown of them.</param>
    /// <returns>CSV text.</returns>
    public static string Csv(Overview overview, OverviewQuery query)
    {
        var columns = Columns.Where(column => query.Shows(column.Column)).ToList();
        return CsvText.Write(
            columns.SelectMany(column => column.Names(overview.Horizon)),
            query.Apply(OverviewRows.Of(overview).All).Select(row => columns.SelectMany(column => column.Values(row))));
    }

    private static double? Round(double? value, int digits = 1) => value is { } known ? Math.Round(known, digits) : null;
}
