using IowaSales.Api.Http.Access;
using IowaSales.Api.Http.Answers;
using IowaSales.Api.Http.OpenApi;
using IowaSales.Api.Http.Parameters;
using IowaSales.Api.Serving;
using IowaSales.Api.Serving.Store;
using IowaSales.Contracts;
using IowaSales.Forecasting.Data;
using IowaSales.ServiceDefaults.Identity;
using IowaSales.Storage;
using IowaSales.Storage.Entities;
using IowaSales.Storage.Import;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace IowaSales.Api.Sales;

/// <summary><c>/sales</c>: batches of sales are imported, listed, undone and applied again.</summary>
internal static class SalesApi
{
    private const string AcceptUnusual = "accept_unusual";
    private const string Confirm = "confirm";
    private const string ConfirmSeed = "seed";
    private const int PageSize = 50;
    private const int MaxSourceLength = 200;

    /// <summary>Adds what imports batches, where there is a store.</summary>
    /// <param name="builder">The host's builder.</param>
    public static void AddSales(this WebApplicationBuilder builder)
    {
        if (builder.HasStore())
        {
            builder.Services.AddSingleton<BatchLimits>();
            builder.Services.AddSingleton<DriverLimits>();
            builder.Services.AddSingleton(provider => new DriverImport(
                provider.GetRequiredService<SalesStore>(), provider.GetRequiredService<StoredDrivers>(), provider.GetRequiredService<TimeProvider>(), DriverLimits.MaxValues));
            builder.Services.AddSingleton<DriversApi.Services>();
            builder.Services.AddSingleton(
                provider => new ImportPace(provider.GetRequiredService<TimeProvider>(), () => Environment.CpuUsage.TotalTime));
        }
    }

    /// <summary>Maps the resource.</summary>
    /// <param name="routes">Where to map.</param>
    public static void MapSales(this IEndpointRouteBuilder routes)
    {
        if (routes.MapStoreGroup("/sales", "Sales") is not { } group)
        {
            return;
        }

        group.MapPost("", ImportAsync)
            .RequireRole(UserRole.Operator)
            .WithName("ImportSales")
            .WithSummary("Imports a batch of sales")
            .WithDescription("CSV, a JSON array or JSON lines of date, item_name, total_amount_sold. All of the batch is kept or nothing, and what it states counts until a newer batch states otherwise; a batch whose rows are all in force changes nothing.")
            .WithMetadata(
                new DocumentedParameter("preview", "true to say what would change, and change nothing.", ParameterType.Text, "true"),
                new DocumentedParameter(
                    AcceptUnusual,
                    "true to import a batch that looks wrong: its dates lie a year off or leave a gap of more than 7 days after the data, or it changes a total tenfold. Without it such a batch is refused (422).",
                    ParameterType.Text,
                    "true"),
                new DocumentedParameter("source", "Where the batch comes from, in words that the list of batches shows.", ParameterType.Text, "warehouse"),
                new DocumentedParameter("delimiter", "Of CSV: what separates fields, one sign such as , ; | or the word tab; recognised by default.", ParameterType.Text, ";"),
                new DocumentedParameter("decimal", "Of CSV: the decimal sign, . or a comma; recognised by default.", ParameterType.Text, ","),
                new DocumentedParameter("date_format", "Of CSV: how days are written, with year, month and day; recognised by default.", ParameterType.Text, "dd/MM/yyyy"),
                new DocumentedParameter("encoding", "Of CSV: the encoding; by default the content type's charset, or UTF-8.", ParameterType.Text, "windows-1252"),
                new DocumentedBody("text/csv", "date,item_name,total_amount_sold\n2024-05-31,BLACK VELVET,3120\n"),
                new DocumentedBody("application/json", """[{"date":"2024-05-31","item_name":"BLACK VELVET","total_amount_sold":3120}]"""),
                new DocumentedBody("application/x-ndjson", """{"date":"2024-05-31","item_name":"BLACK VELVET","total_amount_sold":3120}"""))
            .WithExample(() => SalesExamples.Receipt)
            .Produces<SalesReceipt>()
            .Produces<SalesReceipt>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .ProducesProblem(StatusCodes.Status507InsufficientStorage)
            .DisableRequestTimeout();
        group.MapGet("/batches", ListAsync)
            .WithName("GetBatches")
            .WithSummary("The batches of sales, newest first")
            .WithMetadata(DocumentedParameter.Page)
            .WithExample(() => SalesExamples.Batches)
            .Produces<SalesBatches>();
        group.MapGet("/batches/{id:long}", EffectAsync)
            .WithName("GetBatch")
            .WithSummary("A batch, and what undoing it, or applying it again once it is undone, would change")
            .WithExample(() => SalesExamples.Effect)
            .Produces<SalesBatchEffect>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapDelete("/batches/{id:long}", UndoAsync)
            .RequireRole(UserRole.Operator)
            .WithName("UndoBatch")
            .WithSummary("Undoes a batch")
            .WithDescription("Its items and days have what the newest of the other batches states, or no sales.")
            .WithMetadata(new DocumentedParameter(
                Confirm, $"{ConfirmSeed} to undo even the sales that the store was started with; without it that is refused (409).", ParameterType.Text, ConfirmSeed))
            .WithExample(() => SalesExamples.Batch)
            .Produces<SalesBatch>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .DisableRequestTimeout();
        group.MapPost("/batches/{id:long}/apply", ApplyAsync)
            .RequireRole(UserRole.Operator)
            .WithName("ApplyBatch")
            .WithSummary("Applies an undone batch again")
            .WithDescription("It keeps its place in the order: it counts wherever no newer batch states an item and day.")
            .WithExample(() => SalesExamples.Batch)
            .Produces<SalesBatch>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .DisableRequestTimeout();
    }

