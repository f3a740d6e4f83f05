namespace IowaSales.Contracts;

/// <summary>Why a day is closed, or expected to be: the codes of <c>closed_reason</c>. The words are the client's.</summary>
public static class ClosureCodes
{
    /// <summary>Somebody stated it in the calendar of the service.</summary>
    public const string Stated = "stated";

    /// <summary>A holiday.</summary>
    public const string Holiday = "holiday";

    /// <summary>The day before a holiday.</summary>
    public const string Eve = "eve";

    /// <summary>The day after a holiday.</summary>
    public const string DayAfter = "day_after";

    /// <summary>A day that was closed in the years before.</summary>
    public const string Annual = "annual";

    /// <summary>A weekday that hardly ever has sales.</summary>
    public const string Weekday = "weekday";

    /// <summary>A past day on which nothing was sold, for no known reason.</summary>
    public const string NoSales = "no_sales";
}
