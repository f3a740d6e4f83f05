using System.Text.Json;
using IowaSales.Api.Http.Access;
using IowaSales.Api.Http.Answers;
using IowaSales.Api.Http.OpenApi;
using IowaSales.Api.Serving.Store;
using IowaSales.Contracts;
using IowaSales.ServiceDefaults.Identity;
using IowaSales.Storage.Ledger;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IowaSales.Api.Alerts;

/// <summary><c>/alerts</c>: open alerts, answered from memory; dismissing goes to the store.</summary>
internal static class AlertsApi
{
    private const int MaxNoteLength = 200;
    private const int MaxIds = 500;
    private const string BodyExample = """{"ids":[7,8],"note":"a festival"}""";

    private static readonly string[] ReadMethods = [HttpMethods.Get, HttpMethods.Head];

    private static readonly string[] MediaTypes = ["application/json"];

    private static readonly DocumentedParameter State = new("state", "open (default) or all.", ParameterType.Text, "all");

    /// <summary>Maps the resource.</summary>
    /// <param name="routes">Where to map.</param>
    public static void MapAlerts(this IEndpointRouteBuilder routes)
    {
        if (routes.MapStoreGroup("/alerts", "Alerts") is not { } group)
        {
            return;
        }

        group.MapMethods("", ReadMethods, Read)
            .Answers<AlertFeed>(
                "GetAlerts",
                "Open alerts",
                "Drift, unusual sales and days, items that stopped, and missing days, each with its reason.",
                MediaTypes)
            .WithExample(() => AlertExamples.Feed)
            .WithMetadata(State);
        group.MapPost("/{id:long}/dismiss", DismissAsync)
            .RequireRole(UserRole.Planner)
            .WithName("DismissAlert")
            .WithSummary("Dismisses an alert")
            .WithDescription("With a reason, if one is given as note.")
            .WithMetadata(new DocumentedParameter(
                "note", $"Why it is dismissed, at most {MaxNoteLength} characters.", ParameterType.Text, "Stock was counted twice"))
            .WithExample(() => AlertExamples.Alert)
            .Produces<SalesAlert>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/dismiss", DismissAllAsync)
            .RequireRole(UserRole.Planner)
            .WithName("DismissAlerts")
            .WithSummary("Dismisses alerts together")
            .WithDescription("All of them in one change; numbers that do not exist are ignored.")
            .WithMetadata(new DocumentedBody("application/json", BodyExample))
            .WithExample(() => AlertExamples.Dismissed)
            .Produces<DismissedAlerts>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static IResult Read(HttpContext context, AlertSource source)
    {
        var state = context.Request.Query[State.Name].ToString();
        if (state is not ("" or "open" or "all"))
        {
            return TypedResults.Problem(
                "state must be open or all.",
                statusCode: StatusCodes.Status400BadRequest,
                extensions: new Dictionary<string, object?> { ["parameter"] = State.Name });
        }

        return source.View is not { } alerts
            ? StoreRefusals.NotRead(context)
            : new AnswerResult(state == "all" ? alerts.All : alerts.Open);
    }

    private static async Task<IResult> DismissAsync(
        long id, HttpContext context, AlertBook book, AlertKeeper keeper, CancellationToken cancellationToken, string? note = null)
    {
        if (!TryRead(note, out var reason))
        {
            return BadNote();
        }

        if (await book.DismissAsync(id, reason, context.Caller().Name, cancellationToken) is not { } alert)
        {
            return TypedResults.Problem($"There is no alert {id}; GET /alerts lists them.", statusCode: StatusCodes.Status404NotFound);
        }

        await keeper.RunAsync(cancellationToken);
        return TypedResults.Json(AlertViews.Of(alert), AnswerJson.Contract.SalesAlert);
    }

    private static async Task<IResult> DismissAllAsync(HttpRequest request, AlertBook book, AlertKeeper keeper, CancellationToken cancellationToken)
    {
        AlertDismissal? body = null;
        try
        {
            body = request.HasJsonContentType()
                ? await JsonSerializer.DeserializeAsync(request.Body, ContractJson.Default.AlertDismissal, cancellationToken)
                : null;
        }
        catch (JsonException)
        {
            // Said below.
        }

        if (body?.Ids is not { Count: > 0 and <= MaxIds } ids)
        {
            return TypedResults.Problem($"Send 1 to {MaxIds} numbers of alerts as application/json, like {BodyExample}.", statusCode: StatusCodes.Status400BadRequest);
        }

        if (!TryRead(body.Note, out var reason))
        {
            return BadNote();
        }

        var alerts = await book.DismissAsync([.. ids.Distinct()], reason, request.HttpContext.Caller().Name, cancellationToken);
        await keeper.RunAsync(cancellationToken);
        return TypedResults.Json(new DismissedAlerts([.. alerts.Select(AlertViews.Of)]), AnswerJson.Contract.DismissedAlerts);
    }

    /// <summary>The reason as it is kept: without spaces around it, null for none; false when it is too long or no text.</summary>
    private static bool TryRead(string? note, out string? reason)
    {
        reason = note?.Trim() is { Length: > 0 } text ? text : null;
        return reason is null || (reason.Length <= MaxNoteLength && !reason.Any(char.IsControl));
    }

    private static ProblemHttpResult BadNote() =>
        TypedResults.Problem($"The note must be at most {MaxNoteLength} characters of text.", statusCode: StatusCodes.Status400BadRequest);
}
