using IowaSales.Api.Http.Access;
using IowaSales.Api.Http.Answers;
using IowaSales.Api.Http.OpenApi;
using IowaSales.Api.Http.Parameters;
using IowaSales.Api.Serving;
using IowaSales.Api.Serving.Store;
using IowaSales.Contracts;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Forecasting.Data.Files;
using IowaSales.ServiceDefaults.Identity;
using IowaSales.Storage;
using IowaSales.Storage.Entities;
using IowaSales.Storage.Import;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace IowaSales.Api.Sales;

/// <summary><c>/drivers</c> and <c>/attributes</c>: batches of them are imported, listed, undone and applied again.</summary>
internal static class DriversApi
{
    private const int PageSize = 50;
    private const int MaxSourceLength = 200;
    private const int MaxItemsListed = 100;
    private const int GzipFirst = 0x1f;
    private const int GzipSecond = 0x8b;

    private const string Format = "`delimiter`, `decimal`, `date_format` and `encoding` say how the CSV is written, where it cannot be recognized.";

    private static readonly DocumentedParameter Preview = new("preview", "true to say what would change, and change nothing.", ParameterType.Text, "true");
    private static readonly DocumentedParameter Source = new("source", "Where the batch comes from, in words that the list of batches shows.", ParameterType.Text, "price list");

    /// <summary>Maps the resources.</summary>
    /// <param name="routes">Where to map.</param>
    public static void MapDrivers(this IEndpointRouteBuilder routes)
    {
        if (routes.MapStoreGroup("/drivers", "Drivers") is not { } drivers || routes.MapStoreGroup("/attributes", "Drivers") is not { } attributes)
        {
            return;
        }

        Describe(
            drivers.MapPost("", (HttpRequest request, Services services, CancellationToken cancellationToken) => ImportAsync(request, services, isDrivers: true, cancellationToken)),
            UserRole.Operator,
            "ImportDrivers",
            "Imports a batch of drivers",
            $"CSV of date, item_name and a column for each driver, past and ahead; without item_name, or where it is blank, for all items. What it states counts until a newer batch states otherwise, and overrides what the model has. {Format}",
            "date,item_name,price,promo\n2024-06-03,BLACK VELVET,9.99,1\n");
        Describe(
            attributes.MapPost("", (HttpRequest request, Services services, CancellationToken cancellationToken) => ImportAsync(request, services, isDrivers: false, cancellationToken)),
            UserRole.Planner,
            "ImportAttributes",
            "Imports a batch of item attributes",
            $"CSV, or the first sheet of an Excel workbook, of item_name and a column for each attribute, one row an item. category, vendor, pack_size, lead_time_days, review_days, stock_on_hand, on_order, unit_cost and service_level plan the orders of GET /orders. {Format}",
            "item_name,category,vendor,pack_size,lead_time_days,stock_on_hand\nBLACK VELVET,CANADIAN WHISKIES,HEAVEN HILL BRANDS,12,3,960\n");
        drivers.MapGet("/batches", ListAsync)
            .WithName("GetDriverBatches")
            .WithSummary("The batches of drivers and attributes, newest first")
            .WithMetadata(DocumentedParameter.Page)
            .Produces<DriverBatches>()
            .WithExample(() => SalesExamples.DriverBatches);
        drivers.MapDelete("/batches/{id:long}", UndoAsync)
            .RequireRole(UserRole.Operator)
            .WithName("UndoDriverBatch")
            .WithSummary("Undoes a batch of drivers or attributes")
            .WithDescription("What it states has what the newest of the other batches, or the model, states.")
            .Produces<DriverBatchInfo>()
            .WithExample(() => SalesExamples.DriverBatch)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .DisableRequestTimeout();
        drivers.MapPost("/batches/{id:long}/apply", ApplyAsync)
            .RequireRole(UserRole.Operator)
            .WithName("ApplyDriverBatch")
            .WithSummary("Applies an undone batch of drivers or attributes again")
            .WithDescription("It keeps its place in the order: it counts wherever no newer batch states otherwise.")
            .Produces<DriverBatchInfo>()
            .WithExample(() => SalesExamples.DriverBatch)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .DisableRequestTimeout();
    }

    private static void Describe(RouteHandlerBuilder endpoint, UserRole role, string name, string summary, string description, string example) => endpoint
        .RequireRole(role)
        .WithName(name)
        .WithSummary(summary)
        .WithDescription(description)
        .WithMetadata(Preview, Source, new DocumentedBody("text/csv", example))
        .Produces<DriversReceipt>()
        .Produces<DriversReceipt>(StatusCodes.Status201Created)
        .WithExample(() => SalesExamples.DriverReceipt)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
        .ProducesProblem(StatusCodes.Status507InsufficientStorage)
        .DisableRequestTimeout();

