using System.Globalization;
using IowaSales.Forecasting.Data.Quality;
using IowaSales.Trainer.Data;
using Spectre.Console;

namespace IowaSales.Trainer.Quality;

/// <summary>The report for people.</summary>
internal static class QualityTables
{
    private const int MaxItems = 40;

    private static readonly string[] Weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    /// <summary>Writes the facts, the items with most sales, and the broken rules.</summary>
    public static void Write(IAnsiConsole console, QualityReport report, IReadOnlyDictionary<string, string> broken)
    {
        var facts = new Grid().AddColumn().AddColumn();
        facts.AddRow("rows", Text($"{report.Rows} of {report.Items.Count} items, {report.From:yyyy-MM-dd} .. {report.Through:yyyy-MM-dd}"));
        facts.AddRow("days", Text($"{report.OpenDays} open, {report.ClosedDays} closed, longest closure {report.LongestClosureDays} days"));
        facts.AddRow("closed on", string.Join(", ", Weekdays.Select((name, weekday) => Text($"{name} {report.ClosedByWeekday[weekday]}"))));
        facts.AddRow("rows of note", Text($"{report.Duplicates} duplicates, {report.Negatives} negative, {report.Zeros} open days without sales, {report.Outliers} outliers"));
        facts.AddRow("items of note", Text($"{report.Started} started after the beginning, {report.Stopped} stopped selling"));
        console.Write(facts);
        console.Write(ItemTable(report));
        foreach (var line in SalesRemarks.Lines(broken))
        {
            console.Write(new Spectre.Console.Text($"{line}\n"));
        }
    }

    private static Table ItemTable(QualityReport report)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("item");
        foreach (var column in (string[])["first", "last", "rows", "total", "zeros", "negative", "gap", "outliers"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        table.AddColumn("note");
        foreach (var item in report.Items.OrderByDescending(item => item.Total).ThenBy(item => item.Item, StringComparer.Ordinal).Take(MaxItems))
        {
            table.AddRow(
                Markup.Escape(item.Item), Text($"{item.First:yyyy-MM-dd}"), Text($"{item.Last:yyyy-MM-dd}"), Text($"{item.Rows}"),
                Text($"{item.Total:0.##}"), Text($"{item.Zeros}"), Text($"{item.Negatives}"), Text($"{item.LongestGapDays}"),
                Text($"{item.Outliers.Count}"), item.Stopped ? "stopped" : item.StartedLate ? "started late" : "");
        }

        if (report.Items.Count > MaxItems)
        {
            table.Caption = new TableTitle(Text($"the {MaxItems} items with most sales of {report.Items.Count}; --json lists all"));
        }

        return table;
    }

    private static string Text(FormattableString text) => Markup.Escape(text.ToString(CultureInfo.InvariantCulture));
}
