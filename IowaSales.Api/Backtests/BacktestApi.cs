using IowaSales.Api.Http.Answers;
using IowaSales.Api.Http.OpenApi;
using IowaSales.Api.Http.Problems;
using IowaSales.Api.Serving;
using IowaSales.Contracts;

namespace IowaSales.Api.Backtests;

/// <summary><c>/backtest</c>: accuracy on past days that the model did not know.</summary>
internal static class BacktestApi
{
    /// <summary>Has the backtest summarized when it is first asked for; empty where it scores no day.</summary>
    /// <param name="builder">The host's builder.</param>
    public static void AddBacktest(this WebApplicationBuilder builder) => builder.Services.AddSnapshotPart(BacktestReport.Of);

    /// <summary>Maps the resource.</summary>
    /// <param name="routes">Where to map.</param>
    public static void MapBacktest(this IEndpointRouteBuilder routes) =>
        routes.MapSnapshot("/backtest", ReadAsync)
            .WithTags("Model")
            .AnswersTable<BacktestSummary>(
                "GetBacktest",
                "Backtest accuracy over all items",
                "Errors on past windows that the model did not know: in total, by step of the horizon, by weekday, and the calibration of its quantiles.")
            .WithExample(() => BacktestExamples.Summary);

    private static async ValueTask<Answer> ReadAsync(HttpRequest request, ForecastSnapshot snapshot)
    {
        var summary = await snapshot.FindAsync<BacktestSummary>(request.HttpContext.RequestAborted) ?? throw RequestRefusedException.NotAvailable(
            "This model's backtest has no day that can be scored: its items never sold differently from one week to the next.");
        return MediaChoice.IsCsv(request)
            ? Answer.Csv(
                request,
                ["step", "mase", "wql", "coverage"],
                csv =>
                {
                    foreach (var step in summary.Steps)
                    {
                        csv.WriteField(step.Step);
                        csv.WriteField(step.Mase);
                        csv.WriteField(step.Wql);
                        csv.WriteField(step.Coverage);
                        csv.EndRecord();
                    }
                },
                snapshot.EntityTag)
            : Answer.Json(summary, ContractJson.Default.BacktestSummary, snapshot.EntityTag);
    }
}
