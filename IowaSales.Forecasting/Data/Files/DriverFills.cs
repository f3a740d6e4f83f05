using System.Globalization;
using IowaSales.Forecasting.Data.Drivers;

namespace IowaSales.Forecasting.Data.Files;

/// <summary>
/// What days without a value of a driver have, as a person states it: <c>last</c> (the last value goes on, for every driver), <c>price=last</c>, or
/// <c>promo=0</c> (a default).
/// </summary>
public sealed class DriverFills
{
    private const string Last = "last";

    private readonly bool _allLast;
    private readonly Dictionary<string, string> _own;

    private DriverFills(bool allLast, Dictionary<string, string> own) => (_allLast, _own) = (allLast, own);

    /// <summary>Reads what was stated.</summary>
    /// <param name="texts">The texts, like <c>last</c> or <c>promo=0</c>.</param>
    /// <param name="fills">The fills.</param>
    /// <returns>What is wrong, a sentence; null when nothing is.</returns>
    public static string? Parse(IEnumerable<string> texts, out DriverFills fills)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var own = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var allLast = false;
        fills = new DriverFills(false, own);
        foreach (var text in texts)
        {
            var place = text.LastIndexOf('=');
            if (place < 0 && text.Trim().Equals(Last, StringComparison.OrdinalIgnoreCase))
            {
                allLast = true;
            }
            else if (place <= 0 || text[(place + 1)..].Trim().Length == 0)
            {
                return $"'{text}' says no fill; write last, COLUMN=last or COLUMN=VALUE.";
            }
            else if (!own.TryAdd(text[..place].Trim(), text[(place + 1)..].Trim()))
            {
                return $"The driver '{text[..place].Trim()}' has two fills; state one.";
            }
        }

        fills = new DriverFills(allLast, own);
        return null;
    }

    /// <summary>The drivers with these fills; a driver of which nothing is stated keeps its own.</summary>
    /// <param name="set">The drivers.</param>
    /// <exception cref="SalesDataException">A fill is of no driver, or no value of it.</exception>
    public DriverSet ApplyTo(DriverSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        if (_own.Keys.FirstOrDefault(name => !set.Drivers.Any(driver => driver.Name.Equals(name, StringComparison.OrdinalIgnoreCase))) is { } unknown)
        {
            throw new SalesDataException(set.Drivers.Count == 0
                ? $"A fill is stated for '{unknown}', and there are no drivers; name them with --known or --drivers."
                : $"A fill is stated for '{unknown}', which is no driver; there {(set.Drivers.Count == 1 ? "is" : "are")} {string.Join(", ", set.Drivers.Select(driver => driver.Name))}.");
        }

        var builder = new DriverSetBuilder();
        foreach (var driver in set.Drivers)
        {
            if (FillOf(driver) is { } filled)
            {
                builder.AddDriver(filled);
            }
        }

        return set.With(builder.Build());
    }

    private Driver? FillOf(Driver driver)
    {
        if (!_own.TryGetValue(driver.Name, out var text))
        {
            return _allLast ? driver with { Levels = [], Fill = DriverFill.Last, Default = 0 } : null;
        }

        if (text.Equals(Last, StringComparison.OrdinalIgnoreCase))
        {
            return driver with { Levels = [], Fill = DriverFill.Last, Default = 0 };
        }

        if (driver.Kind == DriverKind.Category)
        {
            return ItemName.Normalize(text, out var level) is { } fault
                ? throw new SalesDataException($"The fill of the driver '{driver.Name}' {fault}.")
                : driver with { Levels = [level], Fill = DriverFill.Default, Default = 0 };
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && SalesRules.Admits(number)
            && (number > 0 || !Driver.IsPriceName(driver.Name))
            ? driver with { Fill = DriverFill.Default, Default = number }
            : throw new SalesDataException($"'{text}' cannot fill the driver '{driver.Name}', which is {(Driver.IsPriceName(driver.Name) ? "a price above 0" : "a number")}; write it like {driver.Name}=1.5, or {driver.Name}=last.");
    }
}
