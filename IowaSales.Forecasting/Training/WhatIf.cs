using System.Globalization;
using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Forecasting.Data.Files;

namespace IowaSales.Forecasting.Training;

/// <summary>Another value of a driver on a day ahead.</summary>
/// <param name="Date">The day.</param>
/// <param name="Driver">Name of the driver, in any case; <c>open</c> can be changed even where there is no such driver.</param>
/// <param name="Value">The value: a number with a point, a truth as files have it (true, yes, on, open and their opposites), or a level.</param>
/// <param name="Item">Name of the item; null for all items.</param>
public sealed record DriverChange(DateOnly Date, string Driver, string Value, string? Item = null);

/// <summary>A change of a driver cannot be made; the message says why, and what can.</summary>
public sealed class DriverChangeException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, and what is possible.</param>
    public DriverChangeException(string message)
        : base(message)
    {
    }
}

/// <summary>Asks what a forecast would be if drivers had other values on days ahead.</summary>
public static class WhatIf
{
    /// <summary>What is known, with other values of drivers on days ahead.</summary>
    /// <param name="history">What is known.</param>
    /// <param name="horizon">Days ahead that can be changed.</param>
    /// <param name="changes">The changes; of two on the same day, item and driver the last one counts.</param>
    /// <returns>A history to forecast from.</returns>
    /// <exception cref="DriverChangeException">A change is of an unknown driver, item or level, of no number, or of a day outside the horizon.</exception>
    public static History Of(History history, int horizon, IReadOnlyList<DriverChange> changes)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(changes);
        var values = new Dictionary<(int Driver, string Item, DateOnly Date), double>();
        var days = new Dictionary<(string? Item, DateOnly Date), StatedDay>();
        foreach (var change in changes)
        {
            RequireAhead(history, horizon, change.Date);
            var driver = IndexOf(history.Drivers, change.Driver);
            if (change.Item is { } item && history.IndexOf(item) < 0)
            {
                throw new DriverChangeException($"There is no item '{item}' to change a driver of.");
            }

            if (driver < 0)
            {
                days[(change.Item, change.Date)] = new StatedDay(change.Date, OpenIn(history.Drivers, change), null, change.Item);
                continue;
            }

            var value = ValueOf(history.Drivers[driver], change.Value);
            foreach (var name in change.Item is { } one ? [one] : history.Items)
            {
                values[(driver, name, change.Date)] = value;
            }
        }

        var stated = days.Count == 0 ? history : history.WithStated([.. days.Values]);
        return values.Count == 0 ? stated : stated.WithAhead(SetOf(history.Drivers, values));
    }

    /// <summary>Values of drivers as a set.</summary>
    internal static DriverSet SetOf(IReadOnlyList<Driver> drivers, IEnumerable<KeyValuePair<(int Driver, string Item, DateOnly Date), double>> values)
    {
        var builder = new DriverSetBuilder();
        var places = new Dictionary<int, int>();
        foreach (var ((driver, item, date), value) in values)
        {
            if (!places.TryGetValue(driver, out var place))
            {
                places.Add(driver, place = builder.AddDriver(drivers[driver]));
            }

            if (drivers[driver].Kind == DriverKind.Numeric)
            {
                builder.Set(place, item, date, value);
            }
            else
            {
                builder.Set(place, item, date, drivers[driver].Levels[(int)value]);
            }
        }

        return builder.Build();
    }

    private static void RequireAhead(History history, int horizon, DateOnly date)
    {
        var (first, last) = (history.OriginDate, history.OriginDate.AddDays(horizon - 1));
        if (date < first || date > last)
        {
            throw new DriverChangeException($"{Day(date)} is not a day of the forecast; give one from {Day(first)} to {Day(last)}.");
        }
    }

    private static int IndexOf(IReadOnlyList<Driver> drivers, string name)
    {
        var exact = drivers.Select(driver => driver.Name).ToList().IndexOf(name);
        return exact >= 0 ? exact : drivers.Select(driver => driver.Name.ToUpperInvariant()).ToList().IndexOf(name.Trim().ToUpperInvariant());
    }

    /// <summary>Whether a day is open, where no driver says so.</summary>
    private static bool OpenIn(IReadOnlyList<Driver> drivers, DriverChange change)
    {
        if (!change.Driver.Trim().Equals(Driver.OpenName, StringComparison.OrdinalIgnoreCase))
        {
            throw new DriverChangeException(drivers.Count == 0
                ? $"There is no driver '{Shown(change.Driver)}': the model has none, so that only {Driver.OpenName} can be changed."
                : $"There is no driver '{Shown(change.Driver)}'; there are {string.Join(", ", drivers.Select(driver => driver.Name))}, and {Driver.OpenName}.");
        }

        return ValueOf(new Driver(Driver.OpenName, DriverKind.Numeric), change.Value) != 0;
    }

    private static double ValueOf(Driver driver, string text)
    {
        var value = text.Trim();
        if (driver.Kind == DriverKind.Category)
        {
            var level = driver.Levels.ToList().IndexOf(value);
            return level >= 0 ? level : throw new DriverChangeException($"The driver '{driver.Name}' has no level '{Shown(value)}'; it has {Levels(driver)}.");
        }

        var truth = WrittenValues.TruthOf(value);
        var number = truth ?? 0;
        var isNumber = truth is not null || (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && SalesRules.Admits(number));
        return !isNumber ? throw new DriverChangeException($"'{Shown(value)}' is no value of the driver '{driver.Name}', which is a number.")
            : number <= 0 && Driver.IsPriceName(driver.Name) ? throw new DriverChangeException($"The driver '{driver.Name}' is a price, and {Shown(value)} is not above 0.")
            : number;
    }

    private static string Levels(Driver driver)
    {
        const int MaxShown = 10;
        return $"{string.Join(", ", driver.Levels.Take(MaxShown).Select(level => $"'{level}'"))}{(driver.Levels.Count > MaxShown ? ", ..." : "")}";
    }

    private static string Shown(string text)
    {
        const int MaxShown = 40;
        return text.Length <= MaxShown ? text : $"{text[..MaxShown]}...";
    }

    private static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
