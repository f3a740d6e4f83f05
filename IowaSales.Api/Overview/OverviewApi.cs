using IowaSales.Api.Http.Answers;
using IowaSales.Api.Http.OpenApi;
using IowaSales.Api.Serving;
using IowaSales.Contracts;

namespace IowaSales.Api.Overview;

/// <summary><c>/overview</c>: every item at a glance.</summary>
internal static class OverviewApi
{
    /// <summary>Has the overview computed when it is first asked for.</summary>
    /// <param name="builder">The host's builder.</param>
    public static void AddOverview(this WebApplicationBuilder builder) => builder.Services.AddSnapshotPart(OverviewView.Of);

    /// <summary>Maps the resource.</summary>
    /// <param name="routes">Where to map.</param>
    public static void MapOverview(this IEndpointRouteBuilder routes) =>
        routes.MapSnapshot("/overview", ReadAsync)
            .WithTags("Forecasts")
            .AnswersTable<Contracts.Overview>(
                "GetOverview",
                "Every item at a glance",
                "Per item the last 28 days, the sum of the next days with its 80 % interval, the change against what is usual, last week's error and flags. All items are summed up; of more than 5,000 items, or where a page is asked for, one page is listed.",
                ListParameters.Sort,
                ListParameters.Page,
                ListParameters.PageSize)
            .WithExample(() => OverviewExamples.Overview);

    private static async ValueTask<Answer> ReadAsync(HttpRequest request, ForecastSnapshot snapshot)
    {
        var sort = ListParameters.SortOf(request);
        var asksForPage = ListParameters.AsksForPage(request);
        var overview = await snapshot.GetAsync<OverviewView>(request.HttpContext.RequestAborted);
        var isCsv = MediaChoice.IsCsv(request);
        if (overview.Whole is { } whole && !asksForPage && sort == ForecastSort.Name && !isCsv)
        {
            return whole;
        }

        ListPage? page = overview.Whole is not null && !asksForPage ? null : ListParameters.PageOf(request, snapshot.ItemCount);
        var items = snapshot.Columns.InOrder(sort);
        var shown = page?.Of(items) ?? [.. items];
        return isCsv
            ? TableOf(request, snapshot, shown)
            : Answer.Json(OverviewView.Page(snapshot, overview.Total, shown, page), ContractJson.Default.Overview, snapshot.EntityTag);
    }

    private static Answer TableOf(HttpRequest request, ForecastSnapshot snapshot, int[] shown) => Answer.Csv(
        request,
        ["item_name", "next_total", "next_lower", "next_upper", "last_total", "change", "last_week_error", "flags", "usual_total", "class", "category", "vendor"],
        csv =>
        {
            foreach (var row in shown.Select(series => OverviewView.RowOf(snapshot, series)))
            {
                csv.WriteField(row.Item);
                csv.WriteField(row.NextTotal);
                csv.WriteField(row.NextLower);
                csv.WriteField(row.NextUpper);
                csv.WriteField(row.LastTotal);
                csv.WriteField(row.Change);
                csv.WriteField(row.LastWeekError);
                csv.WriteField(string.Join(' ', row.Flags));
                csv.WriteField(row.UsualTotal);
                csv.WriteField(row.Class);
                csv.WriteField(row.Category);
                csv.WriteField(row.Vendor);
                csv.EndRecord();
            }
        },
        snapshot.EntityTag);
}
