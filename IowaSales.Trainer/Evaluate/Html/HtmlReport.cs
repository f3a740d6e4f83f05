using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IowaSales.Trainer.Evaluate.Html;

/// <summary>Writes an evaluation as one page that needs nothing from outside: tables, and plots as inline SVG.</summary>
internal static class HtmlReport
{
    /// <summary>Writes the page.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="report">The evaluation.</param>
    /// <param name="charts">Products to chart, those that sell most.</param>
    public static void Write(Stream stream, EvaluationReport report, int charts)
    {
        using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine("<!DOCTYPE html>");

        // No component of the page waits for anything, so that the task is complete when it is returned.
        renderer.Dispatcher.InvokeAsync(async () =>
        {
            var page = await renderer.RenderComponentAsync<EvaluationPage>(ParameterView.FromDictionary(new Dictionary<string, object?>
            {
                [nameof(EvaluationPage.Document)] = report.Document,
                [nameof(EvaluationPage.Panel)] = report.Plan.Panel,
                [nameof(EvaluationPage.Runs)] = report.Runs,
                [nameof(EvaluationPage.Charts)] = charts,
                [nameof(EvaluationPage.Style)] = Style(),
            }));
            page.WriteHtmlTo(writer);
        }).GetAwaiter().GetResult();
    }

    private static string Style()
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream("report.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
