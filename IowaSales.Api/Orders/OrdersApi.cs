using System.Globalization;
using IowaSales.Api.Http.Answers;
using IowaSales.Api.Http.OpenApi;
using IowaSales.Api.Http.Parameters;
using IowaSales.Api.Http.Problems;
using IowaSales.Api.Serving;
using IowaSales.Api.Serving.Store;
using IowaSales.Contracts;
using IowaSales.Storage;
using IowaSales.Storage.Ledger;

namespace IowaSales.Api.Orders;

/// <summary><c>/orders</c>: what to order of every item, as an answer and as files.</summary>
internal static class OrdersApi
{
    /// <summary>Service level where neither request nor item states one.</summary>
    public const double DefaultServiceLevel = 0.95;

    private const int DefaultPageSize = 100;
    private const int MaxPageSize = 1000;
    private const int MaxTextLength = 200;

    private const string Description =
        "Per item the need at a service level over its cover period (lead time and review period, up to the horizon) from the joint distribution of its days, "
        + "less stock and units on order, rounded up to packs; closed days count as they are forecast. Terms are item attributes (POST /attributes). "
        + "/orders.csv and /orders.xlsx give the whole list as a file.";

    private static readonly DocumentedParameter ServiceLevel = new(
        "service_level", "Chance that an order suffices, 0.5 to 0.995, for items that state none of their own; 0.95 by default.", ParameterType.Text, "0.95");

    private static readonly DocumentedParameter Category = new("category", "Category to keep, in any case; all by default.", ParameterType.Text, "CANADIAN WHISKIES");

    private static readonly DocumentedParameter Vendor = new("vendor", "Vendor to keep, in any case; all by default.", ParameterType.Text, "HEAVEN HILL BRANDS");

    private static readonly DocumentedParameter Class = new(
        "class", "Classes to keep: letters of ABC (share of volume) and XYZ (predictability), such as A, AX or BCZ; all by default.", ParameterType.Text, "AX");

    private static readonly DocumentedParameter Show = new("show", "all (default), or to_order for items with something to order.", ParameterType.Text, "to_order");

    private static readonly DocumentedParameter Page = new("page", "Number of the page, from 1 (default) to the last.", ParameterType.Integer, "1");

    private static readonly DocumentedParameter PageSize = new("page_size", "Items on a page, 1 to 1000; 100 by default.", ParameterType.Integer, "100");

    /// <summary>Has orders made when they are first asked for, and watched where there is a store.</summary>
    /// <param name="builder">The host's builder.</param>
    public static void AddOrders(this WebApplicationBuilder builder)
    {
        var hasStore = builder.HasStore();
        builder.Services.AddSingleton(services =>
        {
            var ledger = hasStore ? new LedgerReader(services.GetRequiredService<SalesStore>()) : null;
            return new SnapshotPart(typeof(OrderBook), BeforeServing: false, (snapshot, token) => OrderBook.Of(snapshot, ledger, token));
        });
        if (hasStore)
        {
            builder.Services.AddRecurring<OrderWatch>();
        }
    }

    /// <summary>Maps the resource.</summary>
    /// <param name="routes">Where to map.</param>
    public static void MapOrders(this IEndpointRouteBuilder routes)
    {
        routes.MapSnapshot("/orders", ReadAsync)
            .WithTags("Forecasts")
            .AnswersTable<OrderPage>(
                "GetOrders", "What to order, most units at risk first", Description, ServiceLevel, Category, Vendor, Class, Show, Page, PageSize)
            .WithExample(() => OrderExamples.Page);
        routes.MapSnapshot("/orders.csv", (request, snapshot) => FileAsync(request, snapshot, "csv")).ExcludeFromDescription();
        routes.MapSnapshot("/orders.xlsx", (request, snapshot) => FileAsync(request, snapshot, "xlsx")).ExcludeFromDescription();
    }

