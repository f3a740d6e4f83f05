using IowaSales.Api.Http.Access;
using IowaSales.Api.Http.Answers;
using IowaSales.Api.Http.OpenApi;
using IowaSales.Api.Http.Parameters;
using IowaSales.Api.Serving;
using IowaSales.Api.Serving.Store;
using IowaSales.Contracts;
using IowaSales.ServiceDefaults.Identity;
using IowaSales.Storage.Entities;
using IowaSales.Storage.Planning;

namespace IowaSales.Api.Overrides;

/// <summary><c>/overrides</c> and <c>/value-added</c>: what people know better than the model, and whether they did.</summary>
internal static class OverridesApi
{
    private const int DefaultDays = 28;
    private const int MaxPage = 100_000;

    private static readonly int[] DaysBack = [7, 28, 91];

    private static readonly DocumentedParameter State = new("state", "active (default), or all for those that expired or were ended too.", ParameterType.Text, "all");
    private static readonly DocumentedParameter Page = new("page", "Number of the page, from 1 (default); 50 overrides a page.", ParameterType.Integer, "1");
    private static readonly DocumentedParameter Version = new("version", "Version of the override as it was seen.", ParameterType.Integer, "1");
    private static readonly DocumentedParameter Author = new("author", "Who undoes it, 1 to 100 characters; without it the name of the API key. Whoever is signed in counts instead.", ParameterType.Text, "Ann");
    private static readonly DocumentedParameter Days = new("days", "Days looked back: 7, 28 (default) or 91.", ParameterType.Integer, "28");

    private static readonly DocumentedProblem Conflict = new(
        StatusCodes.Status409Conflict, "Somebody else was faster, or there is an override of the same days.", "Override 7 is at version 2, not 1: it was changed meanwhile; read it again.");

