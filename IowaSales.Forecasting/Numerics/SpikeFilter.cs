namespace IowaSales.Forecasting.Numerics;

/// <summary>
/// Holds each value within a robust band around the median of its neighbours of the same season slot (the filter of Hampel 1974, The
/// influence curve and its role in robust estimation), so that one promotion moves no level.
/// </summary>
internal static class SpikeFilter
{
    private const int Reach = 6;
    private const int MinNeighbours = 5;
    private const double Width = 3;

    /// <summary>Filters a series; where half of the neighbours are alike nothing is held.</summary>
    /// <param name="values">Values; NaN is missing and stays.</param>
    /// <param name="season">Season length in steps, at least 1.</param>
    /// <param name="filtered">Receives the values; must not overlap <paramref name="values"/>.</param>
    public static void Apply(ReadOnlySpan<double> values, int season, Span<double> filtered)
    {
        Span<double> room = stackalloc double[(2 * Reach) + 1];
        for (var slot = 0; slot < season && slot < values.Length; slot++)
        {
            var neighbours = new SortedWindow(room);
            for (var i = 0; i <= Reach && slot + (i * season) < values.Length; i++)
            {
                neighbours.Add(values[slot + (i * season)]);
            }

            for (var t = slot; t < values.Length; t += season)
            {
                filtered[t] = Hold(values[t], neighbours);
                if (t >= Reach * season)
                {
                    neighbours.Remove(values[t - (Reach * season)]);
                }

                if (t + ((Reach + 1) * season) < values.Length)
                {
                    neighbours.Add(values[t + ((Reach + 1) * season)]);
                }
            }
        }
    }

    private static double Hold(double value, in SortedWindow neighbours)
    {
        if (double.IsNaN(value) || neighbours.Count < MinNeighbours)
        {
            return value;
        }

        var median = neighbours.Median;
        var band = Width * RobustScale.NormalConsistency * neighbours.MedianDeviation;
        return band > 0 ? Math.Clamp(value, median - band, median + band) : value;
    }

    /// <summary>A handful of known values in ascending order, in memory lent to it.</summary>
    private ref struct SortedWindow(Span<double> room)
    {
        private readonly Span<double> _values = room;

        public int Count { get; private set; }

        /// <summary>The middle value, the upper of two.</summary>
        public readonly double Median => _values[Count / 2];

        /// <summary>The middle of the absolute differences from the median, the upper of two: a walk outwards from it, nearest first.</summary>
        public readonly double MedianDeviation
        {
            get
            {
                var middle = Count / 2;
                var (below, above) = (middle - 1, middle + 1);
                var deviation = 0.0;
                for (var passed = 0; passed < middle; passed++)
                {
                    var down = below >= 0 ? Math.Abs(_values[below] - _values[middle]) : double.PositiveInfinity;
                    var up = above < Count ? Math.Abs(_values[above] - _values[middle]) : double.PositiveInfinity;
                    deviation = Math.Min(down, up);
                    (below, above) = down <= up ? (below - 1, above) : (below, above + 1);
                }

                return deviation;
            }
        }

        /// <summary>Puts a value in its place; NaN is left out.</summary>
        public void Add(double value)
        {
            if (double.IsNaN(value))
            {
                return;
            }

            var i = Count++;
            for (; i > 0 && _values[i - 1] > value; i--)
            {
                _values[i] = _values[i - 1];
            }

            _values[i] = value;
        }

        /// <summary>Takes out a value that was put in; NaN was not.</summary>
        public void Remove(double value)
        {
            if (double.IsNaN(value))
            {
                return;
            }

            var i = _values[..Count].IndexOf(value);
            _values[(i + 1)..Count].CopyTo(_values[i..]);
            Count--;
        }
    }
}
