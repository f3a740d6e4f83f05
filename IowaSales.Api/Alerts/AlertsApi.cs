using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using IowaSales.Api.Http.Access;
using IowaSales.Api.Http.Answers;
using IowaSales.Api.Http.OpenApi;
using IowaSales.Api.Serving.Store;
using IowaSales.Contracts;
using IowaSales.ServiceDefaults.Identity;
using IowaSales.Storage.Entities;
using IowaSales.Storage.Ledger;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IowaSales.Api.Alerts;

/// <summary><c>/alerts</c>: open alerts, answered from memory; dismissing goes to the store.</summary>
internal static class AlertsApi
{
    private const int MaxNoteLength = 200;
    private const int MaxIds = 500;
    private const int MaxOwnerLength = 100;
    private const int MaxDaysAhead = 366;
    private const string DismissExample = """{"ids":[7,8],"note":"a festival"}""";
    private const string AssignExample = """{"ids":[7,8],"owner":"Ann"}""";
    private const string SnoozeExample = """{"ids":[7,8],"until":"2024-06-03"}""";
    private const string ReopenExample = """{"ids":[7,8]}""";
    private const string States = $"{AlertStates.Open}, {AlertStates.Snoozed} or all";

    private static readonly string[] ReadMethods = [HttpMethods.Get, HttpMethods.Head];

    private static readonly string[] MediaTypes = ["application/json"];