    /// <summary>Maps the resources.</summary>
    /// <param name="routes">Where to map.</param>
    public static void MapOverrides(this IEndpointRouteBuilder routes)
    {
        if (routes.MapStoreGroup("/overrides", "Planning") is not { } overrides || routes.MapStoreGroup("/value-added", "Planning") is not { } value)
        {
            return;
        }

        overrides.AddEndpointFilter(InWordsAsync);
        value.AddEndpointFilter(InWordsAsync);
        overrides.MapGet("", ListAsync)
            .WithName("GetOverrides")
            .WithSummary("Overrides of the forecast, newest first")
            .WithMetadata(State, Page)
            .Produces<OverrideList>()
            .WithExample(() => OverrideExamples.List);
        overrides.MapPost("", AddAsync)
            .RequireRole(UserRole.Planner)
            .WithName("AddOverride")
            .WithSummary("Overrides the forecast")
            .WithDescription("Of an item, a category or all items: a factor, units added, or an absolute value over its days, spread in proportion to the forecast. The model's forecast stays as it is; orders are made of the plan. With replaces and replaces_version it takes the place of another.")
            .WithMetadata(new DocumentedBody("application/json", OverrideDraft.Example), Conflict)
            .Produces<ForecastOverrideInfo>(StatusCodes.Status201Created)
            .WithExample(() => OverrideExamples.Override)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);
        overrides.MapDelete("/{id:long}", UndoAsync)
            .RequireRole(UserRole.Planner)
            .WithName("UndoOverride")
            .WithSummary("Undoes an override")
            .WithDescription("It counts for no later day; one that it replaced comes back.")
            .WithMetadata(Version, Author, Conflict)
            .Produces<ForecastOverrideInfo>()
            .WithExample(() => OverrideExamples.Override)
            .ProducesProblem(StatusCodes.Status404NotFound);
        value.MapGet("", ReadAsync)
            .WithName("GetValueAdded")
            .WithSummary("What overrides added: errors of naive, model and plan")
            .WithMetadata(Days)
            .Produces<ValueAdded>()
            .WithExample(() => OverrideExamples.ValueAdded);
    }

    private static async Task<IResult> ListAsync(HttpContext context, OverrideBook book, SnapshotSource snapshots, CancellationToken cancellationToken)
    {
        if (snapshots.Current is not { } snapshot)
        {
            return StoreRefusals.NotReady(context, snapshots.Trouble);
        }

        var all = context.Request.Text(State.Name) switch
        {
            null or "active" => false,
            "all" => true,
            var other => throw RequestParameters.Refused(State.Name, "state must be active or all", other),
        };
        var page = context.Request.Integer(Page.Name, 1, MaxPage, 1);
        var (overrides, total) = await book.ListAsync(page, all ? null : snapshot.DataThrough, cancellationToken);
        return TypedResults.Json(
            new OverrideList([.. overrides.Select(change => InfoOf(change, snapshot.DataThrough))], page, total), AnswerJson.Contract.OverrideList);
    }

    private static async Task<IResult> AddAsync(
        HttpContext context, OverrideBook book, PlanSource plans, SnapshotSource snapshots, TimeProvider time, CancellationToken cancellationToken)
    {
        if (snapshots.Current is not { } snapshot)
        {
            return StoreRefusals.NotReady(context, snapshots.Trouble);
        }

        var request = await OverrideDraft.ReadAsync(context.Request);
        request = request with { Author = context.Caller().AuthorOf(request.Author) };
        var change = await book.AddAsync(OverrideDraft.Of(request, snapshot, time.GetUtcNow()), request.ReplacesVersion, cancellationToken);
        await plans.RefreshAsync(CancellationToken.None);
        return TypedResults.Json(InfoOf(change, snapshot.DataThrough), AnswerJson.Contract.ForecastOverrideInfo, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> UndoAsync(
        long id, HttpContext context, OverrideBook book, PlanSource plans, SnapshotSource snapshots, CancellationToken cancellationToken)
    {
        if (snapshots.Current is not { } snapshot)
        {
            return StoreRefusals.NotReady(context, snapshots.Trouble);
        }

        var version = context.Request.Integer(Version.Name, 1, int.MaxValue, 0);
        var author = OverrideDraft.AuthorOf(context.Caller().AuthorOf(context.Request.Text(Author.Name)));
        if (await book.UndoAsync(id, version, author, snapshot.DataThrough, cancellationToken) is not { } change)
        {
            return TypedResults.Problem($"There is no override {id}; GET /overrides lists them.", statusCode: StatusCodes.Status404NotFound);
        }

        await plans.RefreshAsync(CancellationToken.None);
        return TypedResults.Json(InfoOf(change, snapshot.DataThrough), AnswerJson.Contract.ForecastOverrideInfo);
    }

    private static async Task<IResult> ReadAsync(HttpContext context, ValueAddedReader reader, SnapshotSource snapshots, CancellationToken cancellationToken)
    {
        if (snapshots.Current is not { } snapshot)
        {
            return StoreRefusals.NotReady(context, snapshots.Trouble);
        }

        var days = context.Request.Integer(Days.Name, DaysBack[0], DaysBack[^1], DefaultDays);
        if (!DaysBack.Contains(days))
        {
            throw RequestParameters.Refused(Days.Name, "days must be 7, 28 or 91.");
        }

        var through = snapshot.DataThrough;
        var sums = await reader.ReadAsync(
            through.AddDays(-days), through, item => snapshot.Attributes.TextOf(PlanningAttributes.Category, item), cancellationToken);
        return TypedResults.Json(
            new ValueAdded(
                through.AddDays(1 - days),
                through,
                sums.ItemDays,
                ReportedNumber.Of(sums.Sales),
                ReportedNumber.Of(sums.Naive),
                ReportedNumber.Of(sums.Model),
                ReportedNumber.Of(sums.Plan),
                ReportedNumber.Of(sums.Model - sums.Plan),
                RowsOf(sums.ByReason),
                RowsOf(sums.ByAuthor)),
            AnswerJson.Contract.ValueAdded);
    }

    private static ValueAddedRow[] RowsOf(IReadOnlyDictionary<string, ValueAddedPart> parts) =>
    [
        .. parts
            .Select(part => new ValueAddedRow(
                part.Key, part.Value.ItemDays, ReportedNumber.Of(part.Value.Before), ReportedNumber.Of(part.Value.After), ReportedNumber.Of(part.Value.Before - part.Value.After)))
            .OrderByDescending(row => row.Added)
            .ThenBy(row => row.Name, StringComparer.Ordinal),
    ];

    private static ForecastOverrideInfo InfoOf(ForecastOverride change, DateOnly through) => new(
        change.Id,
        Word(change.Scope),
        change.Target.Length == 0 ? null : change.Target,
        change.From,
        change.Through,
        Word(change.Kind),
        change.Value,
        change.Reason,
        change.Author,
        change.CreatedAt,
        change.EndedAt is not null ? change.IsReplaced ? "replaced" : "undone" : change.Through > through ? "active" : "expired",
        change.Version,
        change.Replaces,
        change.EndedAt,
        change.EndedBy);

    private static string Word<TEnum>(TEnum value)
        where TEnum : struct, Enum => value.ToString().ToLowerInvariant();

    private static async ValueTask<object?> InWordsAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (OverrideConflictException conflict)
        {
            return TypedResults.Problem(conflict.Message, statusCode: StatusCodes.Status409Conflict);
        }
    }
}
