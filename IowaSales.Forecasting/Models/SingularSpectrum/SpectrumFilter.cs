using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Models.SingularSpectrum;

/// <summary>
/// A learned singular spectrum forecast as what it is once learned: linear in the last values. Projection on the signal's subspace and the
/// recurrence from it are both linear, so that their response to a single 1 says all of them.
/// </summary>
public sealed class SpectrumFilter
{
    private readonly float[] _weights;

    /// <summary>Creates a filter.</summary>
    /// <param name="lags">Number of last values it looks at, at least 1.</param>
    /// <param name="weights">Step after step one weight per lag, the youngest value first; finite.</param>
    /// <exception cref="InvalidDataException">The weights do not fit the lags, or are not finite.</exception>
    public SpectrumFilter(int lags, float[] weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (lags < 1 || weights.Length < lags || weights.Length % lags != 0 || !Array.TrueForAll(weights, float.IsFinite))
        {
            throw new InvalidDataException("The weights of a singular spectrum filter are damaged.");
        }

        Lags = lags;
        _weights = weights;
    }

    /// <summary>Number of last values the filter looks at.</summary>
    public int Lags { get; }

    /// <summary>Number of steps it forecasts.</summary>
    public int Steps => _weights.Length / Lags;

    /// <summary>Reads back what <see cref="Write"/> wrote.</summary>
    /// <param name="reader">Where from.</param>
    /// <returns>The filter.</returns>
    /// <exception cref="InvalidDataException">The state is damaged.</exception>
    public static SpectrumFilter Read(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var lags = reader.ReadInt32();
        var count = reader.ReadCount(sizeof(float));
        var weights = new float[count];
        for (var i = 0; i < count; i++)
        {
            weights[i] = reader.ReadSingle();
        }

        return new SpectrumFilter(lags, weights);
    }

    /// <summary>Forecasts the steps that follow some values; steps beyond the learned ones repeat the last learned.</summary>
    /// <param name="values">Values in time order without gaps; those before the first count as 0.</param>
    /// <param name="forecast">Receives one value per step.</param>
    public void Forecast(ReadOnlySpan<double> values, Span<double> forecast)
    {
        for (var step = 0; step < forecast.Length; step++)
        {
            var weights = _weights.AsSpan(Math.Min(step, Steps - 1) * Lags, Lags);
            var sum = 0.0;
            for (var lag = 0; lag < Lags && lag < values.Length; lag++)
            {
                sum += weights[lag] * values[^(lag + 1)];
            }

            forecast[step] = sum;
        }
    }

    /// <summary>Writes the filter.</summary>
    /// <param name="writer">Where to.</param>
    public void Write(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Lags);
        writer.Write(_weights.Length);
        foreach (var weight in _weights)
        {
            writer.Write(weight);
        }
    }
}
