using IowaSales.Api.Answers;
using IowaSales.Api.Hosting;
using IowaSales.Api.Snapshots;
using IowaSales.Contracts;

namespace IowaSales.Api.Quality;

/// <summary><c>/quality</c>: what the sales look like.</summary>
internal static class QualityApi
{
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
                foreach (var item in snapshot.Quality.PerItem)
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
        : Answer.Json(snapshot.Quality, ContractJson.Default.QualitySummary, snapshot.EntityTag);
}
