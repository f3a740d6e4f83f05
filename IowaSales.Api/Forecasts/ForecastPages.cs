using System.Buffers;
using System.Text.Json;
using IowaSales.Api.Http.Answers;
using IowaSales.Api.Http.Problems;
using IowaSales.Api.Serving;
using IowaSales.Contracts;

namespace IowaSales.Api.Forecasts;

/// <summary>Pages of forecasts, put together from the serialised forecasts of the snapshot.</summary>
internal static class ForecastPages
{
    private const int MaxNames = 500;

    /// <summary>The page that a request asks for.</summary>
    /// <param name="request">The request.</param>
    /// <param name="snapshot">The snapshot.</param>
    public static Answer Of(HttpRequest request, ForecastSnapshot snapshot)
    {
        var items = InOrder(snapshot, Named(request, snapshot), ListParameters.SortOf(request));
        var page = ListParameters.PageOf(request, items.Count);
        var shown = page.Of(items);
        if (MediaChoice.IsCsv(request))
        {
            return ForecastTable.Csv(
                request, snapshot, shown.Select(series => ItemForecasts.Of(snapshot, series)), snapshot.Manifest.QuantileLevels);
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
            json.WriteNumber("page", page.Number);
            json.WriteNumber("page_size", page.Size);
            json.WriteNumber("total", page.Total);
            json.WriteEndObject();
        }

        return Answer.Json(body.WrittenSpan.ToArray(), snapshot.EntityTag);
    }

    /// <summary>The items that are named; null for all.</summary>
    private static int[]? Named(HttpRequest request, ForecastSnapshot snapshot)
    {
        var names = request.Query["items"];
        if (names.Count == 0)
        {
            return null;
        }

        if (names.Count > MaxNames)
        {
            throw RequestRefusedException.BadParameter("items", $"items must be given at most {MaxNames} times, not {names.Count}.");
        }

        return [.. names
            .Select(name => snapshot.Items.Find(name ?? "") is >= 0 and var series ? series : throw RequestedItem.Unknown(name ?? "", snapshot))
            .Distinct()];
    }

    /// <summary>All items in an order that was made with the forecasts, or some of them sorted.</summary>
    private static IReadOnlyList<int> InOrder(ForecastSnapshot snapshot, int[]? items, ForecastSort sort) => (items, sort) switch
    {
        (null, _) => snapshot.Columns.InOrder(sort),
        (_, ForecastSort.Volume) => [.. items.OrderByDescending(series => snapshot.Columns.SummaryOf(series).Mean)],
        (_, ForecastSort.Growth) => [.. items.OrderByDescending(series => snapshot.Columns.SummaryOf(series).Change ?? double.NegativeInfinity)],
        _ => [.. items.OrderBy(snapshot.Items.NameOf, StringComparer.Ordinal)],
    };
}
