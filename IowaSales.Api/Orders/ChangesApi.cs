using System.Globalization;
using IowaSales.Api.Http.Answers;
using IowaSales.Api.Http.OpenApi;
using IowaSales.Api.Http.Problems;
using IowaSales.Api.Serving;
using IowaSales.Api.Serving.Store;
using IowaSales.Contracts;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Storage;
using IowaSales.Storage.Ledger;

namespace IowaSales.Api.Orders;

/// <summary><c>/changes</c>: why forecasts changed since the earlier one in the ledger, by ordered replacement.</summary>
internal static class ChangesApi
{
    /// <summary>Most items whose changes are split: each cause may need a forecast of all of them.</summary>
    private const int MaxItems = 20_000;

    private const string Description =
        "Over the days of the cover period that the earlier forecast in the ledger has too: the parts of another model, of the stated calendar and the drivers, "
        + "of sales that were restated, and of sales that are new. Each is put in place of what it was in this order and is charged with the difference, so that the parts add up.";

    /// <summary>Has changes worked out when they are first asked for, where there is a store.</summary>
    /// <param name="builder">The host's builder.</param>
    public static void AddChanges(this WebApplicationBuilder builder)
    {
        if (builder.HasStore())
        {
            builder.Services.AddSingleton(services => new RestatedSales(services.GetRequiredService<SalesStore>()));
            builder.Services.AddSingleton<ChangeSource>();
        }
    }

    /// <summary>Maps the resources.</summary>
    /// <param name="routes">Where to map.</param>
    public static void MapChanges(this IEndpointRouteBuilder routes)
    {
        routes.MapSnapshot("/changes", ReadAsync)
            .WithTags("Forecasts")
            .AnswersTable<ForecastChangeList>("GetChanges", "Why forecasts changed since the earlier one", Description)
            .WithExample(() => OrderExamples.Changes);
        routes.MapSnapshot("/predict/{item_name}/change", ReadItemAsync)
            .WithTags("Forecasts")
            .Answers<ItemChangeDetail>("GetChange", "Why the forecast of an item changed, by day", Description + " 404 where there is no earlier forecast of the item.", ["application/json"])
            .WithExample(() => OrderExamples.Change);
    }

    private static async ValueTask<Answer> ReadAsync(HttpRequest request, ForecastSnapshot snapshot)
    {
        var changes = await FindAsync(request, snapshot);
        var list = new ForecastChangeList(
            changes is null ? [] : [.. Enumerable.Range(0, snapshot.ItemCount).Select(series => changes.Of(series, DaysOf(snapshot, series))).OfType<ItemChange>()],
            changes?.Earlier.Origin,
            snapshot.Forecasts.Days[0].Date,
            changes?.Earlier.ModelVersion,
            snapshot.Version,
            snapshot.DataThrough,
            changes?.Together ?? false);
        return MediaChoice.IsCsv(request)
            ? Answer.Csv(
                request,
                ["item_name", "days", "earlier", "expected", "change", "new_sales", "restated_sales", "calendar", "model", "driven_by"],
                csv =>
                {
                    foreach (var change in list.Changes)
                    {
                        csv.WriteField(change.Item);
                        csv.WriteField(change.Days);
                        csv.WriteField(change.Earlier);
                        csv.WriteField(change.Expected);
                        csv.WriteField(change.Change);
                        csv.WriteField(change.NewSales);
                        csv.WriteField(change.RestatedSales);
                        csv.WriteField(change.Calendar);
                        csv.WriteField(change.Model);
                        csv.WriteField(change.DrivenBy is { } cause ? System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(cause.ToString()) : null);
                        csv.EndRecord();
                    }
                },
                TagOf(snapshot, changes))
            : Answer.Json(list, ContractJson.Default.ForecastChangeList, TagOf(snapshot, changes));
    }

    private static async ValueTask<Answer> ReadItemAsync(HttpRequest request, ForecastSnapshot snapshot)
    {
        var series = request.Item(snapshot);
        var changes = await FindAsync(request, snapshot);
        return changes?.Of(series, DaysOf(snapshot, series)) is { } total
            ? Answer.Json(
                new ItemChangeDetail(
                    total,
                    changes.ByDay(series, total.Days),
                    changes.SoldSince(series),
                    changes.Earlier.Origin,
                    changes.Earlier.ModelVersion,
                    snapshot.Version,
                    snapshot.DataThrough,
                    changes.Together),
                ContractJson.Default.ItemChangeDetail,
                TagOf(snapshot, changes))
            : throw RequestRefusedException.NotAvailable(
                "There is no earlier forecast of this item to compare with: the ledger of a sales store (Sales__Store) keeps one from every day on which sales come in.");
    }

    /// <summary>The changes; null without a store or an earlier forecast.</summary>
    private static async ValueTask<ForecastChanges?> FindAsync(HttpRequest request, ForecastSnapshot snapshot)
    {
        if (snapshot.ItemCount > MaxItems)
        {
            throw RequestRefusedException.NotAvailable(
                string.Create(CultureInfo.InvariantCulture, $"Changes are split for at most {MaxItems} items, and this model has {snapshot.ItemCount}; train one for each warehouse."));
        }

        var (services, aborted) = (request.HttpContext.RequestServices, request.HttpContext.RequestAborted);
        var earlier = (await snapshot.GetAsync<OrderBook>(aborted)).Earlier;
        try
        {
            return earlier is null || services.GetService<ChangeSource>() is not { } source ? null : await source.OfAsync(snapshot, earlier, aborted);
        }
        catch (StoreUnavailableException unavailable)
        {
            throw RequestRefusedException.NotNow(unavailable.Message);
        }
        catch (SalesDataException exception)
        {
            throw RequestRefusedException.NotAvailable($"The change cannot be split: {exception.Message}");
        }
    }

    private static int DaysOf(ForecastSnapshot snapshot, int series) =>
        Math.Min(OrderTerms.Of(snapshot.Attributes, snapshot.Items.NameOf(series)).CoverDays(snapshot.Horizon), snapshot.Horizon);

    private static string TagOf(ForecastSnapshot snapshot, ForecastChanges? changes) => $"{snapshot.EntityTag}-{changes?.Earlier.Id}-changes";
}
