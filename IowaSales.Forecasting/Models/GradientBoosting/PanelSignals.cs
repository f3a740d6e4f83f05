using System.Runtime.CompilerServices;
using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Models.GradientBoosting;

/// <summary>What all series of a history share: the calendar of each day and the panel's own course. Computed once per history.</summary>
internal sealed class PanelSignals
{
    /// <summary>Days after the origin that the calendar is laid out for.</summary>
    private const int DaysAhead = 400;

    private const int FarthestClosure = 8;

    private static readonly ConditionalWeakTable<History, PanelSignals> Computed = [];

    private readonly double[] _indexSums;

    private PanelSignals(History history)
    {
        var calendar = history.Calendar;
        var days = history.Origin + DaysAhead;
        Origin = history.Origin;
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

        OpenDays = [.. Enumerable.Range(0, Origin).Where(day => Open[day])];
        Index = PanelIndex(history);
        _indexSums = new double[OpenDays.Length + 1];
        for (var i = 0; i < OpenDays.Length; i++)
        {
            _indexSums[i + 1] = _indexSums[i] + Index[OpenDays[i]];
        }
    }

    /// <summary>Day index of the first unknown day.</summary>
    public int Origin { get; }

    /// <summary>Whether each day is open, past and future.</summary>
    public bool[] Open { get; }

    /// <summary>Number of open days before each day.</summary>
    public int[] OpenBefore { get; }

    /// <summary>The known open days, ascending.</summary>
    public int[] OpenDays { get; }

    /// <summary>Calendar of each day, past and future.</summary>
    public DaySignals[] Calendar { get; }

    /// <summary>Mean over the living series of sales divided by the series' own mean, by known day; 0 on closed days.</summary>
    public double[] Index { get; }

    /// <summary>The signals of a history, computed at first use.</summary>
    /// <param name="history">What is known.</param>
    public static PanelSignals Of(History history) => Computed.GetValue(history, known => new PanelSignals(known));

    /// <summary>Mean of the panel's index over the open days between two days.</summary>
    /// <param name="from">First day.</param>
    /// <param name="to">First day left out.</param>
    /// <returns>The mean; 0 when no day is open.</returns>
    public double MeanIndex(int from, int to)
    {
        var first = OpenBefore[Math.Max(0, from)];
        var last = OpenBefore[Math.Max(0, to)];
        return last > first ? (_indexSums[last] - _indexSums[first]) / (last - first) : 0;
    }

    private static double[] PanelIndex(History history)
    {
        var index = new double[history.Origin];
        var living = new double[history.Origin + 1];
        for (var series = 0; series < history.SeriesCount; series++)
        {
            var rows = history.Rows(series);
            if (rows.Count == 0)
            {
                continue;
            }

            var sum = 0.0;
            foreach (var value in rows.Values)
            {
                sum += Math.Max(0, value);
            }

            if (sum <= 0)
            {
                continue;
            }

            var mean = sum / (history.Origin - rows.Days[0]);
            living[rows.Days[0]]++;
            for (var i = 0; i < rows.Count; i++)
            {
                index[rows.Days[i]] += Math.Clamp(rows.Values[i] / mean, 0, 10);
            }
        }

        var count = 0.0;
        for (var day = 0; day < index.Length; day++)
        {
            count += living[day];
            index[day] = count > 0 ? index[day] / count : 0;
        }

        return index;
    }

    private DaySignals Describe(TradingCalendar calendar, int day)
    {
        var date = calendar.DateOf(day);
        var monthStart = day - date.Day + 1;
        var monthEnd = monthStart + DateTime.DaysInMonth(date.Year, date.Month);
        var weekStart = day - (((int)date.DayOfWeek + 6) % 7);
        return new DaySignals(
            (int)date.DayOfWeek,
            date.Day,
            CountOpen(monthStart, day),
            CountOpen(day + 1, monthEnd),
            date.DayOfYear,
            Closure(calendar, day, -1),
            Closure(calendar, day, 1),
            CountOpen(weekStart, weekStart + 7),
            CountOpen(weekStart, day),
            Holiday(date, -1),
            Holiday(date, 1));
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
        for (var distance = 0; distance < FarthestClosure; distance++)
        {
            var other = day + (direction * distance);
            if (other >= 0 && other < Open.Length && !Open[other] && calendar.TradesOn(calendar.DateOf(other).DayOfWeek))
            {
                return distance;
            }
        }

        return FarthestClosure;
    }

    private static int Holiday(DateOnly date, int direction)
    {
        for (var distance = 0; distance < FarthestClosure; distance++)
        {
            if (UsFederalHolidays.NameOn(date.AddDays(direction * distance)) is not null)
            {
                return distance;
            }
        }

        return FarthestClosure;
    }
}

/// <summary>The calendar of one day. Counts of open days leave the day itself out; distances are in days, 0 for the day itself, capped.</summary>
internal readonly record struct DaySignals(
    int Weekday,
    int DayOfMonth,
    int OpenDaysOfMonthBefore,
    int OpenDaysOfMonthAfter,
    int DayOfYear,
    int SinceClosure,
    int ToClosure,
    int OpenDaysOfWeek,
    int OpenDaysOfWeekBefore,
    int SinceHoliday,
    int ToHoliday);
