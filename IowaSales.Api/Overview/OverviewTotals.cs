using IowaSales.Contracts;
using IowaSales.Forecasting.Artifacts;

namespace IowaSales.Api.Overview;

/// <summary>Items together: all of them, or those of a group.</summary>
internal static class OverviewTotals
{
    private const int SeriesPerCheck = 4096;

    /// <summary>Adds all items up, each as it is reported.</summary>
    /// <param name="columns">The forecasts.</param>
    /// <param name="cancellationToken">Ends the sum.</param>
    public static OverviewTotal Of(ForecastColumns columns, CancellationToken cancellationToken) =>
        Of(columns, [.. Enumerable.Range(0, columns.Count)], cancellationToken) with { LastWeekError = columns.LastWindowError };

    /// <summary>
    /// Adds items up, each as it is reported. The interval of the sum comes from theirs and the correlation of the items' errors in the backtest.
    /// </summary>
    /// <param name="columns">The forecasts.</param>
    /// <param name="series">Indices of the items' series.</param>
    /// <param name="cancellationToken">Ends the sum.</param>
    public static OverviewTotal Of(ForecastColumns columns, IReadOnlyList<int> series, CancellationToken cancellationToken)
    {
        var (below, above) = (new double[series.Count], new double[series.Count]);
        var (next, last, usual) = (0.0, 0.0, 0.0);
        for (var place = 0; place < series.Count; place++)
        {
            if (place % SeriesPerCheck == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            var summary = columns.SummaryOf(series[place]);
            var median = ReportedNumber.Of(summary.Median);
            (below[place], above[place]) = (median - ReportedNumber.Of(summary.Lower), ReportedNumber.Of(summary.Upper) - median);
            (next, last) = (next + median, last + summary.Last);
            usual += UsualSales.Of(columns.RecentOf(series[place]), summary.Last, columns.Horizon);
        }

        return new OverviewTotal(
            ReportedNumber.Of(next),
            ReportedNumber.Of(Math.Max(0, next - columns.Correlation.Combine(below))),
            ReportedNumber.Of(next + columns.Correlation.Combine(above)),
            last,
            UsualSales.ChangeOf(next, usual, columns.Horizon),
            LastWeekError: null,
            Math.Round(usual, 1));
    }
}
