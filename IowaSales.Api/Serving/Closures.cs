using IowaSales.Contracts;
using IowaSales.Forecasting.Calendars;

namespace IowaSales.Api.Serving;

/// <summary>Reasons of closures in the contract's codes.</summary>
internal static class Closures
{
    /// <summary>The code of a reason; null for none.</summary>
    /// <param name="reason">The reason.</param>
    public static string? CodeOf(ClosureReason? reason) => reason switch
    {
        null => null,
        ClosureReason.Stated => ClosureCodes.Stated,
        ClosureReason.Holiday => ClosureCodes.Holiday,
        ClosureReason.Eve => ClosureCodes.Eve,
        ClosureReason.DayAfter => ClosureCodes.DayAfter,
        ClosureReason.Annual => ClosureCodes.Annual,
        ClosureReason.Weekday => ClosureCodes.Weekday,
        ClosureReason.NoSales => ClosureCodes.NoSales,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "The contract has no code for this reason."),
    };
}
