using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Ensembles;
using IowaSales.Forecasting.Evaluation;
using IowaSales.Forecasting.Forecasts;
using IowaSales.Forecasting.Intervals;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Series;

namespace IowaSales.Forecasting.Training;

/// <summary>
/// Trains a model: every family is fitted before the first validation origin and forecasts from each of them, the ensemble and the
/// intervals are learnt from those forecasts, then every family of weight is fitted again on all sales.
/// </summary>
/// <param name="time">Clock for times and durations.</param>
public sealed class ModelTrainer(TimeProvider time)
{
    private const int OriginSpacing = 7;

    /// <summary>On the validation windows a cheap family is fitted anew at every so many origins, as it would be in use.</summary>
    private const int OriginsPerFit = 4;

    /// <summary>Trains on a panel.</summary>
    /// <param name="panel">The sales.</param>
    /// <param name="options">How to train.</param>
    /// <param name="progress">Told how far the training is; null for nobody.</param>
    /// <param name="cancellationToken">Cancels the training.</param>
    /// <returns>The model, not yet saved.</returns>
    /// <exception cref="ArgumentException">The panel is too short for the horizon.</exception>
    public ForecastModel Train(
        SalesPanel panel, TrainingOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(panel);
        ArgumentNullException.ThrowIfNull(options);
        var started = time.GetTimestamp();
        var origins = ValidationOrigins(panel, options);
        var actual = Backtest.ActualSales(panel, origins, options.Horizon);
        var known = History.Of(panel);
        var scales = Enumerable.Range(0, panel.SeriesCount).Select(series => ScaledError.ScaleOf(known, series)).ToArray();
        var candidates = options.Families
            .Select(family => Validate(family, panel, origins, options, cancellationToken))
            .ToArray();
        var panelWeights = ForwardSelection.Weights(actual, [.. candidates.Select(candidate => candidate.Forecasts)], scales);
        var names = candidates.Select(candidate => candidate.Family.Name).ToArray();
        var seriesWeights = SeriesWeights.Of(panelWeights, actual, [.. candidates.Select(candidate => candidate.Forecasts)], scales);
        var weights = new EnsembleWeights(names, panelWeights, seriesWeights);
        var median = Combine(candidates, weights, actual);
        var intervals = IntervalModel.Learn(actual, median, scales, [.. origins.Select(panel.DateOf)]);
        var backtest = new Backtest(
            origins, QuantileLevels.Reported, actual, median, QuantilesOf(intervals, median, scales, [.. origins.Select(panel.DateOf)]), scales);
        var fitted = new Dictionary<string, IFittedFamily>(StringComparer.Ordinal);
        var work = 0;
        foreach (var candidate in candidates)
        {
            progress?.Report(new TrainingProgress("Fitting on all sales", candidate.Family.Name, work++, candidates.Length));
            fitted.Add(candidate.Family.Name, candidate.Family.Fit(known, FitOptionsOf(options, cancellationToken)));
        }

        progress?.Report(new TrainingProgress("Done", null, candidates.Length, candidates.Length));
        var manifest = new ModelManifest
        {
            FormatVersion = ModelManifest.CurrentFormat,
            TrainedAt = time.GetUtcNow(),
            DataSource = options.DataSource,
            Simulated = options.Simulated,
            DataHash = HashOf(panel),
            DataFrom = panel.FirstDate,
            DataThrough = panel.LastDate,
            Rows = panel.RowCount,
            Items = panel.SeriesCount,
            Horizon = options.Horizon,
            QuantileLevels = QuantileLevels.Reported,
            Preset = options.Preset.ToString().ToLowerInvariant(),
            Seed = options.Seed,
            TrainingSeconds = time.GetElapsedTime(started).TotalSeconds,
            Leaderboard = Leaderboard(candidates, panelWeights, actual, median, scales),
        };
        return new ForecastModel(manifest, panel, fitted, weights, intervals, backtest);
    }

    private static int[] ValidationOrigins(SalesPanel panel, TrainingOptions options)
    {
        var count = options.Preset switch { TrainingPreset.Fast => 12, TrainingPreset.Medium => 20, _ => 30 };
        var latest = panel.DayCount - options.Horizon;
        var origins = Enumerable.Range(0, count)
            .Select(i => latest - (i * OriginSpacing))
            .Where(origin => origin >= Math.Max(28, panel.DayCount / 2))
            .Order()
            .ToArray();
        return origins.Length > 0
            ? origins
            : throw new ArgumentException(
                $"The sales cover {panel.DayCount} days; forecasting {options.Horizon} days needs at least {28 + options.Horizon}.", nameof(panel));
    }

