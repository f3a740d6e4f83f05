using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Forecasts;
using IowaSales.Forecasting.Intervals;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Series;
using IowaSales.Forecasting.Training;

namespace IowaSales.Forecasting.Evaluation;

/// <summary>
/// Rolling-origin evaluation of the whole training (Tashman 2000): at each origin a model is trained on the days before it alone,
/// ensemble weights and intervals included, and forecasts the days from it on.
/// </summary>
/// <param name="trainer">Trains the models.</param>
public sealed class RollingEvaluation(ModelTrainer trainer)
{
    /// <summary>The last weekly origins whose whole horizon is known.</summary>
    /// <param name="panel">The sales.</param>
    /// <param name="count">Number of origins.</param>
    /// <param name="horizon">Days to forecast.</param>
    /// <returns>Day indices, ascending.</returns>
    public static int[] WeeklyOrigins(SalesPanel panel, int count, int horizon)
    {
        ArgumentNullException.ThrowIfNull(panel);
        return [.. Enumerable.Range(0, count).Select(i => panel.DayCount - horizon - (7 * i)).Where(origin => origin > 0).Order()];
    }

    /// <summary>Trains and forecasts at every origin.</summary>
    /// <param name="panel">The sales, which reach past the last origin by the horizon.</param>
    /// <param name="origins">Day index of each origin, ascending.</param>
    /// <param name="options">How to train.</param>
    /// <param name="scored">Which days to score.</param>
    /// <param name="trainEvery">Train at every so many origins; the others are forecast by the model trained before them.</param>
    /// <param name="progress">Told after each origin; null for nobody.</param>
    /// <param name="cancellationToken">Cancels the evaluation.</param>
    /// <returns>The forecasts beside what was sold.</returns>
    public RollingForecasts Run(
        SalesPanel panel,
        IReadOnlyList<int> origins,
        TrainingOptions options,
        ScoredDays scored,
        int trainEvery = 1,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(panel);
        ArgumentNullException.ThrowIfNull(origins);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(trainEvery, 1);
        var medians = new SortedDictionary<string, ForecastCube>(StringComparer.Ordinal);
        var quantiles = QuantileLevels.Reported.Select(_ => new ForecastCube(origins.Count, panel.SeriesCount, options.Horizon)).ToArray();
        var scales = new double[origins.Count][];
        ForecastModel? model = null;
        for (var o = 0; o < origins.Count; o++)
        {
            progress?.Report(new TrainingProgress("Evaluating", panel.DateOf(origins[o]).ToString("O"), o, origins.Count));
            if (o % trainEvery == 0 || model is null)
            {
                model = trainer.Train(panel.Before(origins[o]), options, null, cancellationToken);
            }

            var history = History.At(panel, origins[o]);
            scales[o] = [.. Enumerable.Range(0, panel.SeriesCount).Select(series => ScaledError.ScaleOf(history, series, scored))];
            var set = model.Forecast(history);
            Keep(medians, LeaderboardEntry.Ensemble, origins.Count, panel.SeriesCount, options.Horizon, o, (series, cells) =>
            {
                for (var step = 0; step < cells.Length; step++)
                {
                    cells[step] = set.Series[series].Median[step];
                    for (var level = 0; level < quantiles.Length; level++)
                    {
                        quantiles[level][o, series][step] = set.Series[series].Quantile(step, QuantileLevels.Reported[level]);
                    }
                }
            });
            foreach (var (name, family) in model.Families)
            {
                Keep(medians, name, origins.Count, panel.SeriesCount, options.Horizon, o, (series, cells) => family.ForecastOpenDays(history, series, cells));
            }
        }

        return new RollingForecasts(origins, ActualOf(panel, origins, options.Horizon, scored), scales, medians, quantiles);
    }

    private static ForecastCube ActualOf(SalesPanel panel, IReadOnlyList<int> origins, int horizon, ScoredDays scored)
    {
        var actual = Backtest.ActualSales(panel, origins, horizon);
        if (scored == ScoredDays.Trading)
        {
            return actual;
        }

        for (var o = 0; o < origins.Count; o++)
        {
            for (var series = 0; series < panel.SeriesCount; series++)
            {
                var days = panel.Rows(series).Days;
                var cells = actual[o, series];
                for (var step = 0; step < horizon; step++)
                {
                    if (days.BinarySearch(origins[o] + step) < 0)
                    {
                        cells[step] = double.NaN;
                    }
                }
            }
        }

        return actual;
    }

    private delegate void FillSeries(int series, Span<double> cells);

    private static void Keep(
        SortedDictionary<string, ForecastCube> medians, string name, int origins, int seriesCount, int horizon, int origin, FillSeries fill)
    {
        if (!medians.TryGetValue(name, out var cube))
        {
            medians.Add(name, cube = new ForecastCube(origins, seriesCount, horizon));
        }

        Parallel.For(0, seriesCount, series => fill(series, cube[origin, series]));
    }
}