    private static async ValueTask<Answer> ReadAsync(HttpRequest request, ForecastSnapshot snapshot)
    {
        var (tag, comparedWith, lines, level) = await ListAsync(request, snapshot);
        var size = request.Integer(PageSize.Name, 1, MaxPageSize, DefaultPageSize);
        var pages = Math.Max(1, (lines.Count + size - 1) / size);
        var page = request.Integer(Page.Name, 1, pages, 1);
        var shown = lines.Skip((page - 1) * size).Take(size).ToArray();
        return MediaChoice.IsCsv(request)
            ? OrderTable.Csv(request, shown, tag)
            : Answer.Json(
                new OrderPage(
                    shown,
                    page,
                    size,
                    lines.Count,
                    SummaryOf(lines),
                    level,
                    snapshot.Forecasts.Days[0].Date,
                    snapshot.Horizon,
                    comparedWith,
                    snapshot.Version,
                    snapshot.DataThrough,
                    snapshot.Stale),
                ContractJson.Default.OrderPage,
                tag);
    }

    private static async ValueTask<Answer> FileAsync(HttpRequest request, ForecastSnapshot snapshot, string extension)
    {
        var (tag, _, lines, _) = await ListAsync(request, snapshot);
        var answer = extension == "csv" ? OrderTable.Csv(request, lines, tag) : OrderTable.Xlsx(lines, tag);
        request.HttpContext.Response.Headers.ContentDisposition = $"attachment; filename=\"orders-{snapshot.DataThrough:yyyy-MM-dd}.{extension}\"";
        return answer;
    }

    private static async ValueTask<(string Tag, DateOnly? ComparedWith, IReadOnlyList<OrderLine> Lines, double Level)> ListAsync(HttpRequest request, ForecastSnapshot snapshot)
    {
        if (snapshot.ItemCount > ItemClasses.MaxItems)
        {
            throw RequestRefusedException.NotAvailable(
                string.Create(CultureInfo.InvariantCulture, $"Orders are planned for at most {ItemClasses.MaxItems} items, and this model has {snapshot.ItemCount}; train one for each warehouse."));
        }

        var (level, category, vendor) = (LevelOf(request), TextOf(request, Category), TextOf(request, Vendor));
        var toOrder = request.Text(Show.Name) switch
        {
            null or "all" => false,
            "to_order" => true,
            var other => throw RequestParameters.Refused(Show.Name, "show must be all or to_order", other),
        };
        var letters = TextOf(request, Class)?.ToUpperInvariant();
        if (letters is not null && !ItemClassFilter.IsFilter(letters))
        {
            throw RequestParameters.Refused(Class.Name, "class must be letters of A, B, C and X, Y, Z, each once", letters);
        }

        var book = await snapshot.GetAsync<OrderBook>(request.HttpContext.RequestAborted);
        var plan = request.HttpContext.RequestServices.GetService<PlanSource>()?.For(snapshot);
        var lines = await book.AtAsync(level, plan, request.HttpContext.RequestAborted);
        return ($"{book.EntityTag}-{plan?.Version}", book.ComparedWith, category is null && vendor is null && letters is null && !toOrder ? lines : [.. lines.Where(IsKept)], level);

        bool IsKept(OrderLine line) =>
            (category is null || category.Equals(line.Category, StringComparison.OrdinalIgnoreCase))
            && (vendor is null || vendor.Equals(line.Vendor, StringComparison.OrdinalIgnoreCase))
            && (letters is null || ItemClassFilter.Keeps(letters, line.Class))
            && (!toOrder || line.Quantity > 0);
    }

    private static OrderSummary SummaryOf(IReadOnlyList<OrderLine> lines) => new(
        lines.Count(line => line.Quantity > 0),
        lines.Sum(line => line.Quantity),
        lines.Any(line => line.Value is not null) ? ReportedNumber.Of(lines.Sum(line => line.Value ?? 0)) : null,
        ReportedNumber.Of(lines.Sum(line => line.UnitsAtRisk ?? 0)),
        lines.Count(line => line.StockOnHand is null));

    private static double LevelOf(HttpRequest request)
    {
        if (request.Text(ServiceLevel.Name) is not { } text)
        {
            return DefaultServiceLevel;
        }

        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var level) && PlanningRule.ServiceLevel.Allows(level)
            ? level
            : throw RequestParameters.Refused(ServiceLevel.Name, $"service_level must be {PlanningRule.ServiceLevel.Words}", text);
    }

    private static string? TextOf(HttpRequest request, DocumentedParameter parameter) => request.Text(parameter.Name)?.Trim() switch
    {
        null or "" => null,
        { Length: > MaxTextLength } => throw RequestParameters.Refused(parameter.Name, $"{parameter.Name} must be at most {MaxTextLength} characters."),
        var text => text,
    };
}
