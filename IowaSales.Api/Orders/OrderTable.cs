using System.Globalization;
using IowaSales.Api.Http.Answers;
using IowaSales.Contracts;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;

namespace IowaSales.Api.Orders;

/// <summary>The order list as a table, for the programs and spreadsheets that orders are placed with.</summary>
internal static class OrderTable
{
    private const string XlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private static readonly (string Name, Func<OrderLine, object?> Value)[] Columns =
    [
        ("item_name", line => line.Item),
        ("category", line => line.Category),
        ("vendor", line => line.Vendor),
        ("order_quantity", line => line.Quantity),
        ("packs", line => line.Packs),
        ("pack_size", line => line.PackSize),
        ("unit_cost", line => line.UnitCost),
        ("order_value", line => line.Value),
        ("status", line => StatusOf(line)),
        ("units_at_risk", line => line.UnitsAtRisk),
        ("stock_on_hand", line => line.StockOnHand),
        ("on_order", line => line.OnOrder),
        ("runs_out", line => Iso(line.RunsOut)),
        ("lead_time_days", line => line.LeadTimeDays),
        ("review_days", line => line.ReviewDays),
        ("cover_days", line => line.CoverDays),
        ("cover_through", line => Iso(line.CoverThrough)),
        ("uncovered_days", line => line.UncoveredDays),
        ("closed_days", line => line.ClosedDays),
        ("service_level", line => line.ServiceLevel),
        ("expected", line => line.Expected),
        ("model_expected", line => line.Statistical),
        ("quantile_0.1", line => line.Lower),
        ("quantile_0.9", line => line.Upper),
        ("need", line => line.Need),
        ("earlier_expected", line => line.Earlier),
        ("change", line => line.Change),
        ("class", line => line.Class),
    ];

    /// <summary>The list in CSV.</summary>
    /// <param name="request">The request.</param>
    /// <param name="lines">The lines.</param>
    /// <param name="entityTag">Tag of the list.</param>
    public static Answer Csv(HttpRequest request, IEnumerable<OrderLine> lines, string entityTag) => Answer.Csv(
        request,
        Columns.Select(column => column.Name),
        csv =>
        {
            foreach (var line in lines)
            {
                foreach (var column in Columns)
                {
                    csv.WriteField(column.Value(line));
                }

                csv.EndRecord();
            }
        },
        entityTag);

    /// <summary>The list as a workbook.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="entityTag">Tag of the list.</param>
    public static Answer Xlsx(IReadOnlyList<OrderLine> lines, string entityTag)
    {
        using var stream = new MemoryStream();
        var rows = lines.Select(line => Columns.ToDictionary(column => column.Name, column => column.Value(line)));
        MiniExcel.SaveAs(
            stream,
            lines.Count > 0 ? rows : [Columns.ToDictionary(column => column.Name, _ => (object?)null)],
            sheetName: "Orders",
            configuration: new OpenXmlConfiguration { Culture = CultureInfo.InvariantCulture });
        return Answer.File(stream.ToArray(), XlsxType, $"{entityTag}-xlsx");
    }

    private static string? Iso(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string StatusOf(OrderLine line) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(line.Status.ToString());
}
