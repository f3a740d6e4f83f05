namespace IowaSales.Forecasting.Calendars;

/// <summary>
/// US federal holidays by rule (5 U.S.C. § 6103): fixed dates with their observed day when they fall on a weekend, and floating Mondays and
/// Thursdays. Juneteenth counts from 2021 on, Martin Luther King Jr. Day from 1986 on.
/// </summary>
public static class UsFederalHolidays
{
    /// <summary>Name of Thanksgiving, whose day after is a custom of its own.</summary>
    public const string Thanksgiving = "Thanksgiving Day";

    /// <summary>Name of the holiday that falls on, or is observed on, a date; null when there is none.</summary>
    /// <param name="date">The date.</param>
    public static string? NameOn(DateOnly date) =>
        On(date) is { } holiday ? holiday.IsObserved ? $"{holiday.Name} (observed)" : holiday.Name : null;

    /// <summary>The holiday that falls on, or is observed on, a date; null when there is none.</summary>
    /// <param name="date">The date.</param>
    public static FederalHoliday? On(DateOnly date)
    {
        if (NameOfActual(date) is { } actual)
        {
            return new FederalHoliday(actual, IsObserved: false);
        }

        // A Saturday holiday is observed on the Friday before, a Sunday one on the Monday after.
        var observed = date.DayOfWeek switch
        {
            DayOfWeek.Friday => NameOfActual(date.AddDays(1)),
            DayOfWeek.Monday => NameOfActual(date.AddDays(-1)),
            _ => null,
        };
        return observed is null ? null : new FederalHoliday(observed, IsObserved: true);
    }

    /// <summary>
    /// Whether businesses are as a rule closed on a date: it is one of the six holidays that shops and warehouses keep, not those of banks and offices alone,
    /// and not an observed day, on which trade is sometimes open.
    /// </summary>
    /// <param name="date">The date.</param>
    public static bool ClosesTrade(DateOnly date) => NameOfActual(date) is { } name && ClosesTrade(name);

    /// <summary>Whether businesses are as a rule closed on a holiday.</summary>
    /// <param name="holiday">Its name, without "(observed)".</param>
    public static bool ClosesTrade(string holiday) => holiday
        is "New Year's Day" or "Memorial Day" or "Independence Day" or "Labor Day" or Thanksgiving or "Christmas Day";

    /// <summary>Whether a holiday closes businesses on a working day, Monday to Friday, of the Monday-to-Sunday week of a date.</summary>
    /// <param name="date">The date.</param>
    public static bool ClosesTradeInWeekOf(DateOnly date)
    {
        var monday = Week.MondayOf(date);
        for (var day = 0; day < 5; day++)
        {
            if (ClosesTrade(monday.AddDays(day)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The holidays, actual and observed, of a range of dates, in order.</summary>
    /// <param name="from">First date.</param>
    /// <param name="to">Last date.</param>
    public static IEnumerable<(DateOnly Date, string Name)> Between(DateOnly from, DateOnly to)
    {
        for (var date = from; date <= to; date = date.AddDays(1))
        {
            if (NameOn(date) is { } name)
            {
                yield return (date, name);
            }
        }
    }

    private static string? NameOfActual(DateOnly date) => (date.Month, date.Day, date.DayOfWeek) switch
    {
        (1, 1, _) => "New Year's Day",
        (1, >= 15 and <= 21, DayOfWeek.Monday) when date.Year >= 1986 => "Martin Luther King Jr. Day",
        (2, >= 15 and <= 21, DayOfWeek.Monday) => "Washington's Birthday",
        (5, >= 25, DayOfWeek.Monday) => "Memorial Day",
        (6, 19, _) when date.Year >= 2021 => "Juneteenth",
        (7, 4, _) => "Independence Day",
        (9, <= 7, DayOfWeek.Monday) => "Labor Day",
        (10, >= 8 and <= 14, DayOfWeek.Monday) => "Columbus Day",
        (11, 11, _) => "Veterans Day",
        (11, >= 22 and <= 28, DayOfWeek.Thursday) => Thanksgiving,
        (12, 25, _) => "Christmas Day",
        _ => null,
    };
}

/// <summary>A federal holiday on a date.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsObserved">Whether the date is the working day on which a holiday of the weekend is observed.</param>
public readonly record struct FederalHoliday(string Name, bool IsObserved);
