using System.Runtime.InteropServices;
using System.Security.Cryptography;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Forecasting.Data.Quality;
using IowaSales.Forecasting.Ensembles;
using IowaSales.Forecasting.Metrics;

namespace IowaSales.Forecasting.Training;

/// <summary>
/// Trains a model: every family forecasts from each validation origin without what came after it and is then fitted to all sales; the
/// ensemble and the intervals are learnt from those forecasts.
/// </summary>
/// <param name="time">Clock for times and durations.</param>
public sealed class ModelTrainer(TimeProvider time)
{
    /// <summary>
    /// Days from one validation origin to the next. Coprime with 7, so that seven origins begin on all seven weekdays and every kind of day is
    /// met at every step; longer than a week, so that the windows of a week do not overlap.
    /// </summary>
    private const int OriginSpacing = 8;
    private const int MinHistory = QualityRules.MinDays;

    /// <summary>Series times origins: more teach little more, and their forecasts are all held in memory.</summary>
    private const int MaxValidationPaths = 1_000_000;

    /// <summary>Series times days of horizon times origins, as long as there are <see cref="EnoughWindows"/>: long horizons of many series overlap anyway.</summary>
    private const int MaxValidationCells = 600_000;

    /// <summary>Origins that suffice where each has many cells: every weekday and one more.</summary>
    private const int EnoughWindows = 8;

