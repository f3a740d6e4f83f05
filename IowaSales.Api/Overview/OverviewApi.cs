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
        routes.MapSnapshot("/overview", Read)
            .WithTags("Forecasts")
            .AnswersTable<Contracts.Overview>(
                "GetOverview",
                "Every item at a glance",
                "Per item the last 28 days, the sum of the next days with its 80 % interval, the change against as many days before, last week's error and flags.");

    private static Answer Read(HttpRequest request, ForecastSnapshot snapshot) => MediaChoice.IsCsv(request)
        ? Answer.Csv(
            ["item_name", "next_total", "next_lower", "next_upper", "last_total", "change", "last_week_error", "flags"],
            csv =>
            {
                foreach (var row in snapshot.Items.Sorted.Select(series => snapshot.Get<OverviewView>().Rows[series]))
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
            snapshot.EntityTag)
        : snapshot.Get<OverviewView>().Answer;
}
