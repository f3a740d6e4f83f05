namespace IowaSales.Forecasting.Calendars;

/// <summary>A day that comes back every year by a rule; it says nothing of whether the day is closed.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="First">Month of a fixed date or of a weekday of a month; offset in days from Easter Sunday.</param>
/// <param name="Second">Day of the month; or 10 × n + weekday for the n-th weekday of a month, n = 5 for the last one; else 0.</param>
public readonly record struct AnnualDay(AnnualRule Rule, int First, int Second)
{
    private const int LastOfMonth = 5;

    /// <summary>Every annual day that falls on a date.</summary>
    /// <param name="date">The date.</param>
    public static IEnumerable<AnnualDay> On(DateOnly date)
    {
        yield return new AnnualDay(AnnualRule.FixedDate, date.Month, date.Day);
        var weekday = (int)date.DayOfWeek;
        if (date.Day <= 28)
        {
            yield return new AnnualDay(AnnualRule.WeekdayOfMonth, date.Month, (10 * (((date.Day - 1) / Week.Days) + 1)) + weekday);
        }

        if (date.Day + Week.Days > DateTime.DaysInMonth(date.Year, date.Month))
        {
            yield return new AnnualDay(AnnualRule.WeekdayOfMonth, date.Month, (10 * LastOfMonth) + weekday);
        }

        var offset = date.DayNumber - EasterDates.Of(date.Year).DayNumber;
        if (EasterDates.HolidayOffsets.Contains(offset))
        {
            yield return new AnnualDay(AnnualRule.Easter, offset, 0);
        }
    }

    /// <summary>The date in a year; null where it has none (29 February).</summary>
    /// <param name="year">The year.</param>
    public DateOnly? DateIn(int year)
    {
        switch (Rule)
        {
            case AnnualRule.Easter:
                return EasterDates.Of(year).AddDays(First);
            case AnnualRule.FixedDate:
                return Second <= DateTime.DaysInMonth(year, First) ? new DateOnly(year, First, Second) : null;
            default:
                var (place, weekday) = Math.DivRem(Second, 10);
                var from = place == LastOfMonth
                    ? new DateOnly(year, First, DateTime.DaysInMonth(year, First) - 6)
                    : new DateOnly(year, First, 1 + (Week.Days * (place - 1)));
                return from.AddDays((weekday - (int)from.DayOfWeek + Week.Days) % Week.Days);
        }
    }
}

/// <summary>How a day comes back every year.</summary>
public enum AnnualRule
{
    /// <summary>The same month and day.</summary>
    FixedDate,

    /// <summary>The n-th, or the last, of a weekday in a month.</summary>
    WeekdayOfMonth,

    /// <summary>The same distance from Easter Sunday.</summary>
    Easter,
}
