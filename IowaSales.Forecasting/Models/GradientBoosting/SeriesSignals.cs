using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Models.GradientBoosting;

/// <summary>One series in a form from which the features of any past origin are read in constant time.</summary>
internal sealed class SeriesSignals
{
    private readonly PanelSignals _panel;
    private readonly double[] _values;
    private readonly double[] _sums;
    private readonly int[] _nonZero;
    private readonly int[] _lastSale;

    /// <summary>Lays out a series.</summary>
    /// <param name="history">What is known.</param>
    /// <param name="panel">The history's signals.</param>
    /// <param name="series">Index of the series.</param>
    public SeriesSignals(History history, PanelSignals panel, int series)
    {
        _panel = panel;
        FirstDay = history.FirstDay(series);
        _values = new double[history.Origin];
        var rows = history.Rows(series);
        for (var i = 0; i < rows.Count; i++)
        {
            _values[rows.Days[i]] = Math.Max(0, rows.Values[i]);
        }

        var count = panel.OpenDays.Length;
        _sums = new double[count + 1];
        _nonZero = new int[count + 1];
        _lastSale = new int[count + 1];
        for (var i = 0; i < count; i++)
        {
            var value = _values[panel.OpenDays[i]];
            _sums[i + 1] = _sums[i] + value;
            _nonZero[i + 1] = _nonZero[i] + (value > 0 ? 1 : 0);
            _lastSale[i + 1] = value > 0 ? i + 1 : _lastSale[i];
        }
    }

    /// <summary>Day index of the first row.</summary>
    public int FirstDay { get; }

    /// <summary>Sales on a known day, 0 on closed days.</summary>
    /// <param name="day">Day index.</param>
    public double this[int day] => _values[day];

    /// <summary>Mean over the open days of a span, cut at the first row.</summary>
    /// <param name="from">First day.</param>
    /// <param name="to">First day left out.</param>
    /// <returns>The mean; 0 when no day is open.</returns>
    public double Mean(int from, int to)
    {
        var (first, last) = Positions(from, to);
        return last > first ? (_sums[last] - _sums[first]) / (last - first) : 0;
    }

    /// <summary>Mean over the last open days before a day, cut at the first row.</summary>
    /// <param name="to">First day left out.</param>
    /// <param name="count">Number of open days.</param>
    public double MeanOfLast(int to, int count)
    {
        var last = _panel.OpenBefore[to];
        var first = Math.Max(last - count, _panel.OpenBefore[FirstDay]);
        return last > first ? (_sums[last] - _sums[first]) / (last - first) : 0;
    }

    /// <summary>Share of the open days of a span that have sales.</summary>
    /// <param name="from">First day.</param>
    /// <param name="to">First day left out.</param>
    public double ShareWithSales(int from, int to)
    {
        var (first, last) = Positions(from, to);
        return last > first ? (double)(_nonZero[last] - _nonZero[first]) / (last - first) : 0;
    }

    /// <summary>Number of open days before a day without sales, at a stretch.</summary>
    /// <param name="to">The day.</param>
    public int OpenDaysSinceSale(int to)
    {
        var last = _panel.OpenBefore[to];
        return last - _lastSale[last];
    }

    private (int First, int Last) Positions(int from, int to) =>
        (_panel.OpenBefore[Math.Max(from, FirstDay)], _panel.OpenBefore[Math.Max(to, 0)]);
}
