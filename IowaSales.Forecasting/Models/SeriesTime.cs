using System.Numerics;

namespace IowaSales.Forecasting.Models;

/// <summary>
/// The steps a model sees of one series: from a first day on, one step per day of the weekdays it keeps. Trading time drops the weekdays
/// that never trade and keeps a holiday within the week as a missing value, so that the season does not shift; calendar time keeps all.
/// </summary>
/// <param name="FirstDay">Day index of the first step.</param>
/// <param name="Weekdays">The weekdays kept: bit w for <see cref="DayOfWeek"/> w; at least one.</param>
internal readonly record struct SeriesTime(int FirstDay, byte Weekdays)
{
    private const byte EveryDay = 0b111_1111;

    /// <summary>Steps per week.</summary>
    public int Season => BitOperations.PopCount(Weekdays);

    /// <summary>Trading time from the first row of a series, or the last <paramref name="maxWeeks"/> weeks when it is longer.</summary>
    public static SeriesTime Trading(History history, int series, int maxWeeks)
    {
        byte weekdays = 0;
        for (var weekday = 0; weekday < 7; weekday++)
        {
            weekdays |= (byte)(history.Calendar.TradingWeekdays[weekday] ? 1 << weekday : 0);
        }

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
        var values = new double[StepsBefore(history, history.Origin)];
        var rows = history.Rows(series);
        var row = rows.Days.BinarySearch(FirstDay);
        row = row < 0 ? ~row : row;
        for (var (day, step) = (FirstDay, 0); day < history.Origin; day++)
        {
            var hasRow = row < rows.Count && rows.Days[row] == day;
            if (Keeps(history, day))
            {
                values[step++] = hasRow ? rows.Values[row] : history.Calendar.IsOpen(day) ? 0 : closed;
            }

            row += hasRow ? 1 : 0;
        }

        return values;
    }

    /// <summary>Number of steps that a number of days from the origin on has.</summary>
    public int StepsAhead(History history, int days)
    {
        var steps = 0;
        for (var day = history.Origin; day < history.Origin + days; day++)
        {
            steps += Keeps(history, day) ? 1 : 0;
        }

        return steps;
    }

    /// <summary>Spreads forecasts of steps over the days from the origin on; a weekday that is not kept gets 0.</summary>
    public void Spread(History history, ReadOnlySpan<double> steps, Span<double> days)
    {
        var step = 0;
        for (var i = 0; i < days.Length; i++)
        {
            days[i] = Keeps(history, history.Origin + i) ? steps[step++] : 0;
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
        return time.FirstDay >= 0 && time.Weekdays is > 0 and <= EveryDay
            ? time
            : throw new InvalidDataException("The days of a fitted series are damaged.");
    }

    private static int First(History history, int series, int maxWeeks) =>
        Math.Max(history.FirstDay(series), history.Origin - (7 * maxWeeks));

    private bool Keeps(History history, int day) => (Weekdays >> (int)history.DateOf(day).DayOfWeek & 1) != 0;

    private int StepsBefore(History history, int day)
    {
        var steps = 0;
        for (var i = FirstDay; i < day; i++)
        {
            steps += Keeps(history, i) ? 1 : 0;
        }

        return steps;
    }
}
