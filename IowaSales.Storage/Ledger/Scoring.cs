using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Metrics;
using IowaSales.Storage.Entities;
using IowaSales.Storage.Providers;
using Microsoft.EntityFrameworkCore;

namespace IowaSales.Storage.Ledger;

/// <summary>
/// Scores forecasts in force against the sales of a range of days. A day without sales of any item was closed and is not scored; a total below
/// 0, which returns alone make, is a demand of 0, as everywhere (<see cref="Forecasting.Data.SalesRules"/>).
/// </summary>
internal sealed class Scoring(SalesContext context, IStoreProvider provider)
{
    private const double Lowest80 = 0.1;
    private const double Highest80 = 0.9;
    private const double Lowest99 = 0.005;
    private const double Highest99 = 0.995;

    private static readonly string[] Columns =
    [
        "forecast_id", "item_id", "step", "date", "weekday", "actual", "mean", "median", "lower", "upper", "absolute_error", "naive_error",
        "quantile_loss", "pit", "scale", "inside80", "inside99",
    ];

    /// <summary>Scores what is not scored yet, and again what was scored against sales that have since been restated or undone.</summary>
    /// <returns>Number of item-days scored.</returns>
    public async Task<int> ScoreAsync(DateOnly from, DateOnly through, CancellationToken cancellationToken)
    {
        await context.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM scores WHERE date >= {from} AND date <= {through} AND (
              actual <> COALESCE((SELECT CASE WHEN s.total > 0 THEN s.total ELSE 0 END FROM sales s WHERE s.item_id = scores.item_id AND s.date = scores.date), 0)
              OR NOT EXISTS (SELECT 1 FROM sales o WHERE o.date = scores.date))
            """,
            cancellationToken).ConfigureAwait(false);
        var steps = await UnscoredAsync(from, through, cancellationToken).ConfigureAwait(false);
        if (steps.Count == 0)
        {
            return 0;
        }

        await using var writer = await provider
            .BeginInsertAsync(context.Database.GetDbConnection(), "scores", Columns, cancellationToken).ConfigureAwait(false);
        var grid = new double[QuantileLevels.Grid.Count];
        foreach (var (step, actual) in steps)
        {
            QuantileBytes.Read(step.Quantiles, grid);
            Write(writer, step, actual, grid);
        }

        await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
        return steps.Count;
    }

    private async Task<List<(IssuedStep Step, double Actual)>> UnscoredAsync(DateOnly from, DateOnly through, CancellationToken cancellationToken)
    {
        var forecasts = await context.IssuedForecasts.AsNoTracking()
            .Where(forecast => !forecast.Superseded && forecast.Origin <= through)
            .Select(forecast => new { forecast.Id, forecast.Origin, forecast.Horizon })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var reaching = forecasts.Where(forecast => forecast.Origin.AddDays(forecast.Horizon) > from).Select(forecast => forecast.Id).ToArray();
        var found = await context.IssuedSteps.AsNoTracking()
            .Where(step => reaching.Contains(step.ForecastId)
                && step.Date >= from && step.Date <= through
                && context.Sales.Any(sale => sale.Date == step.Date)
                && !context.Scores.Any(score => score.ForecastId == step.ForecastId && score.ItemId == step.ItemId && score.Step == step.Step))
            .Select(step => new
            {
                Step = step,
                Actual = context.Sales.Where(sale => sale.ItemId == step.ItemId && sale.Date == step.Date).Select(sale => (double?)sale.Total).FirstOrDefault(),
            })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. found.Select(entry => (entry.Step, Math.Max(0, entry.Actual ?? 0)))];
    }

    private static void Write(IBulkWriter writer, IssuedStep step, double actual, double[] grid)
    {
        var median = QuantileLevels.Interpolate(grid, 0.5);
        var (lower, upper) = (QuantileLevels.Interpolate(grid, Lowest80), QuantileLevels.Interpolate(grid, Highest80));
        Span<double> reported = stackalloc double[QuantileLevels.Reported.Count];
        for (var level = 0; level < reported.Length; level++)
        {
            reported[level] = QuantileLevels.Interpolate(grid, QuantileLevels.Reported[level]);
        }

        writer.StartRow();
        writer.Write(step.ForecastId);
        writer.Write(step.ItemId);
        writer.Write(step.Step);
        writer.Write(step.Date);
        writer.Write((int)step.Date.DayOfWeek);
        writer.Write((double?)actual);
        writer.Write((double?)step.Mean);
        writer.Write((double?)median);
        writer.Write((double?)lower);
        writer.Write((double?)upper);
        writer.Write((double?)Math.Abs(actual - median));
        writer.Write((double?)Math.Abs(actual - step.Naive));
        writer.Write((double?)PinballLoss.OverReportedLevels(actual, reported));
        writer.Write((double?)ForecastPosition.Of(grid, actual));
        writer.Write(step.Scale);
        writer.Write(actual >= lower && actual <= upper);
        writer.Write(actual >= QuantileLevels.Interpolate(grid, Lowest99) && actual <= QuantileLevels.Interpolate(grid, Highest99));
    }
}
