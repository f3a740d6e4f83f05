using System.Text.Json;
using IowaSales.Api.Http.Answers;
using IowaSales.Api.Serving;
using IowaSales.Contracts;

namespace IowaSales.Api.Items;

/// <summary>The answers of <c>/items</c>: whole, or a page.</summary>
/// <param name="whole">The answer with all names; null where there are too many to keep, and they are sent as they are read.</param>
internal sealed class ItemNames(Answer? whole)
{
    private const int NamesPerFlush = 2000;

    /// <summary>Serialises the names of a snapshot.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="cancellationToken">Ends the computation.</param>
    public static ItemNames Of(ForecastSnapshot snapshot, CancellationToken cancellationToken) => new(
        snapshot.ItemCount <= ListParameters.MaxWhole ? Json(snapshot, snapshot.Columns.ByName).Kept() : null);

    /// <summary>The answer to a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="snapshot">The snapshot.</param>
    public Answer For(HttpRequest request, ForecastSnapshot snapshot)
    {
        var items = snapshot.Columns.InOrder(ListParameters.SortOf(request));
        if (ListParameters.AsksForPage(request))
        {
            return Json(snapshot, ListParameters.PageOf(request, snapshot.ItemCount).Of(items));
        }

        var byName = ReferenceEquals(items, snapshot.Columns.ByName);
        return whole is not null
            ? byName ? whole : Json(snapshot, items)
            : Answer.Streamed((stream, token) => StreamAsync(stream, snapshot, items, token), snapshot.EntityTag);
    }

    private static Answer Json(ForecastSnapshot snapshot, IReadOnlyList<int> items) =>
        Answer.Json(new ItemList([.. items.Select(snapshot.Items.NameOf)]), ContractJson.Default.ItemList, snapshot.EntityTag);

    private static async Task StreamAsync(Stream stream, ForecastSnapshot snapshot, IReadOnlyList<int> items, CancellationToken cancellationToken)
    {
        await using var json = new Utf8JsonWriter(stream, AnswerJson.Relaxed);
        json.WriteStartObject();
        json.WriteStartArray("items");
        for (var place = 0; place < items.Count; place++)
        {
            json.WriteStringValue(snapshot.Items.NameOf(items[place]));
            if (place % NamesPerFlush == NamesPerFlush - 1)
            {
                await json.FlushAsync(cancellationToken);
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(cancellationToken);
    }
}