    private static async Task<IResult> ImportAsync(HttpRequest request, Services services, bool isDrivers, CancellationToken cancellationToken)
    {
        using var begun = services.Limits.TryBegin();
        if (begun is null)
        {
            return StoreRefusals.NotReady(request.HttpContext, "As many batches are coming in as this service takes at once; send it again in a few seconds.");
        }

        var preview = request.Flag(Preview.Name);
        var source = request.Query[Source.Name].ToString().Trim();
        if (source.Length > MaxSourceLength || source.Any(char.IsControl))
        {
            return TypedResults.Problem($"The source must be at most {MaxSourceLength} characters of text.", statusCode: StatusCodes.Status400BadRequest);
        }

        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !(IsOf(type, "text/csv") || (!isDrivers && IsOf(type, AttributeSheet.MediaType))))
        {
            return TypedResults.Problem(
                isDrivers ? "Send drivers as text/csv." : $"Send attributes as text/csv, or as a workbook ({AttributeSheet.MediaType}).",
                statusCode: StatusCodes.Status415UnsupportedMediaType);
        }

        if (request.Headers.ContentEncoding.Any(coding => coding is { Length: > 0 } && !coding.Equals("identity", StringComparison.OrdinalIgnoreCase)))
        {
            return TypedResults.Problem(
                "Send the table as it is: a body with a Content-Encoding is not unpacked.", statusCode: StatusCodes.Status415UnsupportedMediaType);
        }

        if (!await services.Follower.FollowAsync(cancellationToken) || services.Snapshots.Current is not { } snapshot)
        {
            return StoreRefusals.NotReady(request.HttpContext, services.Snapshots.Trouble);
        }

        using var turn = await services.Tables.BeginAsync(cancellationToken);
        if (turn is null)
        {
            return StoreRefusals.NotReady(request.HttpContext, "Other tables of drivers or attributes are being read; send it again in a few seconds.");
        }

        using var sent = await BodyAsync(request, services.Tables.MaxBytes, cancellationToken);
        if (sent is null)
        {
            return TypedResults.Problem("The table did not arrive in time; send it again. Nothing of it was kept.", statusCode: StatusCodes.Status408RequestTimeout);
        }

        var known = snapshot.Model.Panel.Drivers;
        var file = Read(request, services, sent, type, isDrivers, Together(known, services.Sales.Drivers), cancellationToken);
        var receipt = await services.Import.ImportAsync(
            source.Length > 0 ? source : isDrivers ? "POST /drivers" : "POST /attributes", file, known, preview, request.HttpContext.Caller().Name, cancellationToken);
        if (!preview && !receipt.AlreadyKnown)
        {
            // The batch is kept from here on, whether or not its sender waits for the forecasts.
            await services.Follower.FollowAsync(CancellationToken.None);
        }

        var answer = new DriversReceipt(
            Of(receipt.Batch) with { Id = preview && !receipt.AlreadyKnown ? 0 : receipt.Batch.Id },
            preview,
            receipt.AlreadyKnown,
            receipt.Changes.Added,
            receipt.Changes.Changed,
            receipt.Changes.Unchanged,
            [.. ItemsOf(file.Set).Where(item => snapshot.Panel.IndexOf(item) < 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(MaxItemsListed)],
            [.. file.Set.Drivers.Where(driver => known.IndexOf(driver.Name) < 0).Select(driver => driver.Name),
                .. file.Set.Attributes.Where(attribute => known.Attributes.All(other => other.Name != attribute.Name)).Select(attribute => attribute.Name)
                    .Where(name => !PlanningAttributes.OfOrders.Contains(name, StringComparer.OrdinalIgnoreCase))],
            file.Remarks);
        return TypedResults.Json(
            answer, AnswerJson.Contract.DriversReceipt, statusCode: preview || receipt.AlreadyKnown ? StatusCodes.Status200OK : StatusCodes.Status201Created);
    }

    private static async Task<MemoryStream?> BodyAsync(HttpRequest request, long maxBytes, CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = maxBytes;
        }

        var sent = new MemoryStream((int)Math.Clamp(request.ContentLength ?? 0, 0, maxBytes));
        using var reading = DriverLimits.Reading(cancellationToken);
        try
        {
            await request.Body.CopyToAsync(sent, reading.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }

        sent.Position = 0;
        return sent;
    }

    private static DriverFile Read(
        HttpRequest request, Services services, MemoryStream sent, MediaTypeHeaderValue type, bool isDrivers, DriverSet known, CancellationToken cancellationToken)
    {
        var (isSheet, format) = (IsOf(type, AttributeSheet.MediaType), BatchFormat.Of(request, type));
        if (!isSheet && sent.Length > 1 && sent.GetBuffer() is [GzipFirst, GzipSecond, ..])
        {
            throw new BatchRejectedException("The batch is gzipped; send the text as it is.");
        }

        using var body = isSheet ? AttributeSheet.ToCsv(sent, DriverLimits.MaxUnpackedBytes, cancellationToken) : sent;
        format = isSheet ? format with { Delimiter = ',', Decimal = '.', Encoding = null } : format;
        try
        {
            var reader = new DriverCsvReader(SalesColumns.Default, format with { IsQuery = true }, SalesRules.OfDrivers(services.Time)) { MaxValues = isDrivers ? DriverLimits.MaxTableValues : DriverLimits.MaxValues };
            return isDrivers
                ? reader.ReadDrivers(body, "The batch", known, cancellationToken)
                : PlanningCheck.Passed(reader.ReadAttributes(body, "The batch", known, cancellationToken));
        }
        catch (SalesDataException exception) when (exception.Problems.Count > 0)
        {
            throw new BatchRejectedException([.. exception.Problems.Select(problem => new RowError(problem.Line, problem.Column, $"{problem.Reason}."))], exception.Problems.Count);
        }
        catch (SalesDataException exception)
        {
            throw new BatchRejectedException(exception.Message);
        }
    }

