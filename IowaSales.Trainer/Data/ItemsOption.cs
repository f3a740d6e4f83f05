using System.CommandLine;
using IowaSales.Forecasting.Data;
using IowaSales.Trainer.CommandLine;

namespace IowaSales.Trainer.Data;

/// <summary>The option that picks items.</summary>
internal static class ItemsOption
{
    /// <summary>The option; none given means all.</summary>
    public static Option<string[]> Create(string description) => new("--items", "-i")
    {
        Description = $"{description} Give several one after the other; case matters only where two names differ in nothing else.",
        HelpName = "NAME",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    /// <summary>The named series of a panel; the panel itself when none is named.</summary>
    /// <exception cref="VerbException">A name is not in the panel.</exception>
    public static SalesPanel Select(SalesPanel panel, string[] names)
    {
        if (names.Length == 0)
        {
            return panel;
        }

        var builder = new SalesPanelBuilder();
        foreach (var series in IndicesOf(panel.Items, names))
        {
            var rows = panel.Rows(series);
            for (var i = 0; i < rows.Count; i++)
            {
                builder.Add(panel.DateOf(rows.Days[i]), panel.Items[series], rows.Values[i]);
            }
        }

        return builder.Build().With(panel.Stated).With(panel.Drivers);
    }

    /// <summary>Indices of items by name: the exact name first, then without regard to case where that names one item.</summary>
    /// <param name="items">Names of all items.</param>
    /// <param name="names">Names as given.</param>
    /// <returns>The indices in the order given, each once.</returns>
    /// <exception cref="VerbException">There is no such item, or there are several.</exception>
    public static int[] IndicesOf(IReadOnlyList<string> items, IEnumerable<string> names)
    {
        var lookup = new ItemLookup(items);
        return [.. names.Select(name => IndexOf(lookup, name)).Distinct()];
    }

    private static int IndexOf(ItemLookup lookup, string name)
    {
        if (lookup.Find(name, out var candidates) is >= 0 and var index)
        {
            return index;
        }

        if (candidates.Count > 1)
        {
            throw VerbException.Input(
                $"'{name.Trim()}' may be any of {string.Join(", ", candidates.Select(candidate => $"'{lookup.Names[candidate]}'"))}; write one of them exactly.");
        }

        const int Shown = 5;
        var examples = string.Join(", ", lookup.Names.Take(Shown).Select(item => $"'{item}'"));
        throw VerbException.Input(
            $"There is no item '{name.Trim()}'; there {(lookup.Names.Count == 1 ? "is 1" : $"are {lookup.Names.Count}")}: {examples}{(lookup.Names.Count > Shown ? ", ..." : "")}.");
    }
}
