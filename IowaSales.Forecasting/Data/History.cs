using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Forecasting.Data.Files;

namespace IowaSales.Forecasting.Data;

/// <summary>
/// What is known at a forecast origin: the sales of the days before it and the trading calendar learned from them. Models see sales only
/// through this type, so nothing at or after the origin can reach them.
/// </summary>
public sealed class History
{
    private readonly SalesPanel _panel;
    private readonly SalesPanel _traded;
    private readonly SeriesClosures _closures;
    private readonly PanelDrivers? _drivers;
    private readonly PanelDrivers? _hiding;
    private readonly Lazy<MadeUpDays> _madeUp;

    private History(SalesPanel panel, int origin)
    {
        _madeUp = new(() => new MadeUpDays(this));
        _panel = panel;
        _traded = panel.Traded;
        _drivers = panel.OwnDrivers;
        _hiding = _drivers is { CanHide: true } ? _drivers : null;
        Origin = origin;
        Calendar = TradingCalendar.Learn(panel, origin);
        _closures = SeriesClosures.Learn(panel, Calendar);
        MissesDays = panel.Missing == MissingDays.Unobserved || (panel.Whole is { } whole ? whole.MayStateZeros(Calendar) : StatedZeros.Are(panel, Calendar));
    }

    private History(History known, SalesPanel panel, SalesPanel traded, object past)
    {
        (_panel, _traded, _closures, _madeUp, Past) = (panel, traded, known._closures, known._madeUp, past);
        _drivers = panel.OwnDrivers;
        _hiding = _drivers is { CanHide: true } ? _drivers : null;
        (Origin, Calendar, MissesDays) = (known.Origin, known.Calendar, known.MissesDays);
    }

    /// <summary>Whether a day without a row was not observed: that was said, or the sales state days without a sale as rows of 0.</summary>
    internal bool MissesDays { get; }

    /// <summary>What all series say together of the panel that these are a part of; null where they are all.</summary>
    internal PanelStatistics? Whole => _panel.Whole;

    /// <summary>Stands for what is known of the days before the origin: the same object in histories that differ in days ahead only.</summary>
    internal object Past { get; } = new();

    /// <summary>Days made up for a holiday.</summary>
    internal MadeUpDays MadeUp => _madeUp.Value;

    /// <summary>Day index of the first forecast day: all days before it are known.</summary>
    public int Origin { get; }

    /// <summary>The first forecast day.</summary>
    public DateOnly OriginDate => DateOf(Origin);

    /// <summary>The panel's trading calendar; a series may differ from it (<see cref="IsOpen"/>).</summary>
    public TradingCalendar Calendar { get; }

    /// <summary>Names of the series.</summary>
    public IReadOnlyList<string> Items => _panel.Items;

    /// <summary>Number of series.</summary>
    public int SeriesCount => _panel.SeriesCount;

    /// <summary>Index of a series by exact name, or -1.</summary>
    /// <param name="item">Name of the item.</param>
    public int IndexOf(string item) => _panel.IndexOf(item);

    /// <summary>What is known of a panel at an origin.</summary>
    /// <param name="panel">The sales.</param>
    /// <param name="origin">Day index of the first forecast day, 1 .. the panel's number of days.</param>
    /// <returns>The history.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The origin lies outside the panel.</exception>
    public static History At(SalesPanel panel, int origin)
    {
        ArgumentNullException.ThrowIfNull(panel);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(origin, panel.DayCount);
        return new History(panel, origin);
    }

    /// <summary>What is known of a whole panel.</summary>
    /// <param name="panel">The sales.</param>
    /// <returns>The history.</returns>
    public static History Of(SalesPanel panel)
    {
        ArgumentNullException.ThrowIfNull(panel);
        return At(panel, panel.DayCount);
    }

