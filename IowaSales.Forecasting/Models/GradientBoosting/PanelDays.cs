using System.Runtime.CompilerServices;
using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Models.GradientBoosting;

/// <summary>The days of a history, past and ahead, as boosting's features describe them. Computed once per history.</summary>
internal sealed class PanelDays
{
    /// <summary>Days after the origin that are described.</summary>
    private const int DaysAhead = 400;

    /// <summary>Days to a holiday or a closure beyond which it is as good as none.</summary>
    private const int Farthest = 8;

    private static readonly ConditionalWeakTable<History, PanelDays> Computed = [];

    private PanelDays(History history)
    {
        var calendar = history.Calendar;
        var days = history.Origin + DaysAhead;
        Open = new bool[days];
        OpenBefore = new int[days + 1];
        Calendar = new DaySignals[days];
        for (var day = 0; day < days; day++)
        {
            Open[day] = calendar.IsOpen(day);
            OpenBefore[day + 1] = OpenBefore[day] + (Open[day] ? 1 : 0);
        }

        for (var day = 0; day < days; day++)
        {
            Calendar[day] = Describe(calendar, day);
        }

        OpenDays = [.. Enumerable.Range(0, history.Origin).Where(day => Open[day])];
    }

    /// <summary>Whether each day is open, past and future.</summary>
    public bool[] Open { get; }

    /// <summary>Number of open days before each day.</summary>
    public int[] OpenBefore { get; }

    /// <summary>The known open days, ascending.</summary>
    public int[] OpenDays { get; }

    /// <summary>Calendar of each day, past and future.</summary>
    public DaySignals[] Calendar { get; }

    /// <summary>The days of a history, described at first use.</summary>
    /// <param name="history">What is known.</param>
    public static PanelDays Of(History history) => Computed.GetValue(history, known => new PanelDays(known));

    private DaySignals Describe(TradingCalendar calendar, int day)
    {
        var date = calendar.DateOf(day);
        var monthStart = day - date.Day + 1;
        var monthEnd = monthStart + DateTime.DaysInMonth(date.Year, date.Month);
        var weekStart = day - (((int)date.DayOfWeek + 6) % 7);
        var (since, before) = Holiday(date, -1);
        var (to, after) = Holiday(date, 1);
        return new DaySignals(
            (int)date.DayOfWeek,
            date.Day,
            CountOpen(monthStart, day),
            CountOpen(day + 1, monthEnd),
            Closure(calendar, day, -1),
            Closure(calendar, day, 1),
            CountOpen(weekStart, weekStart + 7),
            CountOpen(weekStart, day),
            since,
            to,
            since <= to ? before : after);
    }

    private int CountOpen(int from, int to)
    {
        var last = OpenBefore.Length - 1;
        var missing = Math.Max(0, -from) * 5 / 7;
        return OpenBefore[Math.Clamp(to, 0, last)] - OpenBefore[Math.Clamp(from, 0, last)] + (to > 0 ? missing : 0);
    }

    /// <summary>Days to the nearest closed day that would trade by its weekday, itself included; capped.</summary>
    private int Closure(TradingCalendar calendar, int day, int direction)
    {
        for (var distance = 0; distance < Farthest; distance++)
        {
            var other = day + (direction * distance);
            if (other >= 0 && other < Open.Length && !Open[other] && calendar.TradesOn(calendar.DateOf(other).DayOfWeek))
            {
                return distance;
            }
        }

        return Farthest;
    }

    /// <summary>Days to the nearest holiday in a direction, capped, and which it is: its month, so that an observed day is as the actual one; 0 for none.</summary>
    private static (int Distance, int Kind) Holiday(DateOnly date, int direction)
    {
        for (var distance = 0; distance < Farthest; distance++)
        {
            var other = date.AddDays(direction * distance);
            if (UsFederalHolidays.NameOn(other) is not null)
            {
                return (distance, KindOf(other));
            }
        }

        return (Farthest, 0);
    }

    /// <summary>Holidays by when they come in the year: twice the month, plus one for the second of a month that has two; New Year's Eve is January's.</summary>
    private static int KindOf(DateOnly date) => (date.Month, date.Day) switch
    {
        (12, 31) => 2,
        (1, > 10) or (11, > 15) => (2 * date.Month) + 1,
        _ => 2 * date.Month,
    };
}

/// <summary>The calendar of one day. Counts of open days leave the day itself out; distances are in days, 0 for the day itself, capped.</summary>
internal readonly record struct DaySignals(
    int Weekday,
    int DayOfMonth,
    int OpenDaysOfMonthBefore,
    int OpenDaysOfMonthAfter,
    int SinceClosure,
    int ToClosure,
    int OpenDaysOfWeek,
    int OpenDaysOfWeekBefore,
    int SinceHoliday,
    int ToHoliday,
    int NearestHoliday);
