using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Models.CalendarRegression;

/// <summary>
/// Levels of the series at an origin: what a series sold of late in units of what calendar and weekday made expected, so that a week with a
/// holiday, or a month's end, moves no level. Two exponential memories are mixed: a short one that follows, a long one that holds.
/// </summary>
internal sealed class CalendarLevels
{
    /// <summary>Days before the origin that count.</summary>
    private const int Window = 168;

    /// <summary>A day counts at most this many times what was expected of it: the rest is a one-off order or a promotion.</summary>
    private const double MaxTimesExpected = 3;

    /// <summary>Expected ratio below which that bound does not shrink further.</summary>
    private const double MinExpected = 0.3;

    /// <summary>Share and half-life, in days, of each memory.</summary>
    private static readonly (double Share, double HalfLife)[] Memories = [(0.3, 7), (0.7, 60)];

    private readonly int _from;
    private readonly DateOnly[] _dates;
    private readonly bool[] _open;
    private readonly double[] _calendar;
    private readonly double[][] _weights;

    /// <summary>Lays out what was expected of the days before an origin.</summary>
    /// <param name="history">What is known.</param>
    /// <param name="effects">What the calendar makes expected.</param>
    public CalendarLevels(History history, CommonEffects effects)
    {
        _from = Math.Max(0, history.Origin - Window);
        var days = history.Origin - _from;
        _dates = [.. Enumerable.Range(_from, days).Select(history.DateOf)];
        _open = [.. Enumerable.Range(_from, days).Select(history.Calendar.IsOpen)];
        _calendar = [.. _dates.Select(effects.CalendarAt)];
        _weights = [.. Memories.Select(memory => Enumerable.Range(0, days).Select(day => Math.Pow(0.5, (days - day) / memory.HalfLife)).ToArray())];
    }

    /// <summary>The level of a series.</summary>
    /// <param name="history">The history that the levels were laid out for.</param>
    /// <param name="series">Index of the series.</param>
    /// <param name="shape">How the series differs from what all share.</param>
    /// <returns>Sales per day of expected ratio 1; 0 when the series has sold nothing of late.</returns>
    public double At(History history, int series, SeriesShape shape)
    {
        var plain = LevelRatios.TrailingLevel(history, series);
        if (plain <= 0)
        {
            return 0;
        }

        Span<double> exposure = stackalloc double[Memories.Length];
        Span<double> sold = stackalloc double[Memories.Length];
        Span<double> expected = stackalloc double[Window];
        exposure.Clear();
        sold.Clear();
        var first = Math.Max(_from, history.FirstDay(series));
        var closed = history.ClosedWeekdays(series);
        for (var day = first - _from; day < _open.Length; day++)
        {
            expected[day] = shape.RatioOf(_calendar[day], _dates[day]);
            var open = _open[day] && (closed >> (int)_dates[day].DayOfWeek & 1) == 0;
            for (var memory = 0; memory < exposure.Length && open; memory++)
            {
                exposure[memory] += _weights[memory][day] * expected[day];
            }
        }

        var rows = history.Rows(series);
        for (var i = rows.Count - 1; i >= 0 && rows.Days[i] >= first; i--)
        {
            var day = rows.Days[i] - _from;
            var value = Math.Min(rows.Values[i], MaxTimesExpected * plain * Math.Max(MinExpected, expected[day]));
            for (var memory = 0; memory < sold.Length; memory++)
            {
                sold[memory] += _weights[memory][day] * value;
            }
        }

        var level = 0.0;
        for (var memory = 0; memory < sold.Length; memory++)
        {
            level += Memories[memory].Share * (exposure[memory] > 0 ? sold[memory] / exposure[memory] : plain);
        }

        return Math.Max(0, level);
    }
}
