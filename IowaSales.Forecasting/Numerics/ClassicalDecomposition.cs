namespace IowaSales.Forecasting.Numerics;

/// <summary>
/// Classical seasonal decomposition by a centred moving average (Kendall &amp; Stuart 1983, The Advanced Theory of Statistics, volume 3):
/// one factor per season slot, the slot of value t being t modulo the season.
/// </summary>
internal static class ClassicalDecomposition
{
    /// <summary>Factors of each slot: multiplicative ones average 1, additive ones 0.</summary>
    /// <param name="values">Values without gaps, at least two seasons of them.</param>
    /// <param name="multiplicative">Whether factors multiply.</param>
    /// <param name="factors">Receives one factor per slot; its length is the season.</param>
    public static void Factors(ReadOnlySpan<double> values, bool multiplicative, Span<double> factors)
    {
        var season = factors.Length;
        Span<int> counts = stackalloc int[season];
        factors.Clear();
        var half = season / 2;
        for (var t = half; t < values.Length - half; t++)
        {
            var trend = CentredMean(values, t, season);
            factors[t % season] += multiplicative ? values[t] / trend : values[t] - trend;
            counts[t % season]++;
        }

        var sum = 0.0;
        for (var slot = 0; slot < season; slot++)
        {
            factors[slot] = counts[slot] > 0 ? factors[slot] / counts[slot] : multiplicative ? 1 : 0;
            sum += factors[slot];
        }

        var mean = sum / season;
        for (var slot = 0; slot < season; slot++)
        {
            factors[slot] = multiplicative ? factors[slot] / mean : factors[slot] - mean;
        }
    }

    /// <summary>Fills gaps with the mean of the nearest known values of the same slot before and after; with the overall mean where a slot has none.</summary>
    /// <param name="values">Values; NaN is missing.</param>
    /// <param name="season">Season length, at least 1.</param>
    /// <param name="filled">Receives the values without gaps.</param>
    public static void Fill(ReadOnlySpan<double> values, int season, Span<double> filled)
    {
        var overall = double.NaN;
        for (var t = 0; t < values.Length; t++)
        {
            if (!double.IsNaN(values[t]))
            {
                filled[t] = values[t];
                continue;
            }

            var before = Nearest(values, t, -season);
            var after = Nearest(values, t, season);
            if (double.IsNaN(before) && double.IsNaN(after))
            {
                overall = double.IsNaN(overall) ? KnownMean(values) : overall;
                filled[t] = overall;
            }
            else
            {
                filled[t] = double.IsNaN(before) ? after : double.IsNaN(after) ? before : (before / 2) + (after / 2);
            }
        }
    }

    private static double CentredMean(ReadOnlySpan<double> values, int centre, int season)
    {
        var half = season / 2;
        var sum = 0.0;
        for (var t = centre - half; t <= centre + half; t++)
        {
            sum += values[t];
        }

        // An even season spans one value too many: its two ends count half each.
        return (season % 2 == 0 ? sum - ((values[centre - half] + values[centre + half]) / 2) : sum) / season;
    }

    private static double Nearest(ReadOnlySpan<double> values, int from, int stride)
    {
        for (var t = from + stride; t >= 0 && t < values.Length; t += stride)
        {
            if (!double.IsNaN(values[t]))
            {
                return values[t];
            }
        }

        return double.NaN;
    }

    private static double KnownMean(ReadOnlySpan<double> values)
    {
        var (sum, count) = (0.0, 0);
        foreach (var value in values)
        {
            if (!double.IsNaN(value))
            {
                sum += value;
                count++;
            }
        }

        return count == 0 ? 0 : sum / count;
    }
}
