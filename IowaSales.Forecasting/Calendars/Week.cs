namespace IowaSales.Forecasting.Calendars;

/// <summary>The week: seven days, from Monday on.</summary>
public static class Week
{
    /// <summary>Days of a week.</summary>
    public const int Days = 7;

    /// <summary>The weekdays, Monday first.</summary>
    public static IReadOnlyList<DayOfWeek> MondayFirst { get; } = [.. Enumerable.Range(1, Days).Select(day => (DayOfWeek)(day % Days))];

    /// <summary>Place of a weekday in the week, from 0 for Monday to 6 for Sunday.</summary>
    /// <param name="weekday">The weekday.</param>
    public static int IndexOf(DayOfWeek weekday) => ((int)weekday + Days - 1) % Days;

    /// <summary>The Monday of the week that a date is in.</summary>
    /// <param name="date">The date.</param>
    public static DateOnly MondayOf(DateOnly date) => date.AddDays(-IndexOf(date.DayOfWeek));
}
