using IowaSales.Api.Serving;

namespace IowaSales.Api.Calendar;

/// <summary>Sales of all items per day.</summary>
/// <param name="totals">One per day of the panel.</param>
internal sealed class DailyTotals(double[] totals)
{
    /// <summary>The sales of one day.</summary>
    /// <param name="day">Index of the day in the panel.</param>
    public double this[int day] => totals[day];

    /// <summary>Adds the sales of a snapshot up.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="cancellationToken">Ends the computation.</param>
    public static DailyTotals Of(ForecastSnapshot snapshot, CancellationToken cancellationToken)
    {
        var panel = snapshot.Panel;
        var totals = new double[panel.DayCount];
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var rows = panel.Rows(series);
            for (var i = 0; i < rows.Count; i++)
            {
                totals[rows.Days[i]] += rows.Values[i];
            }
        }

        return new DailyTotals(totals);
    }
}
