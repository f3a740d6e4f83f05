using System.Globalization;
using IowaSales.Forecasting.Data.Quality;
using Spectre.Console;

namespace IowaSales.Trainer.Data;

/// <summary>Drivers and attributes for people.</summary>
internal static class DriverTables
{
    private const int MaxLevels = 6;

    /// <summary>Writes a row for each driver and attribute, and what a person should know of them.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="report">The report; null for neither.</param>
    /// <param name="lastSales">Last day of the sales.</param>
    public static void Write(IAnsiConsole console, DriverQualityReport? report, DateOnly lastSales)
    {
        if (report is null)
        {
            return;
        }

        if (report.Drivers.Count > 0)
        {
            var table = TableOf("driver", "type", "values", "from", "through", "rows without", "fill", "note");
            foreach (var driver in report.Drivers)
            {
                table.AddRow(
                    Markup.Escape(driver.Name), driver.Type, Values(driver.Min, driver.Max, driver.Levels), Text($"{driver.From:yyyy-MM-dd}"),
                    Text($"{driver.Through:yyyy-MM-dd}"), Text($"{driver.RowsWithout}"), Markup.Escape(driver.Fill ?? ""),
                    driver.Constant ? "constant" : driver.NewLevels.Count > 0 ? "new levels ahead" : "");
            }

            console.Write(table);
        }

        if (report.Attributes.Count > 0)
        {
            var table = TableOf("attribute", "type", "values", "items", "blank", "note");
            foreach (var attribute in report.Attributes)
            {
                table.AddRow(
                    Markup.Escape(attribute.Name), attribute.Type, Values(attribute.Min, attribute.Max, attribute.Levels), Text($"{attribute.ItemsWith}"),
                    Text($"{attribute.ItemsWithout}"), attribute.Constant ? "constant" : "");
            }

            console.Write(table);
        }

        foreach (var remark in report.Remarks(lastSales))
        {
            console.Write(new Spectre.Console.Text($"{remark}\n"));
        }
    }

    private static Table TableOf(params string[] columns)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns(columns);
        return table;
    }

    private static string Values(double? min, double? max, IReadOnlyList<string> levels)
    {
        if (levels.Count == 0)
        {
            return Text($"{min:0.####} .. {max:0.####}");
        }

        var shown = string.Join(", ", levels.Take(MaxLevels));
        return Markup.Escape(levels.Count > MaxLevels ? $"{levels.Count} levels: {shown}, ..." : shown);
    }

    private static string Text(FormattableString text) => Markup.Escape(text.ToString(CultureInfo.InvariantCulture));
}
