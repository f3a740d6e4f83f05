using System.Buffers.Binary;
using IowaSales.Storage.Entities;

namespace IowaSales.Storage.Planning;

/// <summary>
/// The arithmetic of overrides, day by day: a group's value is spread over its items in proportion to what they are forecast. The same for the plan of
/// today and for judging the plans of the past.
/// </summary>
public static class OverrideSpread
{
    private const int BytesPerDay = sizeof(double);

    /// <summary>Applies an override to the plan of one day.</summary>
    /// <param name="change">The override; it bears on the day.</param>
    /// <param name="day">The day.</param>
    /// <param name="members">Indices of the items it is of.</param>
    /// <param name="forecast">The model's forecast of the day by item; never changed.</param>
    /// <param name="plan">The plan so far by item; changed in place, never below 0.</param>
    public static void Apply(ForecastOverride change, DateOnly day, IReadOnlyList<int> members, ReadOnlySpan<double> forecast, Span<double> plan)
    {
        ArgumentNullException.ThrowIfNull(change);
        ArgumentNullException.ThrowIfNull(members);
        if (change.Kind == OverrideKind.Factor)
        {
            foreach (var member in members)
            {
                plan[member] *= change.Value;
            }

            return;
        }

        var (forecastSum, planSum) = (0.0, 0.0);
        foreach (var member in members)
        {
            forecastSum += forecast[member];
            planSum += plan[member];
        }

        var units = UnitsOf(change, day);
        foreach (var member in members)
        {
            var share = forecastSum > 0 ? forecast[member] / forecastSum : members.Count == 1 ? 1 : 0;
            plan[member] = change.Kind == OverrideKind.Units
                ? Math.Max(0, plan[member] + (units * share))
                : planSum > 0 ? plan[member] * (units / planSum) : units * share;
        }
    }

    /// <summary>The units of each day of an override: the whole in proportion to the forecasts of its days.</summary>
    /// <param name="whole">Units over all days.</param>
    /// <param name="forecasts">Forecast of the days, first to last.</param>
    /// <param name="open">Whether each day is open, for the case that all forecasts are 0.</param>
    /// <returns>Units by day; null where no day can have any.</returns>
    public static double[]? SplitOverDays(double whole, IReadOnlyList<double> forecasts, IReadOnlyList<bool> open)
    {
        ArgumentNullException.ThrowIfNull(forecasts);
        ArgumentNullException.ThrowIfNull(open);
        var (sum, days) = (forecasts.Sum(), open.Count(one => one));
        return sum > 0
            ? [.. forecasts.Select(forecast => whole * forecast / sum)]
            : days > 0 ? [.. open.Select(one => one ? whole / days : 0)] : null;
    }

    /// <summary>Units by day as they are kept.</summary>
    /// <param name="units">Units, first day to last.</param>
    public static byte[] BytesOf(IReadOnlyList<double> units)
    {
        ArgumentNullException.ThrowIfNull(units);
        var bytes = new byte[units.Count * BytesPerDay];
        for (var day = 0; day < units.Count; day++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(day * BytesPerDay), units[day]);
        }

        return bytes;
    }

    private static double UnitsOf(ForecastOverride change, DateOnly day)
    {
        var at = (day.DayNumber - change.From.DayNumber) * BytesPerDay;
        return at + BytesPerDay <= change.Days.Length ? BinaryPrimitives.ReadDoubleLittleEndian(change.Days.AsSpan(at)) : 0;
    }
}
