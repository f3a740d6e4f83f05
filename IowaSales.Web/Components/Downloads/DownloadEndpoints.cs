using System.Net.Mime;
using System.Text;
using IowaSales.Contracts;
using IowaSales.Web.Api;
using IowaSales.Web.Components.Pages.Data;
using IowaSales.Web.Components.Pages.Overview;
using IowaSales.Web.Components.Pages.Today;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace IowaSales.Web.Components.Downloads;

/// <summary>Files to download, made from what the pages show.</summary>
internal static class DownloadEndpoints
{
    private const string CsvType = "text/csv; charset=utf-8";

    /// <summary>Maps the addresses of <see cref="OverviewDownload"/>, <see cref="OrdersDownload"/>, <see cref="QualityDownload"/> and <see cref="ProductDownload"/>.</summary>
    /// <param name="app">The application.</param>
    public static void MapDownloads(this WebApplication app)
    {
        var downloads = app.MapGroup("/download").AddEndpointFilter(TellProblemsAsync);
        downloads.MapGet(OverviewDownload.Path, async (
            string? q, string? show, string? sort, string? hide, [FromQuery(Name = "class")] string? itemClass, string? category, string? vendor, ForecastStore store, CancellationToken cancellationToken) =>
        {
            var overview = await store.GetOverviewAsync(cancellationToken).ConfigureAwait(false);
            return Csv(OverviewDownload.Csv(overview, OverviewQuery.Parse(q, show, sort, hide, itemClass, category, vendor)), OverviewDownload.FileName(overview));
        });
        foreach (var (path, file) in (ReadOnlySpan<(string, OrderFile)>)[(OrdersDownload.CsvPath, OrderFile.Csv), (OrdersDownload.XlsxPath, OrderFile.Xlsx)])
        {
            downloads.MapGet(path, (string? category, string? vendor, string? show, int? level, [FromQuery(Name = "class")] string? itemClass, IForecastClient client, CancellationToken cancellationToken) =>
                OrdersAsync(file, TodayQuery.Parse(null, category, vendor, show, level, null, itemClass), client, cancellationToken));
        }

        downloads.MapGet(QualityDownload.Path, async (
            string? q, string? show, string? sort, ForecastStore store, CancellationToken cancellationToken) =>
        {
            var quality = await store.GetQualityAsync(cancellationToken).ConfigureAwait(false);
            return Csv(QualityDownload.Csv(quality, QualityQuery.Parse(q, show, sort)), QualityDownload.FileName(quality));
        });
        downloads.MapGet(ProductDownload.CsvPath, async (string item, ForecastStore store, CancellationToken cancellationToken) =>
        {
            var sales = await store.GetSalesAsync(item, cancellationToken).ConfigureAwait(false);
            return Csv(ProductDownload.Csv(sales), ProductDownload.FileName(sales.Forecast.Item, "csv"));
        });
        downloads.MapGet(ProductDownload.JsonPath, async (string item, ForecastStore store, CancellationToken cancellationToken) =>
        {
            var forecast = await store.GetForecastAsync(item, cancellationToken).ConfigureAwait(false);
            return TypedResults.File(
                Encoding.UTF8.GetBytes(ProductDownload.Json(forecast)),
                MediaTypeNames.Application.Json,
                ProductDownload.FileName(forecast.Item, "json"));
        });
    }

    private static async Task<FileContentHttpResult> OrdersAsync(OrderFile file, TodayQuery query, IForecastClient client, CancellationToken cancellationToken)
    {
        var asked = OrdersDownload.Of(query);
        var content = await client.GetOrderFileAsync(file, asked, cancellationToken).ConfigureAwait(false);
        var day = (await client.GetOrdersAsync(asked, pageSize: 1, cancellationToken: cancellationToken).ConfigureAwait(false)).From;
        return file == OrderFile.Csv
            ? TypedResults.File(content, CsvType, OrdersDownload.FileName(day, "csv"))
            : TypedResults.File(content, OrdersDownload.XlsxType, OrdersDownload.FileName(day, "xlsx"));
    }

    private static FileContentHttpResult Csv(string text, string fileName) => TypedResults.File(Encoding.UTF8.GetBytes(text), CsvType, fileName);

    /// <summary>A file that cannot be made says why, instead of ending in an error page.</summary>
    private static async ValueTask<object?> TellProblemsAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context).ConfigureAwait(false);
        }
        catch (Exception exception) when (!context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            var problem = ApiProblem.From(exception, context.HttpContext.RequestServices.GetRequiredService<ApiAddress>());
            return TypedResults.Problem(
                $"{problem.Detail} {problem.Advice}",
                statusCode: problem.Kind == ApiProblemKind.NotFound ? StatusCodes.Status404NotFound : StatusCodes.Status503ServiceUnavailable,
                title: problem.Title);
        }
    }
}
