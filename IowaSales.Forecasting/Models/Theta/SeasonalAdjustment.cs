using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Models.Theta;

/// <summary>
/// Multiplicative seasonal factors for the Theta methods, where the series has a season: its autocorrelation at the season must exceed the
/// one-sided 95 % bound of a series without one (Assimakopoulos &amp; Nikolopoulos 2000, The theta model, section 3.1; Bartlett's formula).
/// </summary>
internal static class SeasonalAdjustment
{
    private const double OneSided95 = 1.6448536269514722;
    private const double MinFactor = 1e-4;

    /// <summary>Seasonal factors that average 1, the slot of value t being t modulo the season; empty where there is no season.</summary>
    /// <param name="filled">Values without gaps.</param>
    /// <param name="season">Season length in steps, at least 1.</param>
    public static double[] Factors(ReadOnlySpan<double> filled, int season)
    {
        if (season < 2 || filled.Length <= 2 * season || !IsSeasonal(filled, season))
        {
            return [];
        }

        var factors = new double[season];
        ClassicalDecomposition.Factors(filled, multiplicative: true, factors);
        foreach (var factor in factors)
        {
            if (!(factor >= MinFactor) || !double.IsFinite(factor))
            {
                return [];
            }
        }

        return factors;
    }

    /// <summary>Divides values by their slot's factor.</summary>
    public static void Remove(ReadOnlySpan<double> values, ReadOnlySpan<double> factors, Span<double> adjusted)
    {
        for (var t = 0; t < values.Length; t++)
        {
            adjusted[t] = factors.IsEmpty ? values[t] : values[t] / factors[t % factors.Length];
        }
    }

    /// <summary>Multiplies forecasts by their slot's factor.</summary>
    /// <param name="forecast">Forecasts; replaced.</param>
    /// <param name="factors">Factors; empty for none.</param>
    /// <param name="slot">Slot of the first forecast.</param>
    public static void Restore(Span<double> forecast, ReadOnlySpan<double> factors, int slot)
    {
        for (var step = 0; step < forecast.Length && !factors.IsEmpty; step++)
        {
            forecast[step] *= factors[(slot + step) % factors.Length];
        }
    }

    private static bool IsSeasonal(ReadOnlySpan<double> values, int season)
    {
        var mean = 0.0;
        foreach (var value in values)
        {
            mean += value / values.Length;
        }

        var variance = Autocovariance(values, mean, 0);
        if (!(variance > 0))
        {
            return false;
        }

        var squares = 0.0;
        for (var lag = 1; lag < season; lag++)
        {
            var correlation = Autocovariance(values, mean, lag) / variance;
            squares += correlation * correlation;
        }

        var bound = OneSided95 * Math.Sqrt((1 + (2 * squares)) / values.Length);
        return Math.Abs(Autocovariance(values, mean, season) / variance) > bound;
    }

    private static double Autocovariance(ReadOnlySpan<double> values, double mean, int lag)
    {
        var sum = 0.0;
        for (var t = lag; t < values.Length; t++)
        {
            sum += (values[t] - mean) * (values[t - lag] - mean);
        }

        return sum;
    }

    /// <summary>Writes the factors of a season.</summary>
    public static void Write(BinaryWriter writer, double[] factors)
    {
        writer.Write((byte)factors.Length);
        foreach (var factor in factors)
        {
            writer.Write(factor);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static double[] Read(BinaryReader reader)
    {
        var factors = new double[reader.ReadByte()];
        for (var slot = 0; slot < factors.Length; slot++)
        {
            factors[slot] = reader.ReadDouble();
        }

        return factors;
    }
}