    private static FitOptions FitOptionsOf(TrainingOptions options, CancellationToken cancellationToken) => new(
        options.Horizon,
        options.Seed,
        options.Preset switch { TrainingPreset.Fast => FitEffort.Low, TrainingPreset.Best => FitEffort.High, _ => FitEffort.Normal },
        CancellationToken: cancellationToken);

    private static Candidate Validate(
        IModelFamily family, SalesPanel panel, int[] origins, TrainingOptions options, CancellationToken cancellationToken)
    {
        var (fitSeconds, predictSeconds) = (0.0, 0.0);
        var forecasts = new ForecastCube(origins.Length, panel.SeriesCount, options.Horizon);
        IFittedFamily? fitted = null;
        for (var o = 0; o < origins.Length; o++)
        {
            var history = History.At(panel, origins[o]);
            var clock = Stopwatch.StartNew();
            if (fitted is null || (family.IsCheapToFit && o % OriginsPerFit == 0))
            {
                fitted = family.Fit(history, FitOptionsOf(options, cancellationToken));
                fitSeconds = clock.Elapsed.TotalSeconds;
            }

            clock.Restart();
            var (origin, current) = (o, fitted);
            Parallel.For(
                0,
                panel.SeriesCount,
                new ParallelOptions { CancellationToken = cancellationToken },
                series => current.ForecastOpenDays(history, series, forecasts[origin, series]));
            predictSeconds += clock.Elapsed.TotalSeconds / origins.Length;
        }

        return new Candidate(family, forecasts, fitSeconds, predictSeconds);
    }

    private static ForecastCube Combine(Candidate[] candidates, EnsembleWeights weights, ForecastCube shape)
    {
        var mean = new ForecastCube(shape.OriginCount, shape.SeriesCount, shape.Horizon);
        for (var o = 0; o < shape.OriginCount; o++)
        {
            for (var series = 0; series < shape.SeriesCount; series++)
            {
                var cells = mean[o, series];
                var own = weights.Of(series);
                for (var family = 0; family < candidates.Length; family++)
                {
                    var forecast = candidates[family].Forecasts[o, series];
                    for (var step = 0; step < cells.Length; step++)
                    {
                        cells[step] += own[family] * forecast[step];
                    }
                }
            }
        }

        return mean;
    }

    private static ForecastCube[] QuantilesOf(IntervalModel intervals, ForecastCube median, double[] scales, DateOnly[] origins)
    {
        var levels = QuantileLevels.Reported;
        var cubes = levels.Select(_ => new ForecastCube(median.OriginCount, median.SeriesCount, median.Horizon)).ToArray();
        var gridLength = QuantileLevels.Grid.Count;
        var grid = new double[median.Horizon * gridLength];
        for (var o = 0; o < median.OriginCount; o++)
        {
            for (var series = 0; series < median.SeriesCount; series++)
            {
                intervals.Fill(series, scales[series], origins[o], median[o, series], grid);
                for (var step = 0; step < median.Horizon; step++)
                {
                    for (var level = 0; level < levels.Count; level++)
                    {
                        cubes[level][o, series][step] =
                            QuantileLevels.Interpolate(grid.AsSpan(step * gridLength, gridLength), levels[level]);
                    }
                }
            }
        }

        return cubes;
    }

    private static LeaderboardEntry[] Leaderboard(
        Candidate[] candidates, double[] weights, ForecastCube actual, ForecastCube median, double[] scales)
    {
        var rows = candidates.Select((candidate, family) => new LeaderboardEntry(
            candidate.Family.Name,
            ScaledError.Mase(actual, candidate.Forecasts, scales),
            null,
            candidate.FitSeconds,
            candidate.PredictSeconds,
            weights[family]));
        var ensemble = new LeaderboardEntry(
            LeaderboardEntry.Ensemble,
            ScaledError.Mase(actual, median, scales),
            null,
            candidates.Sum(candidate => candidate.FitSeconds),
            candidates.Sum(candidate => candidate.PredictSeconds),
            1);
        return [.. rows.Append(ensemble).OrderBy(row => double.IsNaN(row.Mase) ? double.MaxValue : row.Mase)];
    }

    private static string HashOf(SalesPanel panel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            var rows = panel.Rows(series);
            hash.AppendData(MemoryMarshal.AsBytes(panel.Items[series].AsSpan()));
            hash.AppendData(MemoryMarshal.AsBytes(rows.Days));
            hash.AppendData(MemoryMarshal.AsBytes(rows.Values));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private sealed record Candidate(IModelFamily Family, ForecastCube Forecasts, double FitSeconds, double PredictSeconds);
}
