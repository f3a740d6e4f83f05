namespace IowaSales.Forecasting.Data;

/// <summary>Tells sales that state days without a sale as rows of 0 from those that leave such days out.</summary>
internal static class StatedZeros
{
    /// <summary>
    /// Whether the sales state days without a sale: at least one row in a hundred is 0, and more rows are than open days have none. A day without a row
    /// is then one that nobody recorded.
    /// </summary>
    /// <param name="panel">The sales.</param>
    /// <param name="calendar">The calendar of the days before its origin; later sales are not looked at.</param>
    public static bool Are(SalesPanel panel, TradingCalendar calendar)
    {
        const int RowsPerZero = 100;
        var (zeros, rowCount, missing) = (0L, 0L, 0L);
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            var rows = panel.DemandBefore(series, calendar.Origin);
            if (rows.Count > 0)
            {
                zeros += rows.Values.Count(0.0);
                rowCount += rows.Count;
                missing += Math.Max(0, calendar.OpenDaysBefore(calendar.Origin) - calendar.OpenDaysBefore(rows.Days[0]) - rows.Count);
            }
        }

        return zeros * RowsPerZero >= rowCount && zeros > missing;
    }
}
