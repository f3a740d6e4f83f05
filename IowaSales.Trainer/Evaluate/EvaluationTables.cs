using System.Globalization;
using IowaSales.Forecasting.Backtesting;
using IowaSales.Trainer.CommandLine;
using Spectre.Console;

namespace IowaSales.Trainer.Evaluate;

/// <summary>An evaluation for people.</summary>
internal static class EvaluationTables
{
    private const int MaxItems = 20;

    /// <summary>Writes the tables, and what the comparison says.</summary>
    public static void Write(VerbRun run, EvaluationDocument document)
    {
        run.Surroundings.Out.WriteLine(Text(
            $"{document.Origins.Count} windows of {document.Horizon} days, {document.Origins[0]:yyyy-MM-dd} .. {document.Origins[^1].AddDays(document.Horizon - 1):yyyy-MM-dd}, {document.Items} items, {document.Protocol} days{(document.Simulated ? ", simulated sales" : "")}"));
        foreach (var model in document.Models)
        {
            run.Surroundings.Out.WriteLine($"{model.Name}: {model.How}");
        }

        run.Out.Write(TableOf("model", document.Models.SelectMany(model => RowsOf(model, document.Models.Count > 1))));
        run.Out.Write(TableOf("step", Side(document, model => model.Accuracy.ByStep)));
        run.Out.Write(TableOf("weekday", Side(document, model => model.Accuracy.ByWeekday)));
        run.Out.Write(ItemTable(document));
        foreach (var comparison in document.Comparisons)
        {
            run.Surroundings.Out.WriteLine(comparison.Sentence);
        }

        run.Say($"Evaluated in {document.Seconds.ToString("0.0", CultureInfo.InvariantCulture)} s.");
    }

    private static IEnumerable<AccuracyGroup> RowsOf(EvaluatedModel model, bool compared) => compared
        ? [new AccuracyGroup(model.Name, model.Accuracy.Overall)]
        : [new AccuracyGroup("Ensemble", model.Accuracy.Overall), .. model.Families];

    private static IEnumerable<AccuracyGroup> Side(EvaluationDocument document, Func<EvaluatedModel, IReadOnlyList<AccuracyGroup>> groups)
    {
        var first = groups(document.Models[0]);
        for (var row = 0; row < first.Count; row++)
        {
            yield return first[row];
            foreach (var other in document.Models.Skip(1))
            {
                yield return groups(other)[row] with { Key = $"  {other.Name}" };
            }
        }
    }

    private static Table ItemTable(EvaluationDocument document)
    {
        var items = document.Models[0].Accuracy.ByItem;
        var chosen = Enumerable.Range(0, items.Count)
            .OrderByDescending(index => items[index].Metrics.Mase ?? -1)
            .Take(MaxItems)
            .ToHashSet();
        var shown = document with
        {
            Models =
            [
                .. document.Models.Select(model => model with
                {
                    Accuracy = model.Accuracy with { ByItem = [.. model.Accuracy.ByItem.Where((_, index) => chosen.Contains(index))] },
                }),
            ],
        };
        var table = TableOf("item", Side(shown, model => model.Accuracy.ByItem));
        if (items.Count > MaxItems)
        {
            table.Caption = new TableTitle(Text($"the {MaxItems} items with the largest MASE of {items.Count}; --output FILE.csv has all"));
        }

        return table;
    }

    private static Table TableOf(string heading, IEnumerable<AccuracyGroup> rows)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn(heading);
        foreach (var (column, _) in MetricColumns.All)
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (var row in rows)
        {
            table.AddRow([Markup.Escape(row.Key), .. MetricColumns.All.Select(column => Markup.Escape(column.Text(row.Metrics)))]);
        }

        return table;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
