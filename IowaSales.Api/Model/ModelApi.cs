using IowaSales.Api.Http.Access;
using IowaSales.Api.Http.Answers;
using IowaSales.Api.Http.OpenApi;
using IowaSales.Api.Serving;
using IowaSales.Contracts;
using IowaSales.Forecasting.Models;
using IowaSales.ServiceDefaults.Identity;

namespace IowaSales.Api.Model;

/// <summary><c>/model</c>: what the model is.</summary>
internal static class ModelApi
{
    /// <summary>Maps the resource.</summary>
    /// <param name="routes">Where to map.</param>
    public static void MapModel(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Model");
        group.MapSnapshot("/model", ReadModel)
            .AnswersTable<ModelInfo>("GetModel", "What the loaded model is", "When it was trained and from what, its families' weights and the leaderboard.")
            .WithExample(() => ModelExamples.Info);
        group.MapPost("/model/reload", ReloadAsync)
            .RequireRole(UserRole.Operator)
            .WithName("Reload")
            .WithSummary("Looks for a new model at once")
            .WithDescription("Loads what changed in the model folder and the data file without waiting for the next look.")
            .WithExample(() => ModelExamples.Info)
            .Produces<ModelInfo>();
    }

    private static Answer ReadModel(HttpRequest request, ForecastSnapshot snapshot)
    {
        var info = InfoOf(snapshot, request.HttpContext);
        return MediaChoice.IsCsv(request)
            ? Answer.Csv(
                request,
                ["name", "mase", "wql", "fit_seconds", "predict_seconds", "weight"],
                csv =>
                {
                    foreach (var row in info.Leaderboard)
                    {
                        csv.WriteField(row.Name);
                        csv.WriteField(row.Mase);
                        csv.WriteField(row.Wql);
                        csv.WriteField(row.FitSeconds);
                        csv.WriteField(row.PredictSeconds);
                        csv.WriteField(row.Weight);
                        csv.EndRecord();
                    }
                },
                info.SalesVersion)
            : Answer.Json(info, ContractJson.Default.ModelInfo, info.SalesVersion);
    }

    private static async Task<IResult> ReloadAsync(HttpContext context, SnapshotRefresher refresher, SnapshotSource source, CancellationToken cancellationToken)
    {
        await refresher.RefreshAsync(cancellationToken);
        return source is { Current: { } snapshot, Refusal: null }
            ? TypedResults.Json(InfoOf(snapshot, context), AnswerJson.Contract.ModelInfo)
            : TypedResults.Problem(source.Trouble, statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private static ModelInfo InfoOf(ForecastSnapshot snapshot, HttpContext context)
    {
        var manifest = snapshot.Manifest;
        return new ModelInfo(
            snapshot.Version,
            manifest.FormatVersion,
            manifest.TrainedAt,
            manifest.DataSource,
            manifest.Simulated,
            snapshot.FirstDate,
            snapshot.DataThrough,
            manifest.Rows,
            snapshot.ItemCount,
            snapshot.Horizon,
            manifest.QuantileLevels,
            manifest.Preset,
            manifest.Seed,
            Math.Round(manifest.TrainingSeconds, 3),
            FamilyWeights.OfPanel(snapshot.Manifest),
            [.. manifest.Leaderboard
                .Where(row => double.IsFinite(row.Mase))
                .Select(row => new LeaderboardRow(
                    row.Name, row.Mase, row.Wql, row.FitSeconds, row.PredictSeconds, row.Weight, ModelFamilies.Find(row.Name)?.Description))],
            context.RequestServices.GetService<PlanSource>()?.VersionOver(snapshot) ?? snapshot.EntityTag);
    }
}
