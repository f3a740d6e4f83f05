namespace IowaSales.Forecasting.Models.Numerics;

/// <summary>
/// Holds each value within a robust band around the median of its neighbours of the same season slot (the filter of Hampel 1974, The
/// influence curve and its role in robust estimation), so that one promotion moves no level.
/// </summary>
internal static class SpikeFilter
{
    private const int Reach = 6;
    private const int LeastNeighbours = 5;
    private const double Width = 3;

    /// <summary>Makes the median absolute deviation of normal values their standard deviation.</summary>
    private const double NormalConsistency = 1.4826;

    /// <summary>Filters a series; where half of the neighbours are alike nothing is held.</summary>
    /// <param name="values">Values; NaN is missing and stays.</param>
    /// <param name="season">Season length in steps, at least 1.</param>
    /// <param name="filtered">Receives the values; must not overlap <paramref name="values"/>.</param>
    public static void Apply(ReadOnlySpan<double> values, int season, Span<double> filtered)
    {
        Span<double> neighbours = stackalloc double[(2 * Reach) + 1];
        for (var t = 0; t < values.Length; t++)
        {
            filtered[t] = values[t];
            if (double.IsNaN(values[t]))
            {
                continue;
            }

            var count = 0;
            for (var i = Math.Max(-Reach, -(t / season)); i <= Reach && t + (i * season) < values.Length; i++)
            {
                var neighbour = values[t + (i * season)];
                if (!double.IsNaN(neighbour))
                {
                    neighbours[count++] = neighbour;
                }
            }

            if (count < LeastNeighbours)
            {
                continue;
            }

            var known = neighbours[..count];
            var median = Median(known);
            foreach (ref var neighbour in known)
            {
                neighbour = Math.Abs(neighbour - median);
            }

            var band = Width * NormalConsistency * Median(known);
            if (band > 0)
            {
                filtered[t] = Math.Clamp(values[t], median - band, median + band);
            }
        }
    }

    /// <summary>Sorts a handful of values by insertion and returns the middle one, the upper of two.</summary>
    private static double Median(Span<double> values)
    {
        for (var i = 1; i < values.Length; i++)
        {
            var value = values[i];
            var j = i - 1;
            for (; j >= 0 && values[j] > value; j--)
            {
                values[j + 1] = values[j];
            }

            values[j + 1] = value;
        }

        return values[values.Length / 2];
    }
}
