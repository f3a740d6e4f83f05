using System.Globalization;
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

namespace IowaSales.Api.Calendar;

/// <summary><c>/closures</c>: planned closures and openings, which join the stated calendar.</summary>
internal static class ClosuresApi
{
    private const string Example = """{"scope":"all","from":"2024-06-03","through":"2024-06-04","status":"closed","name":"Renovation","author":"Ann"}""";

    private const int MaxNameLength = 200;
    private const int MaxAuthorLength = 100;
    private const int MaxDays = 366;
    private const int MaxPage = 100_000;

    private static readonly DocumentedParameter Item = new("item", "Only closures that concern this item: its own and those of all items.", ParameterType.Text, "BLACK VELVET");
    private static readonly DocumentedParameter State = new("state", "active (default) for those in force, all for those that were undone too.", ParameterType.Text, "active");
    private static readonly DocumentedParameter Page = new("page", "Number of the page, from 1 (default); 50 closures a page.", ParameterType.Integer, "1");
    private static readonly DocumentedParameter Author = new("author", "Who undoes it, 1 to 100 characters; without it the name of the API key. Whoever is signed in counts instead.", ParameterType.Text, "Ann");

    /// <summary>Maps the resource.</summary>
    /// <param name="routes">Where to map.</param>
    public static void MapClosures(this IEndpointRouteBuilder routes)
    {
        if (routes.MapStoreGroup("/closures", "Planning") is not { } closures)
        {
            return;
        }

        closures.MapGet("", ListAsync)
            .WithName("GetClosures")
            .WithSummary("Planned closures and openings, the latest days first")
            .WithMetadata(Item, DocumentedParameter.From, DocumentedParameter.To, State, Page)
            .Produces<ClosureList>()
            .WithExample(() => new ClosureList([CalendarExamples.Closure], 1, 1));
        closures.MapPost("", AddAsync)
            .RequireRole(UserRole.Planner)
            .WithName("AddClosure")
            .WithSummary("Plans a closure or an opening")
            .WithDescription(
                "Of an item or of all items, at most 366 days from the first day of the sales to 366 days ahead. It overrides the calendar file and what was learned, as a line of that file does: a closed day is "
                + "forecast 0, an opened one as its weekday. The answer comes when the forecasts follow.")
            .WithMetadata(new DocumentedBody("application/json", Example))
            .Produces<PlannedClosureInfo>(StatusCodes.Status201Created)
            .WithExample(() => CalendarExamples.Closure)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);
        closures.MapDelete("/{id:long}", UndoAsync)
            .RequireRole(UserRole.Planner)
            .WithName("UndoClosure")
            .WithSummary("Undoes a planned closure or opening")
            .WithDescription("Its days are open or closed as without it; the store keeps it with who undid it.")
            .WithMetadata(Author)
            .Produces<PlannedClosureInfo>()
            .WithExample(() => CalendarExamples.Closure)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListAsync(HttpContext context, ClosureBook book, SnapshotSource snapshots, CancellationToken cancellationToken)
    {
        if (snapshots.Current is not { } snapshot)
        {
            return StoreRefusals.NotReady(context, snapshots.Trouble);
        }

        var last = snapshot.DataThrough.AddDays(MaxDays);
        var (from, to) = context.Request.Dates(snapshot.FirstDate, last, last);
        var page = context.Request.Integer(Page.Name, 1, MaxPage, 1);
        var undone = context.Request.Text(State.Name) switch
        {
            null or "active" => false,
            "all" => true,
            var other => throw RequestParameters.Refused(State.Name, "state must be active or all", other),
        };
        string? item = null;
        if (context.Request.Text(Item.Name) is { } name)
        {
            item = snapshot.Items.Find(name) is >= 0 and var series ? snapshot.Items.NameOf(series) : throw RequestedItem.Unknown(name, snapshot);
        }

        var (closures, total) = await book.ListAsync(new ClosureQuery(from, to, item, undone), page, cancellationToken);
        return TypedResults.Json(new ClosureList([.. closures.Select(InfoOf)], page, total), AnswerJson.Contract.ClosureList);
    }

