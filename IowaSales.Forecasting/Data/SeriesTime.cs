using System.Numerics;
using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Data;

/// <summary>
/// The steps a model sees of one series: from a first day on, one step per day of the weekdays it keeps. Trading time drops the weekdays
/// that never trade and keeps a holiday within the week as a missing value, so that the season does not shift; calendar time keeps all.
/// </summary>
/// <param name="FirstDay">Day index of the first step.</param>
/// <param name="Weekdays">The weekdays kept: bit w for <see cref="DayOfWeek"/> w; at least one.</param>
internal readonly record struct SeriesTime(int FirstDay, byte Weekdays)
{
    private const byte EveryDay = 0b111_1111;
    private const int FewDemands = 20;

    /// <summary>Steps per week.</summary>
    public int Season => BitOperations.PopCount(Weekdays);

    /// <summary>Trading time from the first row of a series, or the last <paramref name="maxWeeks"/> weeks when it is longer.</summary>
    public static SeriesTime Trading(History history, int series, int maxWeeks)
    {
        byte weekdays = 0;
        for (var weekday = 0; weekday < Week.Days; weekday++)
        {
            weekdays |= (byte)(history.Calendar.TradingWeekdays[weekday] ? 1 << weekday : 0);
        }

        var own = (byte)(weekdays & ~history.ClosedWeekdays(series));
        weekdays = own == 0 ? weekdays : own;
        return new SeriesTime(First(history, series, maxWeeks), weekdays);
    }

    /// <summary>Calendar time from the first row of a series, or the last <paramref name="maxWeeks"/> weeks when it is longer.</summary>
    public static SeriesTime Calendar(History history, int series, int maxWeeks) =>
        new(First(history, series, maxWeeks), EveryDay);

    /// <summary>The known values, one per step.</summary>
    /// <param name="history">What is known.</param>
    /// <param name="series">Index of the series.</param>
    /// <param name="closed">Value of a closed day: NaN for missing, or 0.</param>
    public double[] Values(History history, int series, double closed)
    {
        var values = new double[Steps(history, FirstDay, history.Origin)];
        var rows = history.Rows(series);
        var row = rows.Days.BinarySearch(FirstDay);
        row = row < 0 ? ~row : row;
        var weekday = (int)history.DateOf(FirstDay).DayOfWeek;
        for (var (day, step) = (FirstDay, 0); day < history.Origin; day++)
        {
            var hasRow = row < rows.Count && rows.Days[row] == day;
            if (Keeps(weekday))
            {
                values[step++] = hasRow && rows.Values[row] != 0 ? rows.Values[row]
                    : !history.IsOpen(series, day) ? closed
                    : history.IsUnobserved(series, day) ? double.NaN : 0;
            }

            row += hasRow ? 1 : 0;
            weekday = weekday < 6 ? weekday + 1 : 0;
        }

        return values;
    }

    /// <summary>Whether demand is so rare that a trend or a season cannot be told from chance: few demands, on fewer than half of the steps.</summary>
    /// <param name="values">The known values, one per step.</param>
    public static bool IsSparse(ReadOnlySpan<double> values)
    {
        var (known, demands) = (0, 0);
        foreach (var value in values)
        {
            known += double.IsNaN(value) ? 0 : 1;
            demands += double.IsNaN(value) || value == 0 ? 0 : 1;
        }

        return demands < FewDemands && 2 * demands < known;
    }

    /// <summary>The known values with spikes held to what their weekday usually does (<see cref="SpikeFilter"/>); sparse ones stay as they are.</summary>
    /// <param name="values">The known values, one per step.</param>
    /// <param name="season">Steps per week.</param>
    public static double[] WithoutSpikes(double[] values, int season)
    {
        if (IsSparse(values))
        {
            return values;
        }

        var clean = new double[values.Length];
        SpikeFilter.Apply(values, season, clean);
        return clean;
    }

    /// <summary>Number of steps that a number of days from the origin on has.</summary>
    public int StepsAhead(History history, int days) => Steps(history, history.Origin, history.Origin + days);

    /// <summary>Spreads forecasts of steps over the days from the origin on; a weekday that is not kept gets 0.</summary>
    public void Spread(History history, ReadOnlySpan<double> steps, Span<double> days)
    {
        var step = 0;
        for (var i = 0; i < days.Length; i++)
        {
            days[i] = Keeps((int)history.DateOf(history.Origin + i).DayOfWeek) ? steps[step++] : 0;
        }
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(FirstDay);
        writer.Write(Weekdays);
    }

    public static SeriesTime Read(BinaryReader reader)
    {
        var time = new SeriesTime(reader.ReadInt32(), reader.ReadByte());
        return time.FirstDay >= 0 && time.FirstDay <= ((reader as ArtifactReader)?.MaxDays ?? int.MaxValue) && time.Weekdays is > 0 and <= EveryDay
            ? time
            : throw new InvalidDataException("The days of a fitted series are damaged.");
    }

    private static int First(History history, int series, int maxWeeks) =>
        Math.Max(history.FirstDay(series), history.Origin - (Week.Days * maxWeeks));

    private bool Keeps(int weekday) => (Weekdays >> weekday & 1) != 0;

    private int Steps(History history, int from, int to)
    {
        var weeks = Math.Max(0, to - from) / Week.Days;
        var steps = weeks * Season;
        for (var day = from + (Week.Days * weeks); day < to; day++)
        {
            steps += Keeps((int)history.DateOf(day).DayOfWeek) ? 1 : 0;
        }

        return steps;
    }
}
