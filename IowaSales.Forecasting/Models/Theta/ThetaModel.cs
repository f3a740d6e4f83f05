using IowaSales.Forecasting.Models.ExponentialSmoothing;
using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Models.Theta;

/// <summary>
/// The standard Theta method (Assimakopoulos &amp; Nikolopoulos 2000, International Journal of Forecasting 16): the mean of a straight line and
/// of a line with doubled curvature, on the seasonally adjusted series. Equal to simple exponential smoothing with half the line's slope as
/// drift (Hyndman &amp; Billah 2003, Unmasking the Theta method), which is how it is computed.
/// </summary>
public sealed class ThetaModel
{
    /// <summary>A line through more than a year says little of the next weeks.</summary>
    internal const int MaxWeeks = 52;

    private static readonly EtsSearch Smoothing = EtsSearch.Full with { StartingPoints = 2, Tolerance = 1e-5 };

    private readonly double[] _factors;
    private readonly EtsModel _level;
    private readonly double _drift;

    private ThetaModel(double[] factors, EtsModel level, double drift)
    {
        _factors = factors;
        _level = level;
        _drift = drift;
    }

    /// <summary>Seasonal factor of each slot, the slot of value t being t modulo the season; empty where no season was found.</summary>
    public ReadOnlySpan<double> Factors => _factors;

    /// <summary>Smoothing parameter of the level, 0.0001 .. 0.9999.</summary>
    public double Alpha => _level.Coefficients.Alpha;

    /// <summary>Half the slope of the straight line, per step, seasonally adjusted.</summary>
    public double Drift => _drift;

    /// <summary>Fits the method.</summary>
    /// <param name="values">Values in time order; NaN is missing and keeps its place.</param>
    /// <param name="season">Season length in steps, 1 for none.</param>
    /// <returns>The model; the mean of the known values where they are too few or all alike.</returns>
    public static ThetaModel Fit(ReadOnlySpan<double> values, int season)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(season, 1);
        var adjusted = new double[values.Length];
        ClassicalDecomposition.Fill(values, season, adjusted);
        var factors = SeasonalAdjustment.Factors(adjusted, season);
        SeasonalAdjustment.Remove(values, factors, adjusted);
        var level = EtsEstimator.Select(adjusted, 1, Smoothing with { Forms = [EtsForm.Simple] });
        return new ThetaModel(factors, level, Slope(adjusted) / 2);
    }

    /// <summary>The mean of the known values, for series that support no more.</summary>
    /// <param name="values">Values; NaN is missing.</param>
    public static ThetaModel Mean(ReadOnlySpan<double> values) => new([], EtsEstimator.Select(values, 1, EtsSearch.MeanOnly), 0);

    /// <summary>Forecasts the steps that follow <paramref name="values"/>.</summary>
    /// <param name="values">Values from the first one fitted on, as many as are known; NaN is missing.</param>
    /// <param name="forecast">Receives one finite value per step.</param>
    public void Forecast(ReadOnlySpan<double> values, Span<double> forecast)
    {
        var adjusted = new double[values.Length];
        SeasonalAdjustment.Remove(values, _factors, adjusted);
        _level.Forecast(adjusted, forecast);
        var lag = (1 - Math.Pow(1 - Alpha, values.Length)) / Alpha;
        for (var step = 0; step < forecast.Length; step++)
        {
            forecast[step] += _drift * (step + lag);
        }

        SeasonalAdjustment.Restore(forecast, _factors, values.Length);
    }

    internal void Write(BinaryWriter writer)
    {
        SeasonalAdjustment.Write(writer, _factors);
        writer.Write(_drift);
        _level.Write(writer);
    }

    internal static ThetaModel Read(BinaryReader reader)
    {
        var factors = SeasonalAdjustment.Read(reader);
        var drift = reader.ReadDouble();
        return new ThetaModel(factors, EtsModel.Read(reader), drift);
    }

    /// <summary>Slope of the least-squares line through the known values.</summary>
    private static double Slope(ReadOnlySpan<double> values)
    {
        var (count, meanTime, mean, cross, square) = (0, 0.0, 0.0, 0.0, 0.0);
        for (var t = 0; t < values.Length; t++)
        {
            if (!double.IsNaN(values[t]))
            {
                // Welford's update of the means and centred sums.
                count++;
                var time = t - meanTime;
                meanTime += time / count;
                mean += (values[t] - mean) / count;
                cross += time * (values[t] - mean);
                square += time * (t - meanTime);
            }
        }

        return square > 0 ? cross / square : 0;
    }
}
