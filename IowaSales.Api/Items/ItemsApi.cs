using IowaSales.Api.Http.Answers;
using IowaSales.Api.Http.OpenApi;
using IowaSales.Api.Http.Parameters;
using IowaSales.Api.Http.Problems;
using IowaSales.Api.Serving;
using IowaSales.Contracts;

namespace IowaSales.Api.Items;

/// <summary><c>/items</c>, with the history and the backtest of each.</summary>
internal static class ItemsApi
{
    private const string History = "/history";
    private const string Backtest = "/backtest";
    private const string Drivers = "/drivers";

    /// <summary>Has the list of names serialised before it serves.</summary>
    /// <param name="builder">The host's builder.</param>
    public static void AddItems(this WebApplicationBuilder builder) =>
        builder.Services.AddSnapshotPart(ItemNames.Of, beforeServing: true);

    /// <summary>Maps the resource.</summary>
    /// <param name="routes">Where to map.</param>
    public static void MapItems(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/items").WithTags("Items");
        group.MapSnapshot("", ReadNames)
            .AnswersTable<ItemList>(
                "GetItems",
                "All item names",
                "The names of all items with a forecast, in ordinal order or another; a page of them where one is asked for.",
                ListParameters.Sort,
                ListParameters.Page,
                ListParameters.PageSize)
            .WithExample(() => ItemExamples.Names);
        group.MapSnapshot("/{item_name}/history", ReadHistory)
            .AnswersTable<ItemHistory>(
                "GetHistory",
                "The daily sales of one item",
                "Every calendar day of the range; closed days have no sales.",
                DocumentedParameter.From,
                DocumentedParameter.To)
            .WithExample(() => ItemExamples.History);
        group.MapSnapshot("/{item_name}/backtest", ReadBacktest)
            .AnswersTable<ItemBacktest>(
                "GetItemBacktest",
                "Past forecasts of one item against its sales",
                "What the model would have forecast from past days without knowing what followed, and how far off it was.")
            .WithExample(() => ItemExamples.Backtest);
        group.MapSnapshot("/{item_name}/drivers", ReadDrivers)
            .Answers<ItemDrivers>(
                "GetItemDrivers",
                "Prices, promotions and other drivers of one item",
                "Each driver's values from the first day of the data to the last of the horizon, as runs; empty for a model without drivers.",
                ["application/json"])
            .WithExample(() => ItemExamples.Drivers);
        group.MapSnapshot("/{**item_name}", ReadUnescaped).ExcludeFromDescription();
    }

    private static Answer ReadNames(HttpRequest request, ForecastSnapshot snapshot)
    {
        if (!MediaChoice.IsCsv(request))
        {
            return snapshot.Get<ItemNames>().For(request, snapshot);
        }

        var items = snapshot.Columns.InOrder(ListParameters.SortOf(request));
        var shown = ListParameters.AsksForPage(request) ? ListParameters.PageOf(request, snapshot.ItemCount).Of(items) : items;
        return Answer.Csv(
            request,
            ["item_name"],
            csv =>
            {
                foreach (var series in shown)
                {
                    csv.WriteField(snapshot.Items.NameOf(series));
                    csv.EndRecord();
                }
            },
            snapshot.EntityTag);
    }

    private static Answer ReadHistory(HttpRequest request, ForecastSnapshot snapshot)
    {
        var series = request.Item(snapshot);
        var (from, to) = request.Dates(snapshot.FirstDate, snapshot.DataThrough, snapshot.DataThrough);
        var history = ItemHistories.Of(snapshot, series, from, to);
        return MediaChoice.IsCsv(request)
            ? Answer.Csv(
                request,
                ["date", "item_name", "total_amount_sold", "closed", "holiday"],
                csv =>
                {
                    foreach (var day in history.Days)
                    {
                        csv.WriteField(day.Date, "yyyy-MM-dd");
                        csv.WriteField(history.Item);
                        csv.WriteField(day.Sales);
                        csv.WriteField(day.Closed);
                        csv.WriteField(day.Holiday);
                        csv.EndRecord();
                    }
                },
                snapshot.EntityTag)
            : Answer.Json(history, ContractJson.Default.ItemHistory, snapshot.EntityTag);
    }

    private static Answer ReadBacktest(HttpRequest request, ForecastSnapshot snapshot)
    {
        var backtest = ItemBacktests.Of(snapshot, request.Item(snapshot));
        return MediaChoice.IsCsv(request)
            ? Answer.Csv(
                request,
                ["item_name", "origin", "date", "actual", "median", "quantile_0.1", "quantile_0.9"],
                csv =>
                {
                    foreach (var (origin, day) in backtest.Windows.SelectMany(window => window.Days.Select(day => (window.Origin, day))))
                    {
                        csv.WriteField(backtest.Item);
                        csv.WriteField(origin, "yyyy-MM-dd");
                        csv.WriteField(day.Date, "yyyy-MM-dd");
                        csv.WriteField(day.Actual);
                        csv.WriteField(day.Median);
                        csv.WriteField(day.Lower);
                        csv.WriteField(day.Upper);
                        csv.EndRecord();
                    }
                },
                snapshot.EntityTag)
            : Answer.Json(backtest, ContractJson.Default.ItemBacktest, snapshot.EntityTag);
    }

    private static Answer ReadDrivers(HttpRequest request, ForecastSnapshot snapshot) =>
        Answer.Json(DriversOfItem.Of(snapshot, request.Item(snapshot)), ContractJson.Default.ItemDrivers, snapshot.EntityTag);

    /// <summary>A name with a slash that the client did not escape.</summary>
    private static Answer ReadUnescaped(HttpRequest request, ForecastSnapshot snapshot)
    {
        var rest = (string?)request.RouteValues[RequestedItem.RouteKey] ?? "";
        foreach (var (part, read) in ((string, Func<HttpRequest, ForecastSnapshot, Answer>)[])[(History, ReadHistory), (Backtest, ReadBacktest), (Drivers, ReadDrivers)])
        {
            if (rest.EndsWith(part, StringComparison.Ordinal))
            {
                request.RouteValues[RequestedItem.RouteKey] = rest[..^part.Length];
                return read(request, snapshot);
            }
        }

        throw RequestRefusedException.NotAvailable(
            "There is nothing at this address; an item has /items/{item_name}/history, /items/{item_name}/backtest and /items/{item_name}/drivers.");
    }
}