    private static readonly DocumentedParameter State = new("state", "open (default), snoozed or all.", ParameterType.Text, "all");

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
                "Drift, unusual sales and days, items that stopped, missing days, low stock and large changes of forecasts, each with its reason.",
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
            .WithName("DismissAlerts")
            .WithSummary("Dismisses alerts together")
            .WithDescription("All of them in one change; numbers that do not exist are ignored.")
            .ChangesTogether(DismissExample, () => AlertExamples.Dismissed);
        group.MapPost("/assign", AssignAsync)
            .WithName("AssignAlerts")
            .WithSummary("Gives alerts to someone")
            .WithDescription("Open ones, all in one change; without an owner to nobody.")
            .ChangesTogether(AssignExample, () => AlertExamples.Assigned);
        group.MapPost("/snooze", SnoozeAsync)
            .WithName("SnoozeAlerts")
            .WithSummary("Puts alerts off until a day")
            .WithDescription("Open ones, all in one change; without a day they are shown again at once.")
            .ChangesTogether(SnoozeExample, () => AlertExamples.Snoozed);
        group.MapPost("/reopen", ReopenAsync)
            .WithName("ReopenAlerts")
            .WithSummary("Opens dismissed alerts again")
            .WithDescription("All in one change; what the sales have answered is dismissed again with the next sales.")
            .ChangesTogether(ReopenExample, () => AlertExamples.Reopened);
    }

    private static void ChangesTogether(this RouteHandlerBuilder route, string body, Func<ChangedAlerts> example) => route
        .RequireRole(UserRole.Planner)
        .WithMetadata(new DocumentedBody("application/json", body))
        .WithExample(example)
        .Produces<ChangedAlerts>()
        .ProducesProblem(StatusCodes.Status400BadRequest);

    private static IResult Read(HttpContext context, AlertSource source)
    {
        var state = context.Request.Query[State.Name].ToString();
        if (state is not ("" or AlertStates.Open or AlertStates.Snoozed or "all"))
        {
            return TypedResults.Problem(
                $"state must be {States}.",
                statusCode: StatusCodes.Status400BadRequest,
                extensions: new Dictionary<string, object?> { ["parameter"] = State.Name });
        }

        return source.View is not { } alerts
            ? StoreRefusals.NotRead(context)
            : new AnswerResult(state switch
            {
                "all" => alerts.All,
                AlertStates.Snoozed => alerts.Snoozed,
                _ => alerts.Open,
            });
    }

    private static async Task<IResult> DismissAsync(
        long id, HttpContext context, AlertBook book, AlertKeeper keeper, TimeProvider time, CancellationToken cancellationToken, string? note = null)
    {
        if (!TryRead(note, MaxNoteLength, out var reason))
        {
            return BadNote();
        }

        if (await book.DismissAsync(id, reason, context.Caller().Name, cancellationToken) is not { } alert)
        {
            return TypedResults.Problem($"There is no alert {id}; GET /alerts lists them.", statusCode: StatusCodes.Status404NotFound);
        }

        await keeper.RunAsync(cancellationToken);
        return TypedResults.Json(AlertViews.Of(alert, Today(time)), AnswerJson.Contract.SalesAlert);
    }

    private static async Task<IResult> DismissAllAsync(HttpRequest request, AlertBook book, AlertKeeper keeper, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await ReadAsync(request, ContractJson.Default.AlertDismissal, cancellationToken) is not { } body || !AreIds(body.Ids))
        {
            return BadBody(DismissExample);
        }

        return TryRead(body.Note, MaxNoteLength, out var reason)
            ? await ChangedAsync(book.DismissAsync([.. body.Ids.Distinct()], reason, request.HttpContext.Caller().Name, cancellationToken), keeper, time, cancellationToken)
            : BadNote();
    }

    private static async Task<IResult> AssignAsync(HttpRequest request, AlertBook book, AlertKeeper keeper, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await ReadAsync(request, ContractJson.Default.AlertAssignment, cancellationToken) is not { } body || !AreIds(body.Ids))
        {
            return BadBody(AssignExample);
        }

        return TryRead(body.Owner, MaxOwnerLength, out var owner)
            ? await ChangedAsync(book.AssignAsync([.. body.Ids.Distinct()], owner, cancellationToken), keeper, time, cancellationToken)
            : TypedResults.Problem($"The owner must be at most {MaxOwnerLength} characters of text.", statusCode: StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> SnoozeAsync(HttpRequest request, AlertBook book, AlertKeeper keeper, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await ReadAsync(request, ContractJson.Default.AlertSnooze, cancellationToken) is not { } body || !AreIds(body.Ids))
        {
            return BadBody(SnoozeExample);
        }

        var today = Today(time);
        return body.Until is null || (body.Until > today && body.Until <= today.AddDays(MaxDaysAhead))
            ? await ChangedAsync(book.SnoozeAsync([.. body.Ids.Distinct()], body.Until, cancellationToken), keeper, time, cancellationToken)
            : TypedResults.Problem(
                string.Create(CultureInfo.InvariantCulture, $"until must be a day after today, {today:yyyy-MM-dd}, and at most a year ahead, or null to show the alerts again."),
                statusCode: StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> ReopenAsync(HttpRequest request, AlertBook book, AlertKeeper keeper, TimeProvider time, CancellationToken cancellationToken) =>
        await ReadAsync(request, ContractJson.Default.AlertReopening, cancellationToken) is { } body && AreIds(body.Ids)
            ? await ChangedAsync(book.ReopenAsync([.. body.Ids.Distinct()], cancellationToken), keeper, time, cancellationToken)
            : BadBody(ReopenExample);

    /// <summary>The body of a request; null when it is none, or none of that kind.</summary>
    private static async Task<T?> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return request.HasJsonContentType() ? await JsonSerializer.DeserializeAsync(request.Body, type, cancellationToken) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool AreIds(IReadOnlyList<long>? ids) => ids is { Count: > 0 and <= MaxIds };

    private static async Task<IResult> ChangedAsync(Task<IReadOnlyList<Alert>> change, AlertKeeper keeper, TimeProvider time, CancellationToken cancellationToken)
    {
        var alerts = await change;
        await keeper.RunAsync(cancellationToken);
        var today = Today(time);
        return TypedResults.Json(new ChangedAlerts([.. alerts.Select(alert => AlertViews.Of(alert, today))]), AnswerJson.Contract.ChangedAlerts);
    }

    private static DateOnly Today(TimeProvider time) => DateOnly.FromDateTime(time.GetLocalNow().DateTime);

    /// <summary>A text as it is kept: without spaces around it, null for none; false when it is too long or no text.</summary>
    private static bool TryRead(string? written, int max, out string? text)
    {
        text = written?.Trim() is { Length: > 0 } kept ? kept : null;
        return text is null || (text.Length <= max && !text.Any(char.IsControl));
    }

    private static ProblemHttpResult BadBody(string example) =>
        TypedResults.Problem($"Send 1 to {MaxIds} numbers of alerts as application/json, like {example}.", statusCode: StatusCodes.Status400BadRequest);

    private static ProblemHttpResult BadNote() =>
        TypedResults.Problem($"The note must be at most {MaxNoteLength} characters of text.", statusCode: StatusCodes.Status400BadRequest);
}
