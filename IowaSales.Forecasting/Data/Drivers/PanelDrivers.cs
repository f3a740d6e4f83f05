namespace IowaSales.Forecasting.Data.Drivers;

/// <summary>The drivers of a panel's series, found by index; a day without a value has what its driver's fill says.</summary>
internal sealed class PanelDrivers
{
    private readonly DriverColumn[] _columns;
    private readonly DriverRuns?[][] _own;

    /// <summary>Finds the values of every series.</summary>
    /// <param name="set">The drivers.</param>
    /// <param name="items">Names of the series.</param>
    public PanelDrivers(DriverSet set, IReadOnlyList<string> items)
    {
        Set = set;
        _columns = [.. Enumerable.Range(0, set.Drivers.Count).Select(set.ColumnOf)];
        _own = [.. _columns.Select(column => items.Select(item => column.Own.GetValueOrDefault(item)).ToArray())];
        Open = Array.FindIndex(_columns, column => column.Driver.Role == DriverRole.Open);
        Available = Array.FindIndex(_columns, column => column.Driver.Role == DriverRole.Available);
    }

    /// <summary>The drivers as they were stated.</summary>
    public DriverSet Set { get; }

    /// <summary>Index of the driver that opens and closes days; -1 when there is none.</summary>
    public int Open { get; }

    /// <summary>Index of the driver that marks days on which nothing could be sold; -1 when there is none.</summary>
    public int Available { get; }

    /// <summary>Whether a series is closed or cannot be observed on some day by its drivers.</summary>
    public bool CanHide => Open >= 0 || Available >= 0;

    /// <summary>The value of a driver, as far as it is known at an origin; NaN when it is not.</summary>
    /// <param name="driver">Index of the driver.</param>
    /// <param name="series">Index of the series.</param>
    /// <param name="day">Day number.</param>
    /// <param name="origin">Day number of the origin.</param>
    public double At(int driver, int series, int day, int origin)
    {
        var (definition, common, own) = (_columns[driver].Driver, _columns[driver].Common, _own[driver][series]);
        if (definition.KnownAhead || day < origin)
        {
            var value = own?.At(day) ?? double.NaN;
            value = double.IsNaN(value) ? common?.At(day) ?? double.NaN : value;
            if (!double.IsNaN(value))
            {
                return value;
            }
        }

        return definition.Fill switch
        {
            DriverFill.Default => definition.Default,
            DriverFill.Last => LastAt(own, common, definition.KnownAhead ? day : Math.Min(day, origin - 1)),
            _ => double.NaN,
        };
    }

    /// <summary>The values of a driver on days in a row, as <see cref="At"/> gives them.</summary>
    /// <param name="driver">Index of the driver.</param>
    /// <param name="series">Index of the series.</param>
    /// <param name="from">Day number of the first day.</param>
    /// <param name="origin">Day number of the origin.</param>
    /// <param name="values">Receives one value per day.</param>
    public void Fill(int driver, int series, int from, int origin, Span<float> values)
    {
        var definition = _columns[driver].Driver;
        var (own, common) = (new RunWalk(_own[driver][series], from), new RunWalk(_columns[driver].Common, from));
        var last = definition.Fill == DriverFill.Last ? LastAt(_own[driver][series], _columns[driver].Common, from - 1) : double.NaN;
        for (var i = 0; i < values.Length; i++)
        {
            var (value, ofAll) = (own.At(from + i), common.At(from + i));
            value = !definition.KnownAhead && from + i >= origin ? double.NaN : double.IsNaN(value) ? ofAll : value;
            if (double.IsNaN(value))
            {
                value = definition.Fill switch { DriverFill.Default => definition.Default, DriverFill.Last => last, _ => value };
            }

            last = value;
            values[i] = (float)value;
        }
    }

    /// <summary>Whether a series is open on a day by its driver; null when that is not known.</summary>
    /// <param name="series">Index of the series.</param>
    /// <param name="day">Day number.</param>
    /// <param name="origin">Day number of the origin.</param>
    public bool? IsOpen(int series, int day, int origin) =>
        Open < 0 || At(Open, series, day, origin) is var open && double.IsNaN(open) ? null : open != 0;

    /// <summary>Whether demand cannot be observed on a day: nothing could be sold.</summary>
    /// <param name="series">Index of the series.</param>
    /// <param name="day">Day number.</param>
    /// <param name="origin">Day number of the origin.</param>
    public bool IsUnobserved(int series, int day, int origin) => Available >= 0 && At(Available, series, day, origin) == 0;

    private static double LastAt(DriverRuns? own, DriverRuns? common, int day)
    {
        var value = own?.LastAt(day) ?? double.NaN;
        return double.IsNaN(value) ? common?.LastAt(day) ?? double.NaN : value;
    }

    /// <summary>Reads runs day after day.</summary>
    private struct RunWalk(DriverRuns? runs, int from)
    {
        private int _run = runs is null ? -1 : ~Array.BinarySearch(runs.Days, from) is var next and >= 0 ? next - 1 : Array.BinarySearch(runs.Days, from);

        public double At(int day)
        {
            if (runs is null)
            {
                return double.NaN;
            }

            while (_run + 1 < runs.Days.Length && runs.Days[_run + 1] <= day)
            {
                _run++;
            }

            return _run >= 0 ? runs.Values[_run] : double.NaN;
        }
    }
}
