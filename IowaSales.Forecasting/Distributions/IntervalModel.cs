using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Distributions;

/// <summary>
/// Predictive distributions from out-of-sample residuals (split conformal prediction; Vovk, Gammerman &amp; Shafer 2005): residuals of the
/// validation windows, each divided by what is usual for its series, its size and its weekday, pooled over series step by step. How much
/// wider the next weeks are than the ones learnt from is itself measured: on the younger half of the windows, with what the older half
/// taught. The residual paths also give the dependence between steps, so that sums over the horizon have honest quantiles.
/// </summary>
public sealed class IntervalModel : IForecastDistributions
{
    private const int LargestTemplate = 256;

    private readonly ResidualSpread _spread;
    private readonly double[][] _standardQuantiles;

    private IntervalModel(ResidualSpread spread, double[][] standardQuantiles, double[][] template)
    {
        _spread = spread;
        _standardQuantiles = standardQuantiles;
        Template = template;
    }

    /// <inheritdoc/>
    public bool CentreIsMean => false;

    /// <summary>Joint ranks: each path holds one probability level per step, as seen together on a validation window.</summary>
    public IReadOnlyList<double[]> Template { get; }

    /// <summary>Learns from validation windows.</summary>
    /// <param name="actual">Sales; NaN on closed days.</param>
    /// <param name="median">Median forecasts made without knowing those sales.</param>
    /// <param name="scales">MASE scale of each series, NaN where it has none.</param>
    /// <param name="origins">First forecast day of each window, ascending.</param>
    /// <returns>The interval model.</returns>
    public static IntervalModel Learn(
        ForecastCube actual, ForecastCube median, IReadOnlyList<double> scales, IReadOnlyList<DateOnly> origins)
    {
        ArgumentNullException.ThrowIfNull(actual);
        ArgumentNullException.ThrowIfNull(median);
        ArgumentNullException.ThrowIfNull(scales);
        ArgumentNullException.ThrowIfNull(origins);
        var all = StandardResiduals.Of(actual, median, scales, origins, 0, origins.Count, 0, origins.Count);
        var quantiles = all.Quantiles();
        var widening = Widening(actual, median, scales, origins);
        foreach (var step in quantiles)
        {
            for (var level = 0; level < step.Length; level++)
            {
                step[level] *= widening;
            }
        }

        return new IntervalModel(all.Spread, quantiles, all.Template(LargestTemplate));
    }

    /// <summary>Reads back what <see cref="Write"/> wrote.</summary>
    /// <param name="reader">Where from.</param>
    /// <returns>The interval model.</returns>
    public static IntervalModel Read(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var spread = ResidualSpread.Read(reader);
        return new IntervalModel(spread, reader.ReadRows(), reader.ReadRows());
    }

    /// <inheritdoc/>
    public SeriesForecast Around(History history, int series, bool knownToModel, double[] centre)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(centre);
        var levels = QuantileLevels.Grid.Count;
        var grid = new double[centre.Length * levels];
        Fill(series, SeriesScale.Absolute(history, series), history.OriginDate, centre, grid);
        for (var step = 0; step < centre.Length; step++)
        {
            if (!history.Calendar.IsOpen(history.Origin + step))
            {
                grid.AsSpan(step * levels, levels).Clear();
            }
        }

        return new SeriesForecast(history.Items[series], knownToModel, centre, grid, Template);
    }

    /// <summary>Fills the quantile functions of one series, step by step.</summary>
    /// <param name="series">Index of the series.</param>
    /// <param name="scale">Its MASE scale at the origin, used for a series that was not in the validation windows.</param>
    /// <param name="origin">The first forecast day.</param>
    /// <param name="median">Median forecasts.</param>
    /// <param name="grid">Receives, step after step, the values at <see cref="QuantileLevels.Grid"/>: never negative, never falling.</param>
    public void Fill(int series, double scale, DateOnly origin, ReadOnlySpan<double> median, Span<double> grid)
    {
        var levels = QuantileLevels.Grid.Count;
        for (var step = 0; step < median.Length; step++)
        {
            var spread = _spread.At(series, scale, origin.AddDays(step).DayOfWeek, median[step]);
            var standard = _standardQuantiles[Math.Min(step, _standardQuantiles.Length - 1)];
            for (var level = 0; level < levels; level++)
            {
                grid[(step * levels) + level] = Math.Max(0, median[step] + (spread * standard[level]));
            }
        }
    }

    /// <inheritdoc/>
    public void Write(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _spread.Write(writer);
        writer.WriteRows(_standardQuantiles);
        writer.WriteRows(Template);
    }

    /// <summary>Factor by which intervals of the older windows had to be wider to hold 80 % of the younger windows' sales.</summary>
    private static double Widening(
        ForecastCube actual, ForecastCube median, IReadOnlyList<double> scales, IReadOnlyList<DateOnly> origins)
    {
        const double Narrowest = 0.9;
        const double Widest = 1.5;
        const double Level = 0.8;
        const int FewestOrigins = 6;
        if (origins.Count < FewestOrigins)
        {
            return 1;
        }

        var half = origins.Count / 2;
        var residuals = StandardResiduals.Of(actual, median, scales, origins, 0, half, half, origins.Count);
        var quantiles = StandardResiduals.Of(actual, median, scales, origins, 0, half, 0, half).Quantiles();
        var needed = new List<double>();
        for (var step = 0; step < actual.Horizon; step++)
        {
            var (low, high) = (QuantileLevels.Interpolate(quantiles[step], 0.1), QuantileLevels.Interpolate(quantiles[step], 0.9));
            foreach (var residual in residuals.ByStep[step])
            {
                needed.Add(residual < 0 ? residual / Math.Min(low, -1e-9) : residual / Math.Max(high, 1e-9));
            }
        }

        return needed.Count == 0 ? 1 : Math.Clamp(MathNet.Numerics.Statistics.Statistics.Quantile(needed, Level), Narrowest, Widest);
    }
}
