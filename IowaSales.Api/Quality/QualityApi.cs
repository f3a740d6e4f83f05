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
        builder.Services.AddSnapshotPart((snapshot, token) => QualityView.Of(snapshot.Panel, token));

    /// <summary>Maps the resource.</summary>
    /// <param name="routes">Where to map.</param>
    public static void MapQuality(this IEndpointRouteBuilder routes) =>
        routes.MapSnapshot("/quality", ReadAsync)
            .WithTags("Data")
            .AnswersTable<QualitySummary>("GetQuality", "What the sales look like", "Gaps, returns, zeros and outliers of the sales in use, in total and per item.")
            .WithExample(() => QualityExamples.Summary);

    private static async ValueTask<Answer> ReadAsync(HttpRequest request, ForecastSnapshot snapshot)
    {
        var quality = await snapshot.GetAsync<QualitySummary>(request.HttpContext.RequestAborted);
        return MediaChoice.IsCsv(request)
            ? TableOf(request, snapshot, quality)
            : Answer.Json(quality, ContractJson.Default.QualitySummary, snapshot.EntityTag);
    }

    private static Answer TableOf(HttpRequest request, ForecastSnapshot snapshot, QualitySummary quality) => Answer.Csv(
        request,
        ["item_name", "first", "last", "rows", "total", "zeros", "negatives", "longest_gap_days", "outliers", "stopped"],
        csv =>
        {
            foreach (var item in quality.PerItem)
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
        snapshot.EntityTag);
}
