using IowaSales.Forecasting.Artifacts;
using IowaSales.ServiceDefaults;

namespace IowaSales.Api.Serving;

/// <summary>How many items fit the memory at best: what is sure not to fit is refused before memory is taken for it.</summary>
internal static class ItemCapacity
{
    /// <summary>Fewest bytes that an item takes: its forecast as it is answered, and the numbers behind it.</summary>
    private const long BytesPerItem = 2560;
    private const double Share = 0.75;
    private const long Min = 50;

    /// <summary>Most items that fit the memory.</summary>
    public static long Max => ServiceMemory.Fit(Share, BytesPerItem, Min, int.MaxValue);

    /// <summary>Refuses more items than can be served, before memory is taken for them.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="items">Number of items.</param>
    /// <exception cref="ModelArtifactException">They are too many.</exception>
    public static void Check(string folder, int items)
    {
        if (items > Max)
        {
            throw TooSmall(folder, items);
        }
    }

    /// <summary>Says that the memory is too small.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="items">Number of items.</param>
    /// <param name="inner">The failure behind it, if any.</param>
    public static ModelArtifactException TooSmall(string folder, int items, Exception? inner = null) => new(
        $"The memory of this service is too small: with {ServiceMemory.Shown(ServiceMemory.Available)} it cannot serve the {items} items of the model in {folder} and its sales. Raise the memory limit (mem_limit in docker-compose.yml), to {ServiceMemory.Shown(Needed(items))} or more, or train with fewer items.",
        inner);

    /// <summary>A container's limit for a number of items: objects may take half of it, and there are two snapshots while one replaces the other.</summary>
    private static long Needed(int items) => Math.Max(ServiceMemory.Available * 2, items * BytesPerItem * 2 * 2);
}