    /// <summary>What was known at an earlier origin, its calendar learned again from the days before it.</summary>
    /// <param name="origin">Day index of the first forecast day, 1 .. <see cref="Origin"/>.</param>
    /// <returns>The history.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The origin lies after this one.</exception>
    public History Before(int origin)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(origin, Origin);
        return origin == Origin ? this : At(_panel, origin);
    }

    /// <summary>The same past with other values of drivers on days ahead; nothing is learnt anew.</summary>
    /// <param name="ahead">The values, on days from the origin on; they go before those that are known.</param>
    /// <returns>The history.</returns>
    /// <exception cref="ArgumentException">A value is of a day before the origin, or of another kind than its driver.</exception>
    public History WithAhead(DriverSet ahead)
    {
        ArgumentNullException.ThrowIfNull(ahead);
        for (var driver = 0; driver < ahead.Drivers.Count; driver++)
        {
            if (ahead.ItemsOf(driver).Prepend(null).Any(item => ahead.RunsOf(driver, item).Any(run => run.From < OriginDate)))
            {
                throw new ArgumentException($"A value of the driver '{ahead.Drivers[driver].Name}' is of a day before {OriginDate:yyyy-MM-dd}.", nameof(ahead));
            }
        }

        return new History(this, _panel.With(_panel.Drivers.With(ahead)), _traded, Past);
    }

    /// <summary>The same days and the same calendar with other demand before the origin; what was known at an earlier origin stays as it was.</summary>
    /// <param name="change">Called with a series, its days, and its demand, which it may change; from many threads.</param>
    internal History WithDemand(Action<int, ReadOnlySpan<int>, Span<double>> change)
    {
        var traded = _traded.WithDemand((series, days, demand) =>
        {
            var end = days.BinarySearch(Origin);
            end = end < 0 ? ~end : end;
            change(series, days[..end], demand[..end]);
        });
        return new History(this, _panel, traded, new object());
    }

    /// <summary>The same past with other days stated as open or closed; the calendar is learnt anew.</summary>
    /// <param name="days">The days; they go before what is stated of them.</param>
    /// <returns>The history.</returns>
    public History WithStated(IReadOnlyList<StatedDay> days)
    {
        ArgumentNullException.ThrowIfNull(days);
        var kept = _panel.Stated.Days.Where(day => !days.Any(other => other.Date == day.Date && other.Item == day.Item));
        return At(_panel.With(new StatedCalendar([.. kept, .. days])), Origin);
    }

    /// <summary>The date of a day index.</summary>
    /// <param name="day">Day index, past or future.</param>
    public DateOnly DateOf(int day) => _panel.DateOf(day);

    /// <summary>The known rows of one series, those on closed days left out.</summary>
    /// <param name="series">Index of the series.</param>
    public SeriesRows Rows(int series) => _traded.DemandBefore(series, Origin);

    /// <summary>Chance that a series is open on a day: 0 on a weekday that it closes on by itself, else the panel's.</summary>
    /// <param name="series">Index of the series.</param>
    /// <param name="day">Day index, from 0.</param>
    public double OpenProbability(int series, int day)
    {
        var date = DateOf(day);
        if (_closures.StatedOn(series, date)?.Open is { } stated)
        {
            return stated ? 1 : 0;
        }

        if (_hiding?.IsOpen(series, date.DayNumber, OriginDate.DayNumber) is { } open)
        {
            return open ? 1 : 0;
        }

        return IsClosedWeekday(series, day, date) ? 0 : Calendar.OpenProbability(day);
    }

    /// <summary>Whether a series was open on a day, or has a fair chance to be.</summary>
    /// <param name="series">Index of the series.</param>
    /// <param name="day">Day index, from 0.</param>
    public bool IsOpen(int series, int day)
    {
        var date = DateOf(day);
        return _closures.StatedOn(series, date)?.Open
            ?? _hiding?.IsOpen(series, date.DayNumber, OriginDate.DayNumber)
            ?? (!IsClosedWeekday(series, day, date) && Calendar.IsOpen(day));
    }

    /// <summary>Why a series is closed on a day; null when it is open.</summary>
    /// <param name="series">Index of the series.</param>
    /// <param name="day">Day index, from 0.</param>
    public ClosureReason? ClosureOn(int series, int day) => IsOpen(series, day) ? null
        : IsStated(series, day) ? ClosureReason.Stated
        : Calendar.ClosureOn(day) ?? ClosureReason.Weekday;

    /// <summary>Name of the holiday on a day, open or closed, as stated for the series or known of the panel; null when it has none.</summary>
    /// <param name="series">Index of the series.</param>
    /// <param name="day">Day index, from 0.</param>
    public string? HolidayOn(int series, int day) => _closures.StatedOn(series, DateOf(day))?.Name ?? Calendar.HolidayOn(day);

    /// <summary>Whether a day is stated as open or closed for one series alone, by a person or by its drivers.</summary>
    /// <param name="series">Index of the series.</param>
    /// <param name="day">Day index, from 0.</param>
    public bool IsStated(int series, int day)
    {
        var date = DateOf(day);
        return _closures.StatedOn(series, date) is not null || _hiding?.IsOpen(series, date.DayNumber, OriginDate.DayNumber) is not null;
    }

    /// <summary>Drivers of the sales, each by its index.</summary>
    public IReadOnlyList<Driver> Drivers => _panel.Drivers.Drivers;

    /// <summary>Attributes of the items.</summary>
    public IReadOnlyList<ItemAttribute> Attributes => _panel.Drivers.Attributes;

    /// <summary>
    /// The value of a driver for a series on a day, as far as it is known at the origin: the item's own, else that of all items, else what the driver's
    /// fill says. A driver that is not known ahead is not seen at or after the origin.
    /// </summary>
    /// <param name="driver">Index of the driver.</param>
    /// <param name="series">Index of the series.</param>
    /// <param name="day">Day index, past or future.</param>
    /// <returns>The value; for a category the index of its level; NaN when it is not known.</returns>
    public double DriverOn(int driver, int series, int day) =>
        _drivers?.At(driver, series, DateOf(day).DayNumber, OriginDate.DayNumber) ?? double.NaN;

    /// <summary>
    /// Known open days of the panel, those left out on weekdays that the series closes on itself, on which drivers say that it was closed or could not
    /// sell, and that were not observed.
    /// </summary>
    /// <param name="series">Index of the series.</param>
    /// <param name="from">First day.</param>
    /// <param name="to">First day left out, up to the origin.</param>
    internal int DaysObserved(int series, int from, int to)
    {
        var days = Calendar.OpenDaysBefore(to) - Calendar.OpenDaysBefore(from);
        var closed = ClosedWeekdays(series);
        for (var day = from; (closed != 0 || MissesDays || _hiding is not null) && day < to; day++)
        {
            var left = (closed >> (int)DateOf(day).DayOfWeek & 1) != 0
                || ((MissesDays || _hiding is not null) && (!IsOpen(series, day) || IsUnobserved(series, day)));
            days -= left && Calendar.IsOpen(day) ? 1 : 0;
        }

        return days;
    }

    /// <summary>
    /// Whether demand was not observed on a day: nothing could be sold, as the driver <see cref="Driver.AvailableName"/> says; or the day has no row
    /// although the sales state days without a sale as 0.
    /// </summary>
    /// <param name="series">Index of the series.</param>
    /// <param name="day">Day index, from 0.</param>
    public bool IsUnobserved(int series, int day) =>
        (MissesDays && day < Origin && Rows(series).Days.BinarySearch(day) < 0)
        || (_hiding?.IsUnobserved(series, DateOf(day).DayNumber, OriginDate.DayNumber) ?? false);

    /// <summary>The values of a driver on days in a row, as <see cref="DriverOn"/> gives them.</summary>
    /// <param name="driver">Index of the driver.</param>
    /// <param name="series">Index of the series.</param>
    /// <param name="from">First day, past or future.</param>
    /// <param name="values">Receives one value per day; NaN when it is not known.</param>
    internal void FillDriver(int driver, int series, int from, Span<float> values)
    {
        if (_drivers is null)
        {
            values.Fill(float.NaN);
        }
        else
        {
            _drivers.Fill(driver, series, DateOf(from).DayNumber, OriginDate.DayNumber, values);
        }
    }

    /// <summary>Refuses days ahead on which a driver of an item that has sold is not known.</summary>
    /// <param name="horizon">Number of days from the origin on.</param>
    /// <exception cref="SalesDataException">A driver is not known on one of the days; the message names it, the item and the first such day.</exception>
    public void RequireDrivers(int horizon)
    {
        for (var driver = 0; driver < Drivers.Count; driver++)
        {
            for (var step = 0; step < horizon; step++)
            {
                for (var series = 0; series < SeriesCount; series++)
                {
                    if (Rows(series).Count > 0 && double.IsNaN(DriverOn(driver, series, Origin + step)))
                    {
                        throw new SalesDataException(
                            $"The driver '{Drivers[driver].Name}' of {Items[series]} is not known on {DateOf(Origin + step):yyyy-MM-dd}, a day to forecast; state it up to {DateOf(Origin + horizon - 1):yyyy-MM-dd}, give it a default, or let its last value go on.");
                    }
                }
            }
        }
    }

    /// <summary>Weekdays that a series closes on although the panel is open: bit w for <see cref="DayOfWeek"/> w.</summary>
    /// <param name="series">Index of the series.</param>
    public byte ClosedWeekdays(int series) => _closures.ClosedWeekdays(series);

    /// <summary>Whether a series has no row at all, neither before nor after the origin: it is in the panel because it was named.</summary>
    /// <param name="series">Index of the series.</param>
    internal bool HasNoRows(int series) => _panel.Rows(series).Count == 0;

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
        Span<int> closedFrom = stackalloc int[Week.Days];
        _closures.ClosedFrom(series, Origin, closedFrom);
        var weekday = (int)DateOf(first).DayOfWeek;
        for (var i = 0; i < daily.Length; i++)
        {
            daily[i] = Calendar.IsOpen(first + i) && first + i < closedFrom[weekday] ? 0 : double.NaN;
            weekday = weekday < 6 ? weekday + 1 : 0;
        }

        foreach (var stated in _closures.StatedFor(series))
        {
            if (_panel.DayOf(stated.Date) - first is var i && i >= 0 && i < daily.Length)
            {
                daily[i] = stated.Open ? 0 : double.NaN;
            }
        }

        for (var i = 0; _hiding is not null && i < daily.Length; i++)
        {
            var day = DateOf(first + i);
            var open = _closures.StatedOn(series, day)?.Open ?? _hiding.IsOpen(series, day.DayNumber, OriginDate.DayNumber);
            daily[i] = open == false || _hiding.IsUnobserved(series, day.DayNumber, OriginDate.DayNumber) ? double.NaN : open == true ? 0 : daily[i];
        }

        for (var (i, row) = (0, 0); MissesDays && i < daily.Length; i++)
        {
            var hasRow = row < rows.Count && rows.Days[row] == first + i;
            daily[i] = hasRow ? daily[i] : double.NaN;
            row += hasRow ? 1 : 0;
        }

        for (var i = 0; i < rows.Count; i++)
        {
            // A row of 0 on a closed day is no demand of 0: it says what a missing row says.
            daily[rows.Days[i] - first] = rows.Values[i] == 0 ? daily[rows.Days[i] - first] : rows.Values[i];
        }

        return daily;
    }

    private bool IsClosedWeekday(int series, int day, DateOnly date)
    {
        var mask = _closures.ClosedWeekdays(series);
        if (mask == 0 || (mask >> (int)date.DayOfWeek & 1) == 0)
        {
            return false;
        }

        Span<int> closedFrom = stackalloc int[Week.Days];
        _closures.ClosedFrom(series, Origin, closedFrom);
        return day >= closedFrom[(int)date.DayOfWeek];
    }
}
