using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Ensembles;

/// <summary>
/// The weighted mean of families' medians, day by day: 0 on closed days, never negative. A family that knows only trading weekdays is not
/// asked about an open day on another weekday; the others share its weight there.
/// </summary>
/// <param name="history">What is known at the origin, the first day.</param>
/// <param name="series">Index of the series.</param>
/// <param name="median">Receives one value per day.</param>
internal readonly ref struct WeightedMedian(History history, int series, Span<double> median)
{
    private readonly Span<double> _median = Cleared(median);
    private readonly double[] _mass = new double[median.Length];

    /// <summary>Adds a family.</summary>
    /// <param name="weight">Its weight, at least 0.</param>
    /// <param name="tradingWeekdaysOnly">Whether it knows only weekdays that trade.</param>
    /// <param name="forecast">Its median of each day.</param>
    public void Add(double weight, bool tradingWeekdaysOnly, ReadOnlySpan<double> forecast)
    {
        for (var step = 0; step < _median.Length; step++)
        {
            if (!tradingWeekdaysOnly || history.Calendar.TradesOn(history.DateOf(history.Origin + step).DayOfWeek))
            {
                _median[step] += weight * forecast[step];
                _mass[step] += weight;
            }
        }
    }

    /// <summary>Ends the mean after the last family.</summary>
    public void Finish()
    {
        for (var step = 0; step < _median.Length; step++)
        {
            _median[step] = _mass[step] > 0 && history.IsOpen(series, history.Origin + step) ? Math.Max(0, _median[step] / _mass[step]) : 0;
        }
    }

    private static Span<double> Cleared(Span<double> span)
    {
        span.Clear();
        return span;
    }
}
