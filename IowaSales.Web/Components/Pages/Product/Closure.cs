using IowaSales.Contracts;
using IowaSales.Web.Text;

namespace IowaSales.Web.Components.Pages.Product;

/// <summary>What is worth telling of a closed day.</summary>
internal static class Closure
{
    /// <summary>The API's reason where it knows no better.</summary>
    private const string Unexplained = "No sales";

    /// <summary>The holiday, or the day beside one, that closes a day.</summary>
    /// <param name="day">A forecast day.</param>
    /// <returns>Its name; null when the day is open, or closed as every such weekday, or without a known reason.</returns>
    public static string? HolidayOf(DayForecast day) =>
        day.Closed && day.ClosedReason != Format.Weekday(day.Date) && day.ClosedReason != Unexplained ? day.ClosedReason : null;
}
