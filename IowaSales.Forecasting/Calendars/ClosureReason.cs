namespace IowaSales.Forecasting.Calendars;

/// <summary>Why a day is closed, or expected to be.</summary>
public enum ClosureReason
{
    /// <summary>A person stated it.</summary>
    Stated,

    /// <summary>A federal holiday falls on the day or is observed on it.</summary>
    Holiday,

    /// <summary>The day before a federal holiday.</summary>
    Eve,

    /// <summary>The day after a federal holiday.</summary>
    DayAfter,

    /// <summary>A day that was closed in the years before: the same date, the same weekday of a month, or the same distance from Easter.</summary>
    Annual,

    /// <summary>A weekday that hardly ever has sales.</summary>
    Weekday,

    /// <summary>A past day on which nothing was sold, for no reason that the calendar knows.</summary>
    NoSales,
}
