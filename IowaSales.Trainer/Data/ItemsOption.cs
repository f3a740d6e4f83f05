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
        Description = $"{description} Give several one after the other; case does not matter.",
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
        foreach (var series in names.Select(name => IndexOf(panel.Items, name)).Distinct())
        {
            var rows = panel.Rows(series);
            for (var i = 0; i < rows.Count; i++)
            {
                builder.Add(panel.DateOf(rows.Days[i]), panel.Items[series], rows.Values[i]);
            }
        }

        return builder.Build();
    }

    /// <summary>Index of an item by name, without regard to case and surrounding blanks.</summary>
    /// <exception cref="VerbException">There is no such item.</exception>
    public static int IndexOf(IReadOnlyList<string> items, string name)
    {
        var wanted = name.Trim();
        for (var index = 0; index < items.Count; index++)
        {
            if (items[index].Equals(wanted, StringComparison.OrdinalIgnoreCase))
            {
                return index;
            }
        }

        const int Shown = 5;
        var examples = string.Join(", ", items.Take(Shown).Select(item => $"'{item}'"));
        throw VerbException.Input(
            $"There is no item '{wanted}'; there are {items.Count}: {examples}{(items.Count > Shown ? ", ..." : "")}.");
    }
}
