namespace IowaSales.Forecasting.Data;

/// <summary>The rows of one series: day indices in ascending order and the totals beside them.</summary>
public readonly ref struct SeriesRows
{
    /// <summary>Creates the view.</summary>
    /// <param name="days">Day indices, ascending.</param>
    /// <param name="values">Totals, as many as <paramref name="days"/>.</param>
    public SeriesRows(ReadOnlySpan<int> days, ReadOnlySpan<double> values)
    {
        Days = days;
        Values = values;
    }

    /// <summary>Day indices, ascending.</summary>
    public ReadOnlySpan<int> Days { get; }

    /// <summary>Totals beside <see cref="Days"/>.</summary>
    public ReadOnlySpan<double> Values { get; }

    /// <summary>Number of rows.</summary>
    public int Count => Days.Length;
}
