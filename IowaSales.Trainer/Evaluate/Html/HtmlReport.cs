using System.Globalization;
using System.Text;
using System.Xml.Linq;
using IowaSales.Forecasting.Backtesting;

namespace IowaSales.Trainer.Evaluate.Html;

/// <summary>An evaluation as one page that needs nothing from outside: tables, and plots as inline SVG.</summary>
internal static class HtmlReport
{
    private const int MostItems = 500;

    /// <summary>Writes the page.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="report">The evaluation.</param>
    /// <param name="charts">Products to chart, those that sell most.</param>
    public static void Write(Stream stream, EvaluationReport report, int charts)
    {
        var document = report.Document;
        var page = Markup.Tag(
            "html",
            Markup.Attribute("lang", "en"),
            Markup.Tag(
                "head",
                Markup.VoidTag("meta", Markup.Attribute("charset", "utf-8")),
                Markup.VoidTag("meta", Markup.Attribute("name", "viewport"), Markup.Attribute("content", "width=device-width, initial-scale=1")),
                Markup.Tag("title", "Forecast evaluation"),
                Markup.Tag("style", Style())),
            Markup.Tag(
                "body",
                Markup.Tag("main", Heading(document), Verdict(document), Models(document), Plots(document), Charts(report, charts), Breakdowns(document), Notes())));
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine("<!DOCTYPE html>");
        writer.WriteLine(page.ToString(SaveOptions.DisableFormatting));
    }

    private static string Style()
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream("report.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static object[] Heading(EvaluationDocument document) =>
    [
        Markup.Tag("h1", "Forecast evaluation"),
        Markup.Tag("p", Text($"{document.Data}, {document.From:yyyy-MM-dd} .. {document.Through:yyyy-MM-dd}, {document.Items:#,0} products. {document.Origins.Count} windows of {document.Horizon} days, {document.Origins[0]:yyyy-MM-dd} .. {document.Origins[^1].AddDays(document.Horizon - 1):yyyy-MM-dd}, {document.Spacing} days apart; {document.Protocol} days count.")),
        document.Simulated ? Markup.Tag("p", Markup.Attribute("class", "warning"), "These sales are simulated: the figures say nothing about Iowa.") : "",
    ];

    private static object[] Verdict(EvaluationDocument document) => document.Comparisons.Count == 0
        ? []
        : [
            Markup.Tag("h2", "Which is better"),
            .. document.Comparisons.Select(comparison => Markup.Tag(
                "p",
                Markup.Attribute("class", comparison.Result.Verdict is ComparisonVerdict.FirstBetter or ComparisonVerdict.SecondBetter ? "verdict real" : "verdict"),
                comparison.Sentence)),
        ];

    private static object[] Models(EvaluationDocument document) =>
    [
        Markup.Tag("h2", document.Models.Count > 1 ? "Models" : "Model"),
        Markup.Tag("ul", Markup.Attribute("class", "legend"), document.Models.Select((model, number) => Markup.Tag(
            "li", Markup.Tag("span", Markup.Attribute("class", $"key key{number + 1}")), $"{model.Name}: {model.How}"))),
        .. document.Models.Select(model => Table(
            document.Models.Count > 1 ? model.Name : "model", [new AccuracyGroup("Ensemble", model.Accuracy.Overall), .. model.Families])),
    ];

    private static object[] Plots(EvaluationDocument document)
    {
        var models = document.Models;
        return
        [
            Markup.Tag("h2", "Error and calibration"),
            Markup.Tag(
                "div",
                Markup.Attribute("class", "plots"),
                Figure("MASE by step", AccuracyPlots.Bars("MASE by step", [.. models.Select(model => (model.Name, model.Accuracy.ByStep))])),
                Figure("MASE by weekday", AccuracyPlots.Bars("MASE by weekday", [.. models.Select(model => (model.Name, model.Accuracy.ByWeekday))])),
                Figure("Calibration: share of days at or below each quantile; the diagonal is right", AccuracyPlots.Calibration([.. models.Select(model => (model.Name, model.Accuracy.Calibration))]))),
            Figure("MASE by window", AccuracyPlots.Windows([.. models.Select(model => (model.Name, model.Accuracy.ByWindow))])),
        ];
    }

    private static object[] Charts(EvaluationReport report, int charts)
    {
        var panel = report.Plan.Panel;
        var chosen = Enumerable.Range(0, panel.SeriesCount)
            .OrderByDescending(series => panel.Rows(series).Values.ToArray().Sum())
            .ThenBy(series => series)
            .Take(charts)
            .ToArray();
        return
        [
            Markup.Tag("h2", chosen.Length < panel.SeriesCount ? $"Forecasts against sales: the {chosen.Length} products that sell most" : "Forecasts against sales"),
            Markup.Tag("p", "Dots are sales, red outside the 80 % interval; the line is the median forecast of each window, the band its 80 % interval."),
            .. chosen.Select(series => Figure(panel.Items[series], ForecastPlot.Draw(report, series))),
        ];
    }

    private static object[] Breakdowns(EvaluationDocument document) =>
    [
        Markup.Tag("h2", "In figures"),
        .. document.Models.SelectMany(model => new[]
        {
            Details(document, model, "by step", model.Accuracy.ByStep),
            Details(document, model, "by weekday", model.Accuracy.ByWeekday),
            Details(document, model, "by window", model.Accuracy.ByWindow),
            Details(
                document,
                model,
                model.Accuracy.ByItem.Count > MostItems ? $"by product, the {MostItems} with the largest MASE" : "by product",
                [.. model.Accuracy.ByItem.OrderByDescending(item => item.Metrics.Mase ?? -1).Take(MostItems)]),
        }),
    ];

    private static XElement Details(EvaluationDocument document, EvaluatedModel model, string name, IReadOnlyList<AccuracyGroup> groups) => Markup.Tag(
        "details", Markup.Tag("summary", document.Models.Count > 1 ? $"{model.Name}, {name}" : name), Table("", groups));

    private static XElement Notes() => Markup.Tag(
        "p",
        Markup.Attribute("class", "notes"),
        "MASE and RMSSE divide each error by its product's mean (root mean squared) difference of days seven apart before the window. WQL runs over the quantiles 0.1 .. 0.9. MASE, MAE, MAPE and sMAPE judge the median, RMSE, RMSSE and bias the mean. MAPE leaves out days without sales. Bias is forecast minus sold, over the volume.");

    private static XElement Figure(string caption, XElement plot) =>
        Markup.Tag("figure", Markup.Tag("figcaption", caption), plot);

    private static XElement Table(string heading, IReadOnlyList<AccuracyGroup> groups) => Markup.Tag(
        "div",
        Markup.Attribute("class", "scroll"),
        Markup.Tag(
            "table",
            Markup.Tag("thead", Markup.Tag("tr", Markup.Tag("th", heading), Markup.Tag("th", "days"), MetricColumns.All.Select(column => Markup.Tag("th", column.Heading)))),
            Markup.Tag("tbody", groups.Select(group => Markup.Tag(
                "tr",
                Markup.Tag("th", group.Key),
                Markup.Tag("td", group.Metrics.Cells.ToString("#,0", CultureInfo.InvariantCulture)),
                MetricColumns.All.Select(column => Markup.Tag("td", column.Text(group.Metrics))))))));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
