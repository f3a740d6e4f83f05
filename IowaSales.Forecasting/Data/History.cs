namespace IowaSales.Forecasting.Data;

/// <summary>
/// What is known at a forecast origin: the sales of the days before it and the trading calendar learnt from them. Models see sales only
/// through this type, so nothing at or after the origin can reach them.
/// </summary>
public sealed class History
{
    private readonly SalesPanel _panel;

    private History(SalesPanel panel, int origin, TradingCalendar calendar)
    {
        _panel = panel;
        Origin = origin;
        Calendar = calendar;
    }

    /// <summary>Day index of the first forecast day: all days before it are known.</summary>
    public int Origin { get; }

    /// <summary>The first forecast day.</summary>
    public DateOnly OriginDate => DateOf(Origin);

    /// <summary>The trading calendar learnt from the known days.</summary>
    public TradingCalendar Calendar { get; }

    /// <summary>Names of the series.</summary>
    public IReadOnlyList<string> Items => _panel.Items;

    /// <summary>Number of series.</summary>
    public int SeriesCount => _panel.SeriesCount;

    /// <summary>What is known of a panel at an origin.</summary>
    /// <param name="panel">The sales.</param>
    /// <param name="origin">Day index of the first forecast day, 1 .. the panel's number of days.</param>
    /// <returns>The history.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The origin lies outside the panel.</exception>
    public static History At(SalesPanel panel, int origin)
    {
        ArgumentNullException.ThrowIfNull(panel);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(origin, panel.DayCount);
        return new History(panel, origin, TradingCalendar.Learn(panel, origin));
    }

    /// <summary>What is known of a whole panel.</summary>
    /// <param name="panel">The sales.</param>
    /// <returns>The history.</returns>
    public static History Of(SalesPanel panel)
    {
        ArgumentNullException.ThrowIfNull(panel);
        return At(panel, panel.DayCount);
    }

    /// <summary>What was known at an earlier origin, its calendar learnt anew from the days before it.</summary>
    /// <param name="origin">Day index of the first forecast day, 1 .. <see cref="Origin"/>.</param>
    /// <returns>The history.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The origin lies after this one.</exception>
    public History Before(int origin)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(origin, Origin);
        return origin == Origin ? this : At(_panel, origin);
    }

    /// <summary>The date of a day index.</summary>
    /// <param name="day">Day index, past or future.</param>
    public DateOnly DateOf(int day) => _panel.DateOf(day);

    /// <summary>The known rows of one series.</summary>
    /// <param name="series">Index of the series.</param>
    public SeriesRows Rows(int series) => _panel.RowsBefore(series, Origin);

    /// <summary>Day index of the first row of one series; the origin when it has none.</summary>
    /// <param name="series">Index of the series.</param>
    public int FirstDay(int series)
    {
        var rows = Rows(series);
        return rows.Count == 0 ? Origin : rows.Days[0];
    }

    /// <summary>Day index of the first sale of one series, a row above 0; the origin when it never sold.</summary>
    /// <param name="series">Index of the series.</param>
    public int FirstSale(int series)
    {
        var rows = Rows(series);
        for (var row = 0; row < rows.Count; row++)
        {
            if (rows.Values[row] > 0)
            {
                return rows.Days[row];
            }
        }

        return Origin;
    }

    /// <summary>Daily sales of one series from its first row to the origin, in calendar time.</summary>
    /// <param name="series">Index of the series.</param>
    /// <returns>One value per day: the total, 0 on an open day without a row, NaN on a closed day. Empty when the series has no row.</returns>
    public double[] Daily(int series)
    {
        var rows = Rows(series);
        if (rows.Count == 0)
        {
            return [];
        }

        var first = rows.Days[0];
        var daily = new double[Origin - first];
        for (var i = 0; i < daily.Length; i++)
        {
            daily[i] = Calendar.IsOpen(first + i) ? 0 : double.NaN;
        }

        for (var i = 0; i < rows.Count; i++)
        {
            daily[rows.Days[i] - first] = rows.Values[i];
        }

        return daily;
    }
}