    /// <summary>Trains on a panel.</summary>
    /// <param name="panel">The sales.</param>
    /// <param name="options">How to train.</param>
    /// <param name="progress">Told how far the training is; null for nobody.</param>
    /// <param name="cancellationToken">Cancels the training.</param>
    /// <returns>The model, not yet saved.</returns>
    /// <exception cref="SalesDataException">The panel is too short for the horizon.</exception>
    public ForecastModel Train(
        SalesPanel panel, TrainingOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(panel);
        ArgumentNullException.ThrowIfNull(options);
        using var stage = TrainingTelemetry.Begin("training", time);
        stage.Tag("iowasales.series", panel.SeriesCount);
        stage.Tag("iowasales.days", panel.DayCount);
        using var budget = new TrainingBudget(time, options.TimeLimit, cancellationToken);
        var origins = ValidationOrigins(panel.SeriesCount, panel.DayCount, options, panel.SeriesCount == 1 ? $"of {panel.Items[0]} " : "");
        var known = History.Of(panel);
        var windows = ValidationWindows.Of(known, panel, origins, options.Horizon);
        var (chosen, unsuited, sellsRarely) = FamilyChoice.For(known, options.Families);
        ValidationLoss loss = sellsRarely ? new SquaredLoss(windows) : new AbsoluteLoss(windows);
        var training = new FamilyTraining(loss, known, options with { Families = chosen }, budget, time, progress);
        training.Run();
        var families = training.Trained;
        ForecastCube[] forecasts = [.. families.Select(family => family.Forecasts)];
        var panelWeights = loss.PanelWeightsOf(forecasts);
        var seriesWeights = loss.SeriesWeightsOf(panelWeights, forecasts);
        var weights = new EnsembleWeights([.. families.Select(family => family.Family.Name)], panelWeights, seriesWeights);
        var centre = Combine([.. families.Select(family => (family.Fitted.TradingWeekdaysOnly, family.Forecasts))], weights, windows);
        var (intervals, quantiles) = loss.Learn(centre);
        var backtest = new Backtest(
            origins, QuantileLevels.Reported, windows.Actual, quantiles[QuantileLevels.ReportedMedian], quantiles, windows.Scales);
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
            StatedDays = panel.Stated.Days.Count,
            Horizon = options.Horizon,
            QuantileLevels = QuantileLevels.Reported,
            Preset = options.Preset.ToString().ToLowerInvariant(),
            Seed = options.Seed,
            TrainingSeconds = budget.Elapsed.TotalSeconds,
            Leaderboard = TrainingLeaderboard.Of(families, panelWeights, backtest, loss.Rmsse(centre)),
            LeftOut = [.. options.LeftOut, .. unsuited, .. training.LeftOut],
        };
        var fitted = families.ToDictionary(family => family.Family.Name, family => family.Fitted, StringComparer.Ordinal);
        return new ForecastModel(manifest, panel, fitted, weights, intervals, backtest);
    }

    /// <summary>The fewest days of sales that a training needs: before its last validation window lie four weeks, and half of the days.</summary>
    /// <param name="horizon">Days to forecast.</param>
    public static int MinDays(int horizon) => Math.Max(MinHistory + horizon, (2 * horizon) - 1);

    private static int EarliestOrigin(int days) => Math.Max(MinHistory, days / 2);

    /// <summary>Day index of each validation origin, ascending.</summary>
    /// <param name="series">Number of series.</param>
    /// <param name="days">Number of days.</param>
    /// <param name="options">How to train.</param>
    /// <param name="of">What the sales are of, for the message; empty for all.</param>
    /// <exception cref="SalesDataException">There are too few days.</exception>
    internal static int[] ValidationOrigins(int series, int days, TrainingOptions options, string of)
    {
        var count = options.Preset switch { TrainingPreset.Fast => 12, TrainingPreset.Medium => 20, _ => 30 };
        count = Math.Clamp(MaxValidationPaths / series, 1, count);
        count = Math.Min(count, Math.Max(EnoughWindows, (int)(MaxValidationCells / ((long)series * options.Horizon))));
        var latest = days - options.Horizon;
        var origins = Enumerable.Range(0, count)
            .Select(i => latest - (i * OriginSpacing))
            .Where(origin => origin >= EarliestOrigin(days))
            .Order()
            .ToArray();
        return origins.Length > 0
            ? origins
            : throw new SalesDataException(
                $"The sales {of}cover {Days(days)}; forecasting {Days(options.Horizon)} needs at least {MinDays(options.Horizon)}.");
    }

    private static string Days(int count) => $"{count} {(count == 1 ? "day" : "days")}";

    /// <summary>The families' weighted forecasts on the validation windows.</summary>
    /// <param name="families">By family, whether it knows only weekdays that trade, and its forecasts.</param>
    /// <param name="weights">Their weights.</param>
    /// <param name="windows">The windows.</param>
    internal static ForecastCube Combine(
        IReadOnlyList<(bool TradingWeekdaysOnly, ForecastCube Forecasts)> families, EnsembleWeights weights, ValidationWindows windows)
    {
        var shape = windows.Actual;
        var centre = new ForecastCube(shape.OriginCount, shape.SeriesCount, shape.Horizon);
        Parallel.For(0, shape.OriginCount * shape.SeriesCount, path =>
        {
            var (origin, series) = Math.DivRem(path, shape.SeriesCount);
            FamilyCombination.Combine(
                windows.Histories[origin],
                series,
                weights.Of(series),
                family => families[family].TradingWeekdaysOnly,
                family => families[family].Forecasts[origin, series],
                centre[origin, series]);
        });
        return centre;
    }

    /// <summary>SHA-256 of sales and their drivers, in hexadecimal: <see cref="ModelManifest.DataHash"/> of a model that was trained on them.</summary>
    /// <param name="panel">The sales.</param>
    public static string HashOf(SalesPanel panel)
    {
        ArgumentNullException.ThrowIfNull(panel);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            var rows = panel.Rows(series);
            hash.AppendData(MemoryMarshal.AsBytes(panel.Items[series].AsSpan()));
            hash.AppendData(MemoryMarshal.AsBytes(rows.Days));
            hash.AppendData(MemoryMarshal.AsBytes(rows.Values));
        }

        foreach (var (driver, item) in Enumerable.Range(0, panel.Drivers.Drivers.Count).SelectMany(driver => panel.Items.Prepend(null).Select(item => (driver, item))))
        {
            foreach (var (from, value) in panel.Drivers.RunsOf(driver, item))
            {
                hash.AppendData(BitConverter.GetBytes(from.DayNumber));
                hash.AppendData(BitConverter.GetBytes(value));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
