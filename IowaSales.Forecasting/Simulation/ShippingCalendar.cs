using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Simulation;

/// <summary>
/// The simulated warehouse's days. It ships Monday to Friday. After a holiday in the first half of a week the routes of that week are
/// driven a day later, the last of them usually on Saturday. Some Mondays are slow and Tuesday makes up for it. Other Saturdays are closed
/// but for a few; Sundays are rare and tiny at first, and from October 2023 on common and small, at Monday's expense.
/// </summary>
internal static class ShippingCalendar
{
    private static readonly DateOnly SundayShippingFrom = new(2023, 10, 1);

    private static readonly HashSet<string> ClosedHolidays =
        ["New Year's Day", "Memorial Day", "Independence Day", "Labor Day", "Thanksgiving Day", "Christmas Day"];

    /// <summary>The days of a range.</summary>
    /// <param name="from">First day.</param>
    /// <param name="through">Last day.</param>
    /// <param name="random">What chance decides.</param>
    public static IEnumerable<ShippingDay> Between(DateOnly from, DateOnly through, SplitMixRandom random)
    {
        var monday = Week.MondayOf(from);
        var sundayShare = 0.0;
        for (; monday <= through; monday = monday.AddDays(Week.Days))
        {
            var week = DaysOf(monday, random);
            if (!week[0].Closed && !week[0].Scattered)
            {
                week[0] = week[0] with { Share = week[0].Share * (1 - (0.5 * sundayShare)) };
            }

            sundayShare = week[6].Scattered ? 0 : week[6].Share;
            foreach (var day in week)
            {
                if (day.Date >= from && day.Date <= through)
                {
                    yield return day;
                }
            }
        }
    }

    private static ShippingDay[] DaysOf(DateOnly monday, SplitMixRandom random)
    {
        var days = new ShippingDay[7];
        for (var weekday = 0; weekday < 5; weekday++)
        {
            days[weekday] = new ShippingDay(monday.AddDays(weekday), weekday, 1);
        }

        days[5] = new ShippingDay(monday.AddDays(5), 4, random.Chance(0.04) ? random.Between(0.08, 0.75) : 0);
        days[6] = Sunday(monday.AddDays(6), random);
        var slowMonday = random.Chance(0.18) ? random.Between(0.3, 0.5) : 0;
        days[0] = days[0] with { Share = 1 - slowMonday };
        days[1] = days[1] with { Share = 1 + (0.85 * slowMonday) };
        for (var weekday = 0; weekday < 5; weekday++)
        {
            if (IsClosedHoliday(days[weekday].Date))
            {
                Close(days, weekday, random);
            }
        }

        return days;
    }

    private static ShippingDay Sunday(DateOnly date, SplitMixRandom random)
    {
        var usual = date >= SundayShippingFrom;
        if (!random.Chance(usual ? 0.67 : 0.2))
        {
            return new ShippingDay(date, 0, 0);
        }

        return usual
            ? new ShippingDay(date, 0, random.Between(0.06, 0.6))
            : new ShippingDay(date, 0, random.Between(0.002, 0.012), Scattered: true);
    }

    private static void Close(ShippingDay[] days, int holiday, SplitMixRandom random)
    {
        var scattered = random.Chance(0.6);
        var saturday = random.Chance(0.75);
        var closed = days[holiday] with { Share = scattered ? random.Between(0.003, 0.015) : 0, Scattered = scattered };
        if (holiday <= 2)
        {
            for (var weekday = 5; weekday > holiday; weekday--)
            {
                days[weekday] = days[weekday] with { Weekday = weekday - 1, Share = 1, Scattered = false };
            }

            // Without a Saturday the week's last two routes share Friday's lorries.
            days[5] = days[5] with { Share = saturday ? random.Between(0.65, 0.85) : 0 };
            days[4] = days[4] with { Share = saturday ? 1 : 1.2 };
            days[6] = days[6] with { Share = 0 };
        }
        else if (holiday == 3)
        {
            days[4] = days[4] with { Share = 0.8 };
        }

        days[holiday] = closed;
    }

    private static bool IsClosedHoliday(DateOnly date) =>
        UsFederalHolidays.NameOn(date) is { } name
        && ClosedHolidays.Contains(name.EndsWith(" (observed)", StringComparison.Ordinal) ? name[..^" (observed)".Length] : name);
}
