using IowaSales.Forecasting.Data.Drivers;

namespace IowaSales.Forecasting.Data.Files;

/// <summary>Puts drivers that were read over those that are known.</summary>
public static class DriverUpdates
{
    /// <summary>The known drivers with newer ones, which go before.</summary>
    /// <param name="known">What is known.</param>
    /// <param name="newer">What was read.</param>
    /// <param name="input">What messages call its source, at the start of a sentence.</param>
    /// <exception cref="SalesDataException">A driver or an attribute is of another type than it was.</exception>
    public static DriverSet Updated(this DriverSet known, DriverSet newer, string input)
    {
        ArgumentNullException.ThrowIfNull(known);
        try
        {
            return known.With(newer);
        }
        catch (ArgumentException exception)
        {
            var sentence = exception.Message.Split(" (Parameter")[0].TrimEnd('.');
            throw new SalesDataException($"{input} cannot be used: {char.ToLowerInvariant(sentence[0])}{sentence[1..]}; state it as before, or train a model anew.", inner: exception);
        }
    }

    /// <summary>A set without the drivers and attributes that another does not have.</summary>
    /// <param name="set">What was read.</param>
    /// <param name="known">What counts.</param>
    /// <param name="unknown">Names of those left out.</param>
    public static DriverSet OnlyThoseOf(this DriverSet set, DriverSet known, out IReadOnlyList<string> unknown)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(known);
        unknown =
        [
            .. set.Drivers.Where(driver => known.IndexOf(driver.Name) < 0).Select(driver => driver.Name),
            .. set.Attributes.Where(attribute => known.Attributes.All(other => other.Name != attribute.Name)).Select(attribute => attribute.Name),
        ];
        return set.Without(unknown);
    }
}
