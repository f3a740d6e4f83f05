using System.Buffers;
using System.Text.Json;
using IowaSales.Api.Http.Answers;
using IowaSales.Api.Http.Parameters;
using IowaSales.Api.Http.Problems;
using IowaSales.Api.Serving;
using IowaSales.Contracts;

namespace IowaSales.Api.Forecasts;

/// <summary>Pages of forecasts, put together from the serialised forecasts of the snapshot.</summary>
internal static class ForecastPages
{
    private const int DefaultPageSize = 100;
    private const int MaxPageSize = 500;
    private const int MaxNames = 500;

    /// <summary>The page that a request asks for.</summary>
    /// <param name="request">The request.</param>
    /// <param name="snapshot">The snapshot.</param>
    public static async ValueTask<Answer> AnswerAsync(HttpRequest request, ForecastSnapshot snapshot)
    {
        var sort = ForecastParameters.SortOf(request);
        var pageSize = request.Integer("page_size", 1, MaxPageSize, DefaultPageSize);
        var totals = sort == ForecastSort.Name ? null : await snapshot.GetAsync<HorizonTotals>(request.HttpContext.RequestAborted);
        var items = Order(Named(request, snapshot), sort, snapshot, totals);
        var pages = Math.Max(1, (items.Count + pageSize - 1) / pageSize);
        var page = request.Integer("page", 1, pages, 1);
        var shown = items.Skip((page - 1) * pageSize).Take(pageSize).ToArray();
        if (MediaChoice.IsCsv(request))
        {
            return ForecastTable.Csv(
                request, snapshot, shown.Select(series => ItemForecasts.Of(snapshot, series)), snapshot.Model.Manifest.QuantileLevels);
        }

        var answers = snapshot.Get<ForecastAnswers>();
        var body = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteStartArray("forecasts");
            foreach (var series in shown)
            {
                json.WriteRawValue(answers[series].Body.Span, skipInputValidation: true);
            }

            json.WriteEndArray();
            json.WriteNumber("page", page);
            json.WriteNumber("page_size", pageSize);
            json.WriteNumber("total", items.Count);
            json.WriteEndObject();
        }

        return Answer.Json(body.WrittenSpan.ToArray(), snapshot.EntityTag);
    }

    private static IReadOnlyList<int> Named(HttpRequest request, ForecastSnapshot snapshot)
    {
        var names = request.Query["items"];
        if (names.Count == 0)
        {
            return snapshot.Items.Sorted;
        }

        if (names.Count > MaxNames)
        {
            throw RequestRefusedException.BadParameter("items", $"items must be given at most {MaxNames} times, not {names.Count}.");
        }

        return [.. names
            .Select(name => snapshot.Items.Find(name ?? "") is >= 0 and var series ? series : throw RequestedItem.Unknown(name ?? "", snapshot))
            .Distinct()];
    }

    private static IReadOnlyList<int> Order(IReadOnlyList<int> items, ForecastSort sort, ForecastSnapshot snapshot, HorizonTotals? totals) => (totals, sort) switch
    {
        ({ } known, ForecastSort.Volume) => [.. items.OrderByDescending(series => known[series].Mean)],
        ({ } known, ForecastSort.Growth) => [.. items.OrderByDescending(series => known[series].Change ?? double.NegativeInfinity)],
        _ => [.. items.OrderBy(series => snapshot.Panel.Items[series], StringComparer.Ordinal)],
    };
}
