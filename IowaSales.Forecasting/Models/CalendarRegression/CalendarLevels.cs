namespace IowaSales.Forecasting.Models.CalendarRegression;

/// <summary>
/// Levels of the series at an origin: what a series sold of late in units of what calendar and weekday made expected, so that a week with a
/// holiday, or a month's end, moves no level. Two exponential memories are mixed: a short one that follows, a long one that holds.
/// </summary>
internal sealed class CalendarLevels
{
    /// <summary>Days before the origin that count.</summary>
    private const int Window = 168;

    /// <summary>A day counts at most this many times what was expected of it: the rest is a one-off order or a promotion.</summary>
    private const double MostTimesExpected = 3;

    /// <summary>Expected ratio below which that bound does not shrink further.</summary>
    private const double LeastExpected = 0.3;

    /// <summary>Share and half-life, in days, of each memory.</summary>
    private static readonly (double Share, double HalfLife)[] Memories = [(0.3, 7), (0.7, 60)];

    private readonly int _from;
    private readonly double[] _expected;
    private readonly Exposure[] _exposures;

    /// <summary>Lays out what was expected of the days before an origin.</summary>
    /// <param name="history">What is known.</param>
    /// <param name="effects">What the calendar makes expected.</param>
    public CalendarLevels(History history, CommonEffects effects)
    {
        _from = Math.Max(0, history.Origin - Window);
        _expected = [.. Enumerable.Range(_from, history.Origin - _from).Select(day => effects.CalendarAt(history.DateOf(day)))];
        _exposures = [.. Memories.Select(memory => new Exposure(history, _from, _expected, memory.HalfLife))];
    }

    /// <summary>The level of a series.</summary>
    /// <param name="history">The history that the levels were laid out for.</param>
    /// <param name="series">Index of the series.</param>
    /// <param name="shape">What each weekday of the series adds to the expected ratio.</param>
    /// <returns>Sales per day of expected ratio 1; 0 when the series has sold nothing of late.</returns>
    public double At(History history, int series, ReadOnlySpan<double> shape)
    {
        var plain = LevelRatios.TrailingLevel(history, series);
        if (plain <= 0)
        {
            return 0;
        }

        Span<double> sold = stackalloc double[Memories.Length];
        sold.Clear();
        var first = Math.Max(_from, history.FirstDay(series));
        var rows = history.Rows(series);
        for (var i = rows.Count - 1; i >= 0 && rows.Days[i] >= first; i--)
        {
            var day = rows.Days[i] - _from;
            var expected = _expected[day] + shape[(int)history.DateOf(rows.Days[i]).DayOfWeek];
            var value = Math.Min(rows.Values[i], MostTimesExpected * plain * Math.Max(LeastExpected, expected));
            for (var memory = 0; memory < sold.Length; memory++)
            {
                sold[memory] += _exposures[memory].WeightOf(day) * value;
            }
        }

        var level = 0.0;
        for (var memory = 0; memory < sold.Length; memory++)
        {
            var exposure = _exposures[memory].Since(first - _from, shape);
            level += Memories[memory].Share * (exposure > 0 ? sold[memory] / exposure : plain);
        }

        return Math.Max(0, level);
    }

    /// <summary>Weights of the days and, by first day and weekday, the sums of weights and of weighted expectations up to the origin.</summary>
    private sealed class Exposure
    {
        private readonly double[] _weights;
        private readonly double[] _weightSums;
        private readonly double[] _expectedSums;

        public Exposure(History history, int from, double[] expected, double halfLife)
        {
            var days = expected.Length;
            _weights = new double[days];
            _weightSums = new double[(days + 1) * 7];
            _expectedSums = new double[(days + 1) * 7];
            for (var day = days - 1; day >= 0; day--)
            {
                _weights[day] = Math.Pow(0.5, (days - day) / halfLife);
                _weightSums.AsSpan((day + 1) * 7, 7).CopyTo(_weightSums.AsSpan(day * 7, 7));
                _expectedSums.AsSpan((day + 1) * 7, 7).CopyTo(_expectedSums.AsSpan(day * 7, 7));
                if (history.Calendar.IsOpen(from + day))
                {
                    var cell = (day * 7) + (int)history.DateOf(from + day).DayOfWeek;
                    _weightSums[cell] += _weights[day];
                    _expectedSums[cell] += _weights[day] * expected[day];
                }
            }
        }

        public double WeightOf(int day) => _weights[day];

        public double Since(int day, ReadOnlySpan<double> shape)
        {
            var sum = 0.0;
            for (var weekday = 0; weekday < 7; weekday++)
            {
                var cell = (day * 7) + weekday;
                sum += _expectedSums[cell] + (shape[weekday] * _weightSums[cell]);
            }

            return sum;
        }
    }
}
