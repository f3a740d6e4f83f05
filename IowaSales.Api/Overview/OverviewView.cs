using IowaSales.Api.Answers;
using IowaSales.Api.Forecasts;
using IowaSales.Api.Snapshots;
using IowaSales.Contracts;

namespace IowaSales.Api.Overview;

/// <summary>Every item at a glance.</summary>
internal sealed class OverviewView
{
    private const int RecentDays = 28;
    private const double Lower = 0.1;
    private const double Upper = 0.9;

    private OverviewView(IReadOnlyList<OverviewRow> rows, double[] expectedTotals, Answer answer)
    {
        Rows = rows;
        ExpectedTotals = expectedTotals;
        Answer = answer;
    }

    /// <summary>One row per series, in the panel's order.</summary>
    public IReadOnlyList<OverviewRow> Rows { get; }

    /// <summary>Expected sum over the horizon, one per series.</summary>
    public IReadOnlyList<double> ExpectedTotals { get; }

    /// <summary>The answer in JSON.</summary>
    public Answer Answer { get; }

    /// <summary>Computes the view.</summary>
    /// <param name="snapshot">The snapshot.</param>
    public static OverviewView Of(ForecastSnapshot snapshot)
    {
        var rows = new OverviewRow[snapshot.Panel.SeriesCount];
        var expected = new double[rows.Length];
        Parallel.For(0, rows.Length, series =>
        {
            rows[series] = RowOf(snapshot, series);
            expected[series] = snapshot.Forecasts.Series[series].SumMean(snapshot.Horizon);
        });
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
        return new OverviewView(rows, expected, Answer.Json(overview, ContractJson.Default.Overview, snapshot.EntityTag));
    }

    private static OverviewRow RowOf(ForecastSnapshot snapshot, int series)
    {
        var forecast = snapshot.Forecasts.Series[series];
        var sales = RecentSales.Of(snapshot, series, Math.Max(RecentDays, snapshot.Horizon));
        var last = sales.TakeLast(snapshot.Horizon).Sum(day => day ?? 0);
        var next = forecast.SumQuantile(snapshot.Horizon, 0.5);
        return new OverviewRow(
            forecast.Item,
            [.. sales.TakeLast(RecentDays)],
            ItemForecasts.Round(next),
            ItemForecasts.Round(forecast.SumQuantile(snapshot.Horizon, Lower)),
            ItemForecasts.Round(forecast.SumQuantile(snapshot.Horizon, Upper)),
            last,
            ChangeOf(next, last),
            LastWeek.ErrorOf(snapshot.Model.Backtest, series),
            ItemFlags.Of(snapshot, series));
    }

    private static OverviewTotal TotalOf(ForecastSnapshot snapshot, OverviewRow[] rows)
    {
        var next = rows.Sum(row => row.NextTotal);
        var last = rows.Sum(row => row.LastTotal);
        var correlation = WeeklyCorrelation.Of(snapshot.Model.Backtest);
        return new OverviewTotal(
            ItemForecasts.Round(next),
            ItemForecasts.Round(Math.Max(0, next - correlation.Combine(rows.Select(row => row.NextTotal - row.NextLower)))),
            ItemForecasts.Round(next + correlation.Combine(rows.Select(row => row.NextUpper - row.NextTotal))),
            last,
            ChangeOf(next, last),
            LastWeek.ErrorOf(snapshot.Model.Backtest));
    }

    private static double? ChangeOf(double next, double last) => last > 0 ? Math.Round((next / last) - 1, 4) : null;
}
