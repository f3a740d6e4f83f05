namespace IowaSales.Api.Serving;

/// <summary>What each series will sell over the horizon, beside what it sold over as many days before.</summary>
internal sealed class HorizonTotals
{
    private readonly Total[] _totals;

    private HorizonTotals(Total[] totals) => _totals = totals;

    /// <summary>The totals of one series.</summary>
    /// <param name="series">Index of the series.</param>
    public Total this[int series] => _totals[series];

    /// <summary>Computes the totals.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="cancellationToken">Ends the computation.</param>
    public static HorizonTotals Of(ForecastSnapshot snapshot, CancellationToken cancellationToken)
    {
        var totals = new Total[snapshot.Panel.SeriesCount];
        Parallel.For(0, totals.Length, new ParallelOptions { CancellationToken = cancellationToken }, series =>
        {
            var forecast = snapshot.Forecasts.Series[series];
            totals[series] = new Total(
                forecast.SumMean(snapshot.Horizon), forecast.SumQuantile(snapshot.Horizon, 0.5), SoldLately(snapshot, series));
        });
        return new HorizonTotals(totals);
    }

    /// <summary>Change from one total to another, as a share; null when nothing was sold before.</summary>
    /// <param name="next">What will be sold.</param>
    /// <param name="last">What was sold.</param>
    public static double? ChangeOf(double next, double last) => last > 0 ? Math.Round((next / last) - 1, 4) : null;

    private static double SoldLately(ForecastSnapshot snapshot, int series)
    {
        var history = snapshot.Forecasts.History;
        var first = history.Origin - snapshot.Horizon;
        var rows = history.Rows(series);
        var sold = 0.0;
        for (var i = rows.Count - 1; i >= 0 && rows.Days[i] >= first; i--)
        {
            sold += rows.Values[i];
        }

        return sold;
    }

    /// <summary>Totals of one series.</summary>
    /// <param name="Mean">Expected sum over the horizon.</param>
    /// <param name="Median">Median of that sum.</param>
    /// <param name="Last">Sales of as many days before.</param>
    internal readonly record struct Total(double Mean, double Median, double Last)
    {
        /// <summary>Change from the days before to the horizon, as a share; null when nothing was sold before.</summary>
        public double? Change => ChangeOf(Median, Last);
    }
}