    private static async Task<IResult> ImportAsync(
        HttpRequest request, SalesImport import, StoreFollower follower, SnapshotSource snapshots, StoreMetrics metrics, ImportPace pace, BatchLimits limits, IOptions<StoreOptions> options, TimeProvider time, CancellationToken cancellationToken)
    {
        using var begun = limits.TryBegin();
        if (begun is null)
        {
            return StoreRefusals.NotReady(request.HttpContext, "As many batches are coming in as this service takes at once; send it again in a few seconds.");
        }

        var importing = new ImportOptions
        {
            Preview = request.Flag("preview"),
            AcceptUnusual = request.Flag(AcceptUnusual),
            MaxRows = limits.MaxRows,
            Author = request.HttpContext.Caller().Name,
        };
        var preview = importing.Preview;
        var source = request.Query["source"].ToString().Trim();
        if (source.Length > MaxSourceLength || source.Any(char.IsControl))
        {
            return TypedResults.Problem($"The source must be at most {MaxSourceLength} characters of text.", statusCode: StatusCodes.Status400BadRequest);
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = options.Value.MaxBatchBytes;
        }

        if (request.Headers.ContentEncoding.Any(coding => coding is { Length: > 0 } && !coding.Equals("identity", StringComparison.OrdinalIgnoreCase)))
        {
            return TypedResults.Problem(
                "Send the batch as it is: a body with a Content-Encoding is not unpacked.", statusCode: StatusCodes.Status415UnsupportedMediaType);
        }

        var errors = new RowErrorLog();
        if (RowsOf(request, SalesRules.At(time), errors, cancellationToken) is not { } rows)
        {
            return TypedResults.Problem(
                "Send sales as text/csv, application/json (an array) or application/x-ndjson.", statusCode: StatusCodes.Status415UnsupportedMediaType);
        }

        if (!await follower.FollowAsync(cancellationToken))
        {
            return StoreRefusals.NotReady(request.HttpContext, snapshots.Trouble);
        }

        var receipt = await import.ImportAsync(
            source.Length == 0 ? "POST /sales" : source, pace.Of(limits.Of(rows, cancellationToken), cancellationToken), errors, importing, cancellationToken);
        if (!preview && !receipt.AlreadyKnown)
        {
            metrics.Taken(receipt.Batch);

            // The batch is kept from here on, whether or not its sender waits for the forecasts.
            await follower.FollowAsync(CancellationToken.None);
        }

        var answer = new SalesReceipt(Of(receipt.Batch) with { Id = preview && !receipt.AlreadyKnown ? 0 : receipt.Batch.Id }, preview, receipt.AlreadyKnown, receipt.NewItems, [.. receipt.Unusual.Select(finding => new UnusualSales(finding.Code, finding.Detail))]) { Duplicates = receipt.Duplicates };
        return TypedResults.Json(
            answer,
            AnswerJson.Contract.SalesReceipt,
            statusCode: preview || receipt.AlreadyKnown ? StatusCodes.Status200OK : StatusCodes.Status201Created);
    }

