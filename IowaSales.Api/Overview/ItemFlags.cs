using IowaSales.Api.Serving;
using IowaSales.Contracts;
using IowaSales.Forecasting.Training;

namespace IowaSales.Api.Overview;

/// <summary>Puts what is notable about an item into the contract's words.</summary>
internal static class ItemFlags
{
    /// <summary>The flags of one series.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="series">Index of the series.</param>
    public static IReadOnlyList<ItemFlag> Of(ForecastSnapshot snapshot, int series) => Of(snapshot.Columns.SummaryOf(series).Notes, snapshot.Stale);

    /// <summary>The flags of what is notable.</summary>
    /// <param name="notes">What is notable of the item.</param>
    /// <param name="stale">Whether the sales are too old.</param>
    public static IReadOnlyList<ItemFlag> Of(ItemNotes notes, bool stale)
    {
        (bool IsSet, ItemFlag Flag)[] flags =
        [
            (notes.HasFlag(ItemNotes.Unusual), ItemFlag.Unusual),
            (notes.HasFlag(ItemNotes.StoppedSelling), ItemFlag.StoppedSelling),
            (stale, ItemFlag.Stale),
            (notes.HasFlag(ItemNotes.ShortHistory), ItemFlag.ShortHistory),
            (notes.HasFlag(ItemNotes.UnknownToModel), ItemFlag.UnknownToModel),
        ];
        return [.. flags.Where(flag => flag.IsSet).Select(flag => flag.Flag)];
    }
}