    private static async Task<IResult> AddAsync(
        HttpContext context, ClosureBook book, StoreFollower follower, SnapshotSource snapshots, TimeProvider time, CancellationToken cancellationToken)
    {
        var request = await context.Request.ReadAsync(ContractJson.Default.ClosureRequest, "closure", Example);
        if (!await follower.FollowAsync(cancellationToken) || snapshots.Current is not { } snapshot)
        {
            return StoreRefusals.NotReady(context, snapshots.Trouble);
        }

        var last = snapshot.DataThrough.AddDays(MaxDays);
        if (request.From < snapshot.FirstDate || request.Through > last || request.Through < request.From || request.Through.DayNumber - request.From.DayNumber >= MaxDays)
        {
            throw RequestParameters.Refused("from", string.Create(
                CultureInfo.InvariantCulture, $"from and through must be at most {MaxDays} days from {snapshot.FirstDate:yyyy-MM-dd} to {last:yyyy-MM-dd}, from not after through."));
        }

        try
        {
            var closure = await book.AddAsync(
                new PlannedClosure
                {
                    Item = PlanningTarget.Of(ScopeOf(request.Scope), request.Target, snapshot),
                    FirstDate = request.From,
                    LastDate = request.Through,
                    Open = request.Status switch
                    {
                        "closed" => false,
                        "open" => true,
                        var other => throw RequestParameters.Refused("status", "status must be closed or open", other ?? ""),
                    },
                    Name = RequestParameters.Words(request.Name, "name", MaxNameLength),
                    Author = RequestParameters.Words(context.Caller().AuthorOf(request.Author), "author", MaxAuthorLength),
                    CreatedAt = time.GetUtcNow(),
                },
                cancellationToken);

            // It is kept from here on, whether or not its sender waits for the forecasts.
            await follower.FollowAsync(CancellationToken.None);
            return TypedResults.Json(InfoOf(closure), AnswerJson.Contract.PlannedClosureInfo, statusCode: StatusCodes.Status201Created);
        }
        catch (ClosureConflictException conflict)
        {
            return TypedResults.Problem(conflict.Message, statusCode: StatusCodes.Status409Conflict);
        }
    }

    private static async Task<IResult> UndoAsync(
        long id, HttpContext context, ClosureBook book, StoreFollower follower, SnapshotSource snapshots, CancellationToken cancellationToken)
    {
        var author = RequestParameters.Words(context.Caller().AuthorOf(context.Request.Text(Author.Name)), Author.Name, MaxAuthorLength);
        if (!await follower.FollowAsync(cancellationToken))
        {
            return StoreRefusals.NotReady(context, snapshots.Trouble);
        }

        if (await book.UndoAsync(id, author, cancellationToken) is not { } closure)
        {
            return TypedResults.Problem($"There is no planned closure {id}; GET /closures lists them.", statusCode: StatusCodes.Status404NotFound);
        }

        await follower.FollowAsync(CancellationToken.None);
        return TypedResults.Json(InfoOf(closure), AnswerJson.Contract.PlannedClosureInfo);
    }

    private static OverrideScope ScopeOf(string? scope) => scope switch
    {
        "all" => OverrideScope.All,
        "item" => OverrideScope.Item,
        var other => throw RequestParameters.Refused("scope", "scope must be item or all", other ?? ""),
    };

    private static PlannedClosureInfo InfoOf(PlannedClosure closure) => new(
        closure.Id,
        closure.Item.Length == 0 ? "all" : "item",
        closure.Item.Length == 0 ? null : closure.Item,
        closure.FirstDate,
        closure.LastDate,
        closure.Open ? "open" : "closed",
        closure.Name,
        closure.Author,
        closure.CreatedAt,
        closure.UndoneAt,
        closure.UndoneBy);
}