    private static async Task<IResult> ListAsync(SalesStore store, CancellationToken cancellationToken, int page = 1)
    {
        if (page is < 1 or > 1_000_000)
        {
            return TypedResults.Problem("page must lie between 1 and 1000000.", statusCode: StatusCodes.Status400BadRequest);
        }

        var (batches, total) = await store.ReadAsync(async context => (
            await context.Batches.AsNoTracking().OrderByDescending(batch => batch.Id)
                .Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken),
            await context.Batches.CountAsync(cancellationToken)), SalesStore.RequestLimit);
        return TypedResults.Json(new SalesBatches([.. batches.Select(Of)], page, total), AnswerJson.Contract.SalesBatches);
    }

    private static async Task<IResult> EffectAsync(long id, SalesImport import, CancellationToken cancellationToken) =>
        await import.EffectAsync(id, cancellationToken) is { } effect
            ? TypedResults.Json(
                new SalesBatchEffect(Of(effect.Batch), effect.Removed, effect.Added, effect.Replaced, effect.Kept), AnswerJson.Contract.SalesBatchEffect)
            : NoBatch(id);

    private static Task<IResult> UndoAsync(
        long id, HttpContext context, SalesImport import, StoreFollower follower, SnapshotSource snapshots, CancellationToken cancellationToken) =>
        ChangeAsync(
            id, context, follower, snapshots, () => import.UndoAsync(id, context.Request.Query[Confirm] == ConfirmSeed, context.Caller().Name, cancellationToken), cancellationToken);

    private static Task<IResult> ApplyAsync(
        long id, HttpContext context, SalesImport import, StoreFollower follower, SnapshotSource snapshots, CancellationToken cancellationToken) =>
        ChangeAsync(id, context, follower, snapshots, () => import.ApplyAsync(id, context.Caller().Name, cancellationToken), cancellationToken);

    private static async Task<IResult> ChangeAsync(
        long id, HttpContext context, StoreFollower follower, SnapshotSource snapshots, Func<Task<Batch?>> change, CancellationToken cancellationToken)
    {
        if (!await follower.FollowAsync(cancellationToken))
        {
            return StoreRefusals.NotReady(context, snapshots.Trouble);
        }

        if (await change() is not { } batch)
        {
            return NoBatch(id);
        }

        await follower.FollowAsync(CancellationToken.None);
        return TypedResults.Json(Of(batch), AnswerJson.Contract.SalesBatch);
    }

    private static ProblemHttpResult NoBatch(long id) =>
        TypedResults.Problem($"There is no batch {id}; GET /sales/batches lists them.", statusCode: StatusCodes.Status404NotFound);

    private static IAsyncEnumerable<SalesRow>? RowsOf(HttpRequest request, SalesRules rules, RowErrorLog errors, CancellationToken cancellationToken) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            ? type.MediaType.Value?.ToLowerInvariant() switch
            {
                "text/csv" => SalesCsv.ReadAsync(request.Body, rules, errors, BatchFormat.Of(request, type), cancellationToken),
                "application/json" => SalesJson.ReadAsync(new JsonRowStream(request.Body, lines: false), lines: false, rules, errors, cancellationToken),
                "application/x-ndjson" or "application/jsonl" => SalesJson.ReadAsync(new JsonRowStream(request.Body, lines: true), lines: true, rules, errors, cancellationToken),
                _ => null,
            }
            : null;

    private static SalesBatch Of(Batch batch) => new(
        batch.Id,
        batch.Source,
        batch.ReceivedAt,
        batch.State == BatchState.Applied ? "applied" : "undone",
        batch.ContentHash,
        batch.Rows,
        batch.Added,
        batch.Corrected,
        batch.Unchanged,
        batch.FirstDate,
        batch.LastDate,
        batch.UndoneAt,
        batch.IsSeed)
    { Author = batch.Author, ChangedBy = batch.ChangedBy };
}
