using IowaSales.Api.Http.Parameters;
using IowaSales.Contracts;
using IowaSales.Storage.Entities;

namespace IowaSales.Api.Serving;

/// <summary>What an override, a note or a closure is about, as its body names it.</summary>
internal static class PlanningTarget
{
    /// <summary>The name as it is stored.</summary>
    /// <param name="scope">An item, a category or all items.</param>
    /// <param name="target">The name as it was sent, in any case.</param>
    /// <param name="snapshot">The items that there are.</param>
    /// <returns>The name; empty for all items.</returns>
    /// <exception cref="Http.Problems.RequestRefusedException">There is no such item or category, or a name is given for all.</exception>
    public static string Of(OverrideScope scope, string? target, ForecastSnapshot snapshot)
    {
        var name = target?.Trim() ?? "";
        return scope switch
        {
            OverrideScope.All => name.Length == 0 ? "" : throw RequestParameters.Refused("target", "target must be left out for scope all."),
            OverrideScope.Item => snapshot.Items.Find(name) is >= 0 and var series
                ? snapshot.Items.NameOf(series)
                : throw RequestParameters.Refused("target", "target must be the name of an item; GET /items lists them", name),
            _ => Enumerable.Range(0, snapshot.ItemCount)
                .Select(series => snapshot.Attributes.TextOf(PlanningAttributes.Category, snapshot.Items.NameOf(series)))
                .FirstOrDefault(category => name.Equals(category, StringComparison.OrdinalIgnoreCase))
                ?? throw RequestParameters.Refused("target", "target must be a category of the item attributes", name),
        };
    }
}
