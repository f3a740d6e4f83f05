using IowaSales.Api.Serving;

namespace IowaSales.Api.Overview;

/// <summary>The last days of a series.</summary>
internal static class RecentSales
{
    /// <summary>Sales of the last days, oldest first; null on closed days and 0 on open days without sales.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="series">Index of the series.</param>
    /// <param name="count">Number of days; fewer when the data are shorter.</param>
    public static IReadOnlyList<double?> Of(ForecastSnapshot snapshot, int series, int count)
    {
        var history = snapshot.Forecasts.History;
        var first = Math.Max(0, history.Origin - count);
        var days = new double?[history.Origin - first];
        for (var i = 0; i < days.Length; i++)
        {
            days[i] = history.IsOpen(series, first + i) ? 0 : null;
        }

        var rows = history.Rows(series);
        for (var i = rows.Count - 1; i >= 0 && rows.Days[i] >= first; i--)
        {
            days[rows.Days[i] - first] = rows.Values[i];
        }

        return days;
    }
}
