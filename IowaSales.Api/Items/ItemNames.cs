using IowaSales.Api.Http.Answers;
using IowaSales.Api.Serving;
using IowaSales.Contracts;

namespace IowaSales.Api.Items;

/// <summary>The answer of <c>/items</c>, serialised.</summary>
/// <param name="Answer">The answer.</param>
internal sealed record ItemNames(Answer Answer)
{
    /// <summary>Serialises the names of a snapshot.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="cancellationToken">Ends the computation.</param>
    public static ItemNames Of(ForecastSnapshot snapshot, CancellationToken cancellationToken) => new(Answer.Json(
        new ItemList([.. snapshot.Items.Sorted.Select(series => snapshot.Panel.Items[series])]), ContractJson.Default.ItemList, snapshot.EntityTag).Kept());
}
