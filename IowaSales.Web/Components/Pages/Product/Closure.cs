using IowaSales.Contracts;
using IowaSales.Web.Text;

namespace IowaSales.Web.Components.Pages.Product;

/// <summary>What is worth telling of a closed day.</summary>
internal static class Closure
{
    /// <summary>Why a day is closed, where that is not plain from its weekday.</summary>
    /// <param name="day">A forecast day.</param>
    /// <returns>The holiday's name or the reason in words; null when the day is open, or closed as every such weekday.</returns>
    public static string? ReasonOf(DayForecast day) => !day.Closed ? null : day.Holiday ?? day.ClosedReason switch
    {
        ClosureCodes.Holiday => UiText.Common.Holiday,
        ClosureCodes.Eve => UiText.Product.DayBeforeHoliday,
        ClosureCodes.DayAfter => UiText.Product.DayAfterHoliday,
        ClosureCodes.Annual => UiText.Product.ClosedEveryYear,
        ClosureCodes.Stated => UiText.Product.ClosedByCalendar,
        _ => null,
    };
}
