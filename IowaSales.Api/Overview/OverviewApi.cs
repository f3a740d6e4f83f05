using IowaSales.Api.Http.Answers;
using IowaSales.Api.Http.OpenApi;
using IowaSales.Api.Serving;

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
                "Per item the last 28 days, the sum of the next days with its 80 % interval, the change against as many days before, last week's error and flags.")
            .WithExample(() => OverviewExamples.Overview);

    private static async ValueTask<Answer> ReadAsync(HttpRequest request, ForecastSnapshot snapshot)
    {
        var overview = await snapshot.GetAsync<OverviewView>(request.HttpContext.RequestAborted);
        return MediaChoice.IsCsv(request) ? TableOf(request, snapshot, overview) : overview.Answer;
    }

    private static Answer TableOf(HttpRequest request, ForecastSnapshot snapshot, OverviewView overview) => Answer.Csv(
        request,
        ["item_name", "next_total", "next_lower", "next_upper", "last_total", "change", "last_week_error", "flags"],
        csv =>
        {
            foreach (var row in snapshot.Items.Sorted.Select(series => overview.Rows[series]))
            {
                csv.WriteField(row.Item);
                csv.WriteField(row.NextTotal);
                csv.WriteField(row.NextLower);
                csv.WriteField(row.NextUpper);
                csv.WriteField(row.LastTotal);
                csv.WriteField(row.Change);
                csv.WriteField(row.LastWeekError);
                csv.WriteField(string.Join(' ', row.Flags));
                csv.EndRecord();
            }
        },
        snapshot.EntityTag);
}
