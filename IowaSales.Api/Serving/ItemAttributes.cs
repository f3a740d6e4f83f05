using IowaSales.Forecasting.Data.Drivers;

namespace IowaSales.Api.Serving;

/// <summary>The attributes of items in force: those of the store, and where it states none those that the model was trained with.</summary>
/// <param name="stored">What the store states.</param>
/// <param name="trained">Gives what the model was trained with, when it is first asked for.</param>
internal sealed class ItemAttributes(DriverSet stored, Func<DriverSet> trained)
{
    private readonly OnDemand<ItemAttribute[]> _all = new(() => [.. stored.Attributes, .. trained().Attributes]);

    /// <summary>No attributes.</summary>
    public static ItemAttributes None { get; } = new(DriverSet.Empty, () => DriverSet.Empty);

    /// <summary>What the store states, beside what the model was trained with.</summary>
    public IReadOnlyList<ItemAttribute> Stored => stored.Attributes;

    /// <summary>Whether these are what a store states.</summary>
    /// <param name="set">What the store states.</param>
    public bool IsOf(DriverSet set) => ReferenceEquals(stored, set);

    /// <summary>The value of an attribute in words; null where none is stated.</summary>
    /// <param name="attribute">Its name, in any case.</param>
    /// <param name="item">Name of the item.</param>
    public string? TextOf(string attribute, string item) => Named(attribute).Select(one => one.TextOf(item)).FirstOrDefault(text => text is not null);

    /// <summary>The value of a number that plans orders; null where none is stated, or one that <see cref="PlanningRule"/> does not allow.</summary>
    /// <param name="rule">The attribute.</param>
    /// <param name="item">Name of the item.</param>
    public double? NumberOf(PlanningRule rule, string item)
    {
        foreach (var attribute in Named(rule.Name).Where(attribute => attribute.Kind == DriverKind.Numeric))
        {
            var value = attribute.ValueOf(item);
            if (!double.IsNaN(value))
            {
                return rule.Allows(value) ? value : null;
            }
        }

        return null;
    }

    private IEnumerable<ItemAttribute> Named(string name) => _all.Value.Where(attribute => attribute.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
