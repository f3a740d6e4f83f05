using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Metrics;

/// <summary>
/// The scale of a series, by which its errors are divided in MASE and RMSSE (Hyndman &amp; Koehler 2006), with weekly seasonality.
/// </summary>
public static class SeriesScale
{
    private const int Season = Week.Days;

    /// <summary>Mean |y[t] - y[t-7]| over the known days of one series; pairs with a closed day are left out.</summary>
    /// <param name="history">What is known.</param>
    /// <param name="series">Index of the series.</param>
    /// <returns>The scale, above 0; NaN when no pair differs.</returns>
    public static double Absolute(History history, int series) => Absolute(history, series, ScoredDays.Trading);

    /// <summary>Mean |y[t] - y[t-7]| over the known days of one series, treating days without a row as the protocol says.</summary>
    /// <param name="history">What is known.</param>
    /// <param name="series">Index of the series.</param>
    /// <param name="scored"><see cref="ScoredDays.Reported"/> leaves out pairs in which a day has no row; <see cref="ScoredDays.Trading"/> counts such days as zeros while the panel trades.</param>
    /// <returns>The scale, above 0; NaN when no pair differs.</returns>
    public static double Absolute(History history, int series, ScoredDays scored) => MeanDifference(history, series, scored, squared: false);

    /// <summary>Root of the mean squared y[t] - y[t-7] over the known days of one series: the scale of the root mean squared scaled error.</summary>
    /// <param name="history">What is known.</param>
    /// <param name="series">Index of the series.</param>
    /// <param name="scored">Which days count, as for the absolute scale.</param>
    /// <returns>The scale, above 0; NaN when no pair differs.</returns>
    public static double Root(History history, int series, ScoredDays scored) =>
        Math.Sqrt(MeanDifference(history, series, scored, squared: true));

    private static double MeanDifference(History history, int series, ScoredDays scored, bool squared)
    {
        ArgumentNullException.ThrowIfNull(history);
        return scored == ScoredDays.Trading ? OverOpenDays(history, series, squared) : OverRows(history, series, squared);
    }

    private static double OverOpenDays(History history, int series, bool squared)
    {
        var daily = history.Daily(series);
        var sum = 0.0;
        var pairs = 0;
        for (var day = Season; day < daily.Length; day++)
        {
            var difference = Math.Abs(daily[day] - daily[day - Season]);
            if (!double.IsNaN(difference))
            {
                sum += squared ? difference * difference : difference;
                pairs++;
            }
        }

        return sum > 0 ? sum / pairs : double.NaN;
    }

    private static double OverRows(History history, int series, bool squared)
    {
        var rows = history.Rows(series);
        var sum = 0.0;
        var pairs = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            var before = rows.Days[..i].BinarySearch(rows.Days[i] - Season);
            if (before >= 0)
            {
                var difference = Math.Abs(rows.Values[i] - rows.Values[before]);
                sum += squared ? difference * difference : difference;
                pairs++;
            }
        }

        return sum > 0 ? sum / pairs : double.NaN;
    }
}
