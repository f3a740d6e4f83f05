using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Metrics;

/// <summary>
/// The forecast that every accuracy is compared with: the last known value of the same weekday, an open day without a sale counting as 0 and a
/// closed day as unknown (Hyndman &amp; Athanasopoulos, Forecasting: Principles and Practice, section 5.2).
/// </summary>
public static class SeasonalNaiveBaseline
{
    private const int Season = Week.Days;

    /// <summary>Forecasts one series from the origin of its history.</summary>
    /// <param name="history">What is known.</param>
    /// <param name="series">Index of the series.</param>
    /// <param name="forecast">Receives one value per calendar day; 0 where no such weekday is known. Closed days ahead are not set to 0.</param>
    public static void Forecast(History history, int series, Span<double> forecast)
    {
        ArgumentNullException.ThrowIfNull(history);
        var rows = history.Rows(series);
        var first = rows.Count == 0 ? history.Origin : rows.Days[0];
        for (var step = 0; step < forecast.Length; step++)
        {
            var day = history.Origin + step - (((step / Season) + 1) * Season);
            while (day >= first && !history.Calendar.IsOpen(day) && rows.Days.BinarySearch(day) < 0)
            {
                day -= Season;
            }

            var row = day >= first ? rows.Days.BinarySearch(day) : -1;
            forecast[step] = row >= 0 ? rows.Values[row] : 0;
        }
    }
}
