using IowaSales.Api.Http.Answers;
using IowaSales.Api.Serving;
using IowaSales.Contracts;

namespace IowaSales.Api.Overview;

/// <summary>Every item at a glance.</summary>
internal sealed class OverviewView
{
    private const int RecentDays = 28;
    private const double Lower = 0.1;
    private const double Upper = 0.9;

    private OverviewView(IReadOnlyList<OverviewRow> rows, Answer answer)
    {
        Rows = rows;
        Answer = answer;
    }

    /// <summary>One row per series, in the panel's order.</summary>
    public IReadOnlyList<OverviewRow> Rows { get; }

    /// <summary>The answer in JSON.</summary>
    public Answer Answer { get; }

    /// <summary>Computes the view.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="cancellationToken">Ends the computation.</param>
    public static OverviewView Of(ForecastSnapshot snapshot, CancellationToken cancellationToken)
    {
        var totals = snapshot.Get<HorizonTotals>(cancellationToken);
        var rows = new OverviewRow[snapshot.Panel.SeriesCount];
        Parallel.For(0, rows.Length, new ParallelOptions { CancellationToken = cancellationToken }, series => rows[series] = RowOf(snapshot, totals[series], series));
        var manifest = snapshot.Model.Manifest;
        var overview = new Contracts.Overview(
            [.. snapshot.Items.Sorted.Select(series => rows[series])],
            TotalOf(snapshot, rows),
            snapshot.Version,
            manifest.TrainedAt,
            snapshot.DataThrough,
            snapshot.Stale,
            manifest.Simulated,
            snapshot.Horizon);
        return new OverviewView(rows, Answer.Json(overview, ContractJson.Default.Overview, snapshot.EntityTag).Kept());
    }

    private static OverviewRow RowOf(ForecastSnapshot snapshot, HorizonTotals.Total totals, int series)
    {
        var forecast = snapshot.Forecasts.Series[series];
        return new OverviewRow(
            forecast.Item,
            RecentSales.Of(snapshot, series, RecentDays),
            ReportedNumber.Of(totals.Median),
            ReportedNumber.Of(forecast.SumQuantile(snapshot.Horizon, Lower)),
            ReportedNumber.Of(forecast.SumQuantile(snapshot.Horizon, Upper)),
            totals.Last,
            totals.Change,
            LastWindowError.Of(snapshot.Model.Backtest, series),
            ItemFlags.Of(snapshot, series));
    }

    private static OverviewTotal TotalOf(ForecastSnapshot snapshot, OverviewRow[] rows)
    {
        var next = rows.Sum(row => row.NextTotal);
        var last = rows.Sum(row => row.LastTotal);
        var correlation = WeeklyCorrelation.Of(snapshot.Model.Backtest);
        return new OverviewTotal(
            ReportedNumber.Of(next),
            ReportedNumber.Of(Math.Max(0, next - correlation.Combine(rows.Select(row => row.NextTotal - row.NextLower)))),
            ReportedNumber.Of(next + correlation.Combine(rows.Select(row => row.NextUpper - row.NextTotal))),
            last,
            HorizonTotals.ChangeOf(next, last),
            LastWindowError.Of(snapshot.Model.Backtest));
    }
}
