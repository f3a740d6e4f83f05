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
using static IowaSales.Api.Http.OpenApi.ExampleValues;

namespace IowaSales.Api.Notes;

/// <summary><c>/notes</c>: what people want remembered of some days.</summary>
internal static class NotesApi
{
    private const string Example = """{"scope":"item","target":"BLACK VELVET","from":"2024-06-03","through":"2024-06-05","kind":"event","text":"Tasting week","author":"Ann"}""";

    private const int MaxTextLength = 500;
    private const int MaxAuthorLength = 100;
    private const int MaxPage = 100_000;
    private const int MaxYears = 10;

    private static readonly DocumentedParameter Item = new("item", "Only notes that concern this item: its own, its category's and those of all items.", ParameterType.Text, "BLACK VELVET");
    private static readonly DocumentedParameter Page = new("page", "Number of the page, from 1 (default); 50 notes a page.", ParameterType.Integer, "1");
    private static readonly DocumentedParameter Author = new("author", "Who removes it, 1 to 100 characters; without it the name of the API key. Whoever is signed in counts instead.", ParameterType.Text, "Ann");

    private static readonly PlanningNoteInfo Note = new(
        5, "item", ExampleValues.Item, Through.AddDays(4), Through.AddDays(6), "event", "Tasting week", "Ann", TrainedAt.AddHours(4), null, null);

    /// <summary>Adds the notes, where there is a store.</summary>
    /// <param name="builder">The host's builder.</param>
    public static void AddNotes(this WebApplicationBuilder builder)
    {
        if (builder.HasStore())
        {
            builder.Services.AddSingleton<NoteBook>();
        }
    }

    /// <summary>Maps the resource.</summary>
    /// <param name="routes">Where to map.</param>
    public static void MapNotes(this IEndpointRouteBuilder routes)
    {
        if (routes.MapStoreGroup("/notes", "Planning") is not { } notes)
        {
            return;
        }

        notes.MapGet("", ListAsync)
            .WithName("GetNotes")
            .WithSummary("Notes and events on dates, the latest days first")
            .WithMetadata(Item, DocumentedParameter.From, DocumentedParameter.To, Page)
            .Produces<NoteList>()
            .WithExample(() => new NoteList([Note], 1, 1));
        notes.MapPost("", AddAsync)
            .RequireRole(UserRole.Planner)
            .WithName("AddNote")
            .WithSummary("Adds a note or an event")
            .WithDescription("On days of an item, a category or all items, up to ten years back or ahead. It changes no forecast.")
            .WithMetadata(new DocumentedBody("application/json", Example))
            .Produces<PlanningNoteInfo>(StatusCodes.Status201Created)
            .WithExample(() => Note)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);
        notes.MapDelete("/{id:long}", RemoveAsync)
            .RequireRole(UserRole.Planner)
            .WithName("RemoveNote")
            .WithSummary("Removes a note")
            .WithDescription("It is no longer listed; the store keeps it with who removed it.")
            .WithMetadata(Author)
            .Produces<PlanningNoteInfo>()
            .WithExample(() => Note)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListAsync(HttpContext context, NoteBook book, SnapshotSource snapshots, CancellationToken cancellationToken)
    {
        if (snapshots.Current is not { } snapshot)
        {
            return StoreRefusals.NotReady(context, snapshots.Trouble);
        }

        var (first, last) = Bounds(snapshot);
        var (from, to) = context.Request.Dates(first, last, last);
        var page = context.Request.Integer(Page.Name, 1, MaxPage, 1);
        string? item = null;
        if (context.Request.Text(Item.Name) is { } name)
        {
            item = snapshot.Items.Find(name) is >= 0 and var series ? snapshot.Items.NameOf(series) : throw RequestedItem.Unknown(name, snapshot);
        }

        var (notes, total) = await book.ListAsync(
            new NoteQuery(from, to, item, item is null ? null : snapshot.Attributes.TextOf(PlanningAttributes.Category, item)), page, cancellationToken);
        return TypedResults.Json(new NoteList([.. notes.Select(InfoOf)], page, total), AnswerJson.Contract.NoteList);
    }

    private static async Task<IResult> AddAsync(HttpContext context, NoteBook book, SnapshotSource snapshots, TimeProvider time, CancellationToken cancellationToken)
    {
        if (snapshots.Current is not { } snapshot)
        {
            return StoreRefusals.NotReady(context, snapshots.Trouble);
        }

        var request = await context.Request.ReadAsync(ContractJson.Default.NoteRequest, "note", Example);
        var scope = Enum.GetValues<OverrideScope>().Where(value => value.ToString().Equals(request.Scope, StringComparison.OrdinalIgnoreCase)).Select(value => (OverrideScope?)value).FirstOrDefault()
            ?? throw RequestParameters.Refused("scope", "scope must be item, category or all", request.Scope ?? "");
        var (first, last) = Bounds(snapshot);
        if (request.From < first || request.Through > last || request.Through < request.From)
        {
            throw RequestParameters.Refused("from", string.Create(CultureInfo.InvariantCulture, $"from and through must be days from {first:yyyy-MM-dd} to {last:yyyy-MM-dd}, from not after through."));
        }

        var note = await book.AddAsync(
            new PlanningNote
            {
                Scope = scope,
                Target = PlanningTarget.Of(scope, request.Target, snapshot),
                FirstDate = request.From,
                LastDate = request.Through,
                IsEvent = request.Kind switch
                {
                    null or "note" => false,
                    "event" => true,
                    var other => throw RequestParameters.Refused("kind", "kind must be note or event", other),
                },
                Text = RequestParameters.Words(request.Text, "text", MaxTextLength),
                Author = RequestParameters.Words(context.Caller().AuthorOf(request.Author), "author", MaxAuthorLength),
                CreatedAt = time.GetUtcNow(),
            },
            cancellationToken);
        return note is null
            ? TypedResults.Problem("The store holds as many notes as it takes; this one was not kept.", statusCode: StatusCodes.Status409Conflict)
            : TypedResults.Json(InfoOf(note), AnswerJson.Contract.PlanningNoteInfo, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> RemoveAsync(long id, HttpContext context, NoteBook book, CancellationToken cancellationToken)
    {
        var author = RequestParameters.Words(context.Caller().AuthorOf(context.Request.Text(Author.Name)), Author.Name, MaxAuthorLength);
        return await book.RemoveAsync(id, author, cancellationToken) is { } note
            ? TypedResults.Json(InfoOf(note), AnswerJson.Contract.PlanningNoteInfo)
            : TypedResults.Problem($"There is no note {id}; GET /notes lists them.", statusCode: StatusCodes.Status404NotFound);
    }

    private static (DateOnly First, DateOnly Last) Bounds(ForecastSnapshot snapshot) => (snapshot.FirstDate.AddYears(-MaxYears), snapshot.DataThrough.AddYears(MaxYears));

    private static PlanningNoteInfo InfoOf(PlanningNote note) => new(
        note.Id,
        note.Scope.ToString().ToLowerInvariant(),
        note.Target.Length == 0 ? null : note.Target,
        note.FirstDate,
        note.LastDate,
        note.IsEvent ? "event" : "note",
        note.Text,
        note.Author,
        note.CreatedAt,
        note.RemovedAt,
        note.RemovedBy);
}