    private static bool IsOf(MediaTypeHeaderValue type, string mediaType) => type.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase);

    /// <summary>What columns have to agree with; where the store and the model disagree, the model counts.</summary>
    private static DriverSet Together(DriverSet model, DriverSet stored)
    {
        try
        {
            return stored.With(model);
        }
        catch (ArgumentException)
        {
            return model;
        }
    }

    private static IEnumerable<string> ItemsOf(DriverSet set) =>
        Enumerable.Range(0, set.Drivers.Count).SelectMany(set.ItemsOf).Concat(set.Attributes.SelectMany(attribute => attribute.Items));

    private static async Task<IResult> ListAsync(SalesStore store, CancellationToken cancellationToken, int page = 1)
    {
        if (page is < 1 or > 1_000_000)
        {
            return TypedResults.Problem("page must lie between 1 and 1000000.", statusCode: StatusCodes.Status400BadRequest);
        }

        var (batches, total) = await store.ReadAsync(async context => (
            await context.DriverBatches.AsNoTracking().OrderByDescending(batch => batch.Id)
                .Skip((page - 1) * PageSize).Take(PageSize)
                .Select(batch => new DriverBatch
                {
                    Id = batch.Id,
                    IsAttributes = batch.IsAttributes,
                    Source = batch.Source,
                    ReceivedAt = batch.ReceivedAt,
                    ContentHash = batch.ContentHash,
                    State = batch.State,
                    Rows = batch.Rows,
                    Names = batch.Names,
                    FirstDate = batch.FirstDate,
                    LastDate = batch.LastDate,
                    UndoneAt = batch.UndoneAt,
                    Author = batch.Author,
                    ChangedBy = batch.ChangedBy,
                    ChangedVersion = batch.ChangedVersion,
                    Content = Array.Empty<byte>(),
                })
                .ToListAsync(cancellationToken),
            await context.DriverBatches.CountAsync(cancellationToken)), SalesStore.RequestLimit);
        return TypedResults.Json(new DriverBatches([.. batches.Select(Of)], page, total), AnswerJson.Contract.DriverBatches);
    }

    private static Task<IResult> UndoAsync(long id, HttpContext context, Services services, CancellationToken cancellationToken) =>
        ChangeAsync(id, context, services, known => services.Import.UndoAsync(id, known, context.Caller().Name, cancellationToken), cancellationToken);

    private static Task<IResult> ApplyAsync(long id, HttpContext context, Services services, CancellationToken cancellationToken) =>
        ChangeAsync(id, context, services, known => services.Import.ApplyAsync(id, known, context.Caller().Name, cancellationToken), cancellationToken);

    private static async Task<IResult> ChangeAsync(
        long id, HttpContext context, Services services, Func<DriverSet, Task<DriverBatch?>> change, CancellationToken cancellationToken)
    {
        if (!await services.Follower.FollowAsync(cancellationToken) || services.Snapshots.Current is not { } snapshot)
        {
            return StoreRefusals.NotReady(context, services.Snapshots.Trouble);
        }

        if (await change(snapshot.Model.Panel.Drivers) is not { } batch)
        {
            return NoBatch(id);
        }

        await services.Follower.FollowAsync(CancellationToken.None);
        return TypedResults.Json(Of(batch), AnswerJson.Contract.DriverBatchInfo);
    }

    private static ProblemHttpResult NoBatch(long id) =>
        TypedResults.Problem($"There is no batch {id} of drivers; GET /drivers/batches lists them.", statusCode: StatusCodes.Status404NotFound);

    private static DriverBatchInfo Of(DriverBatch batch) => new(
        batch.Id,
        batch.IsAttributes ? "attributes" : "drivers",
        batch.Source,
        batch.ReceivedAt,
        batch.State == BatchState.Applied ? "applied" : "undone",
        batch.ContentHash,
        batch.Rows,
        batch.Names.Split('\n', StringSplitOptions.RemoveEmptyEntries),
        batch.FirstDate,
        batch.LastDate,
        batch.UndoneAt)
    { Author = batch.Author, ChangedBy = batch.ChangedBy };

    /// <summary>What the endpoints need, as one service.</summary>
    internal sealed record Services(
        DriverImport Import, StoreFollower Follower, SnapshotSource Snapshots, StoredSales Sales, BatchLimits Limits, DriverLimits Tables, TimeProvider Time);
}
