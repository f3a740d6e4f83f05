using IowaSales.Api.Http.Answers;
using IowaSales.Api.Http.OpenApi;
using IowaSales.Api.Serving;
using IowaSales.Contracts;

namespace IowaSales.Api.Quality;

/// <summary><c>/quality</c>: what the sales look like.</summary>
internal static class QualityApi
{
    /// <summary>Has the sales looked through when it is first asked for.</summary>
    /// <param name="builder">The host's builder.</param>
    public static void AddQuality(this WebApplicationBuilder builder) =>
        builder.Services.AddSnapshotPart(snapshot => QualityView.Of(snapshot.Panel));

    /// <summary>Maps the resource.</summary>
    /// <param name="routes">Where to map.</param>
    public static void MapQuality(this IEndpointRouteBuilder routes) =>
        routes.MapSnapshot("/quality", Read)
            .WithTags("Data")
            .AnswersTable<QualitySummary>("GetQuality", "What the sales look like", "Gaps, returns, zeros and outliers of the sales in use, in total and per item.");

    private static Answer Read(HttpRequest request, ForecastSnapshot snapshot) => MediaChoice.IsCsv(request)
        ? Answer.Csv(
            ["item_name", "first", "last", "rows", "total", "zeros", "negatives", "longest_gap_days", "outliers", "stopped"],
            csv =>
            {
                foreach (var item in snapshot.Get<QualitySummary>().PerItem)
                {
                    csv.WriteField(item.Item);
                    csv.WriteField(item.First, "yyyy-MM-dd");
                    csv.WriteField(item.Last, "yyyy-MM-dd");
                    csv.WriteField(item.Rows);
                    csv.WriteField(item.Total);
                    csv.WriteField(item.Zeros);
                    csv.WriteField(item.Negatives);
                    csv.WriteField(item.LongestGapDays);
                    csv.WriteField(item.OutlierDates.Count);
                    csv.WriteField(item.Stopped);
                    csv.EndRecord();
                }
            },
            snapshot.EntityTag)
        : Answer.Json(snapshot.Get<QualitySummary>(), ContractJson.Default.QualitySummary, snapshot.EntityTag);
}
