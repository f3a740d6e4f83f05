using IowaSales.Contracts;
using IowaSales.Forecasting.Artifacts;

namespace IowaSales.Api.Overview;

/// <summary>All items together.</summary>
internal static class OverviewTotals
{
    private const int SeriesPerCheck = 4096;

    /// <summary>Adds all items up, each as it is reported.</summary>
    /// <param name="columns">The forecasts.</param>
    /// <param name="cancellationToken">Ends the sum.</param>
    public static OverviewTotal Of(ForecastColumns columns, CancellationToken cancellationToken)
    {
        var (below, above) = (new double[columns.Count], new double[columns.Count]);
        var (next, last, usual) = (0.0, 0.0, 0.0);
        for (var series = 0; series < columns.Count; series++)
        {
            if (series % SeriesPerCheck == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            var summary = columns.SummaryOf(series);
            var median = ReportedNumber.Of(summary.Median);
            (below[series], above[series]) = (median - ReportedNumber.Of(summary.Lower), ReportedNumber.Of(summary.Upper) - median);
            (next, last) = (next + median, last + summary.Last);
            usual += UsualSales.Of(columns.RecentOf(series), summary.Last, columns.Horizon);
        }

        return new OverviewTotal(
            ReportedNumber.Of(next),
            ReportedNumber.Of(Math.Max(0, next - columns.Correlation.Combine(below))),
            ReportedNumber.Of(next + columns.Correlation.Combine(above)),
            last,
            UsualSales.ChangeOf(next, usual, columns.Horizon),
            columns.LastWindowError,
            Math.Round(usual, 1));
    }
}
