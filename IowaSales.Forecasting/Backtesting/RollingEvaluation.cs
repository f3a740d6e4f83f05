using System.Globalization;
using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Training;

namespace IowaSales.Forecasting.Backtesting;

/// <summary>
/// Rolling-origin evaluation (Tashman 2000): forecasts are made from past origins with what was known there alone, and set beside what
/// was sold. Either the whole training is judged, ensemble weights and intervals included, or a saved model whose training ended before
/// the first origin.
/// </summary>
/// <param name="trainer">Trains the models.</param>
public sealed class RollingEvaluation(ModelTrainer trainer)
{
    /// <summary>The last weekly origins whose whole horizon is known.</summary>
    /// <param name="panel">The sales.</param>
    /// <param name="count">Number of origins.</param>
    /// <param name="horizon">Days to forecast.</param>
    /// <returns>Day indices, ascending.</returns>
    public static int[] WeeklyOrigins(SalesPanel panel, int count, int horizon) => Origins(panel, count, horizon, Week.Days);

    /// <summary>The last evenly spaced origins whose whole horizon is known.</summary>
    /// <param name="panel">The sales.</param>
    /// <param name="count">Number of origins.</param>
    /// <param name="horizon">Days to forecast.</param>
    /// <param name="spacing">Days from one origin to the next.</param>
    /// <returns>Day indices above 0, ascending; fewer than asked for when the sales do not reach back so far.</returns>
    public static int[] Origins(SalesPanel panel, int count, int horizon, int spacing)
    {
        ArgumentNullException.ThrowIfNull(panel);
        return [.. Enumerable.Range(0, count).Select(i => panel.DayCount - horizon - (spacing * i)).Where(origin => origin > 0).Order()];
    }

    /// <summary>Trains and forecasts at every origin: no model sees a day at or after the first origin that it forecasts.</summary>
    /// <param name="panel">The sales, which reach past the last origin by the horizon.</param>
    /// <param name="origins">Day index of each origin, ascending.</param>
    /// <param name="options">How to train.</param>
    /// <param name="scored">Which days to score.</param>
    /// <param name="trainEvery">Train at every so many origins; the others are forecast by the model trained before them.</param>
    /// <param name="progress">Told how far the trainings are; null for nobody.</param>
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
        var collected = new RollingCollection(panel, origins, options.Horizon, scored);
        ForecastModel? model = null;
        for (var o = 0; o < origins.Count; o++)
        {
            if (o % trainEvery == 0 || model is null)
            {
                var within = progress is null ? null : new WindowProgress(progress, WindowName(panel, origins[o]), o, origins.Count);
                within?.Report(new TrainingProgress("", null, 0, 1));
                model = trainer.Train(panel.Before(origins[o]), options, within, cancellationToken);
            }

            collected.Add(o, model, History.At(panel, origins[o]));
        }

        return collected.Forecasts;
    }

    /// <summary>Forecasts at every origin with a saved model as it stands: its states are rolled forward, nothing is fitted.</summary>
    /// <param name="panel">The sales to score, which reach past the last origin by the horizon.</param>
    /// <param name="origins">Day index of each origin in <paramref name="panel"/>, ascending, all after the model's last day.</param>
    /// <param name="horizon">Days to forecast, at most the model's.</param>
    /// <param name="scored">Which days to score.</param>
    /// <param name="model">The model.</param>
    /// <param name="known">The sales that the model forecasts from: its own items first, every item of <paramref name="panel"/> among them.</param>
    /// <param name="progress">Told after each origin; null for nobody.</param>
    /// <param name="cancellationToken">Cancels the evaluation.</param>
    /// <returns>The forecasts beside what was sold.</returns>
    /// <exception cref="ArgumentException">An origin is not after the model's last day, an item is not among the known ones, or the horizon is too long.</exception>
    public static RollingForecasts RunSaved(
        SalesPanel panel,
        IReadOnlyList<int> origins,
        int horizon,
        ScoredDays scored,
        ForecastModel model,
        SalesPanel known,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(panel);
        ArgumentNullException.ThrowIfNull(origins);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(known);
        if (origins.Count > 0 && panel.DateOf(origins[0]) <= model.Manifest.DataThrough)
        {
            throw new ArgumentException("The model has learned from days that it would be judged on.", nameof(origins));
        }

        if (horizon > model.Manifest.Horizon)
        {
            throw new ArgumentException("The horizon is longer than the model's.", nameof(horizon));
        }

        var collected = new RollingCollection(panel, origins, horizon, scored);
        for (var o = 0; o < origins.Count; o++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress?.Report(new TrainingProgress("Evaluating", WindowName(panel, origins[o]), o, origins.Count));
            collected.Add(o, model, History.At(known, known.DayOf(panel.DateOf(origins[o]))), known);
        }

        return collected.Forecasts;
    }

    private static string WindowName(SalesPanel panel, int origin) =>
        $"from {panel.DateOf(origin).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";

    /// <summary>The progress of one window's training as a part of the whole evaluation.</summary>
    private sealed class WindowProgress(IProgress<TrainingProgress> whole, string window, int done, int count) : IProgress<TrainingProgress>
    {
        private const long UnitsOfWindow = 1000;

        public void Report(TrainingProgress value) => whole.Report(new TrainingProgress(
            "Evaluating", window, (done * UnitsOfWindow) + (UnitsOfWindow * value.Done / value.Total), count * UnitsOfWindow));
    }
}
