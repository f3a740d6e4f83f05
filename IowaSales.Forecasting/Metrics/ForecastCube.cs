namespace IowaSales.Forecasting.Metrics;

/// <summary>One number per origin, series and step: actual sales or forecasts of a rolling-origin backtest. Closed days are NaN in actuals.</summary>
public sealed class ForecastCube
{
    private readonly double[] _values;

    /// <summary>Creates a cube of zeros.</summary>
    /// <param name="originCount">Number of origins.</param>
    /// <param name="seriesCount">Number of series.</param>
    /// <param name="horizon">Number of steps.</param>
    public ForecastCube(int originCount, int seriesCount, int horizon)
    {
        OriginCount = originCount;
        SeriesCount = seriesCount;
        Horizon = horizon;
        _values = new double[checked(originCount * seriesCount * horizon)];
    }

    /// <summary>Number of origins.</summary>
    public int OriginCount { get; }

    /// <summary>Number of series.</summary>
    public int SeriesCount { get; }

    /// <summary>Number of steps.</summary>
    public int Horizon { get; }

    /// <summary>The steps of one series from one origin.</summary>
    /// <param name="origin">Number of the origin, from 0.</param>
    /// <param name="series">Index of the series.</param>
    public Span<double> this[int origin, int series] => _values.AsSpan(((origin * SeriesCount) + series) * Horizon, Horizon);

    /// <summary>All numbers, by origin, then series, then step.</summary>
    public Span<double> Values => _values;
}
