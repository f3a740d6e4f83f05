namespace IowaSales.Forecasting.Data.Drivers;

/// <summary>
/// The values of one driver for one item, or for all, as runs: each value holds from its day until the next run. Memory grows with the changes of a
/// value, not with its days. Immutable.
/// </summary>
internal sealed class DriverRuns
{
    /// <summary>Creates the runs.</summary>
    /// <param name="days">Day numbers (<see cref="DateOnly.DayNumber"/>) at which runs begin, ascending; at least one.</param>
    /// <param name="values">Their values; NaN where nothing is known. The last is NaN: the driver is known up to its day.</param>
    public DriverRuns(int[] days, double[] values) => (Days, Values) = (days, values);

    /// <summary>Day numbers at which runs begin, ascending.</summary>
    public int[] Days { get; }

    /// <summary>Values beside <see cref="Days"/>; NaN where nothing is known.</summary>
    public double[] Values { get; }

    /// <summary>Runs of values that are known on single days.</summary>
    /// <param name="known">Day numbers, ascending and different, and finite values; at least one.</param>
    public static DriverRuns Of(IReadOnlyList<(int Day, double Value)> known)
    {
        var days = new List<int>();
        var values = new List<double>();
        for (var i = 0; i < known.Count; i++)
        {
            var (day, value) = known[i];
            if (i > 0 && known[i - 1].Day + 1 < day)
            {
                days.Add(known[i - 1].Day + 1);
                values.Add(double.NaN);
            }

            if (values.Count == 0 || !values[^1].Equals(value))
            {
                days.Add(day);
                values.Add(value);
            }
        }

        days.Add(known[^1].Day + 1);
        values.Add(double.NaN);
        return new DriverRuns([.. days], [.. values]);
    }

    /// <summary>The runs of two sources: on a day that both know, the newer one's.</summary>
    /// <param name="older">The older source; null for none.</param>
    /// <param name="newer">The newer source; null for none.</param>
    public static DriverRuns? Merge(DriverRuns? older, DriverRuns? newer)
    {
        if (older is null || newer is null)
        {
            return newer ?? older;
        }

        var days = new List<int>();
        var values = new List<double>();
        foreach (var day in older.Days.Concat(newer.Days).Distinct().Order())
        {
            var value = newer.At(day) is var own && double.IsNaN(own) ? older.At(day) : own;
            if (values.Count == 0 ? !double.IsNaN(value) : !values[^1].Equals(value))
            {
                days.Add(day);
                values.Add(value);
            }
        }

        return new DriverRuns([.. days], [.. values]);
    }

    /// <summary>The runs with other values.</summary>
    /// <param name="value">Maps a known value.</param>
    public DriverRuns Map(Func<double, double> value) => new(Days, Array.ConvertAll(Values, own => double.IsNaN(own) ? own : value(own)));

    /// <summary>The value on a day; NaN when it is not known.</summary>
    /// <param name="day">Day number.</param>
    public double At(int day) => RunOf(day) is >= 0 and var run ? Values[run] : double.NaN;

    /// <summary>The last known value on or before a day; NaN when there is none.</summary>
    /// <param name="day">Day number.</param>
    public double LastAt(int day)
    {
        var run = RunOf(day);
        while (run >= 0 && double.IsNaN(Values[run]))
        {
            run--;
        }

        return run >= 0 ? Values[run] : double.NaN;
    }

    private int RunOf(int day)
    {
        var run = Array.BinarySearch(Days, day);
        return run < 0 ? ~run - 1 : run;
    }
}
