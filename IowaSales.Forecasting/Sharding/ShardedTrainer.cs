using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Ensembles;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Training;

namespace IowaSales.Forecasting.Sharding;

/// <summary>
/// Trains a large panel shard by shard: each step is done with every shard, then what the shards gave is merged. Results are exact sums, counts and sorted
/// amounts, so that one shard or many, here or elsewhere, give the same model. Whatever is done stays done: a training that was stopped goes on where it was.
/// </summary>
public sealed class ShardedTrainer
{
    private readonly ShardPlan _plan;
    private readonly IShardStorage _storage;
    private readonly IShardRunner _runner;
    private readonly TimeProvider _time;
    private readonly ShardInputs _inputs;
    private readonly long _started;

    /// <summary>Creates the trainer.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="storage">Where the parts are.</param>
    /// <param name="runner">Has the steps done.</param>
    /// <param name="time">Clock for times and durations.</param>
    public ShardedTrainer(ShardPlan plan, IShardStorage storage, IShardRunner runner, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        (_plan, _storage, _runner, _time) = (plan, storage, runner, time);
        _inputs = new ShardInputs(storage, plan);
        _started = time.GetTimestamp();
    }

    /// <summary>Looks at all series together.</summary>
    /// <param name="progress">Told how far the training is; null for nobody.</param>
    /// <param name="cancellationToken">Cancels the training.</param>
    /// <returns>Whether the panel can be trained in shards: it sells so rarely that every series is forecast by itself, and its days are certain.</returns>
    /// <exception cref="ShardFailedException">A shard failed for good.</exception>
    public async Task<bool> LookAsync(IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (_storage.Exists(ShardNames.Whole))
        {
            return true;
        }

        await RunAsync(ShardStep.Statistics, progress, cancellationToken);
        var statistics = Merged(ShardStep.Statistics, PanelStatistics.Read, (one, other) =>
        {
            one.Add(other);
            return one;
        });
        var (families, leftOut, sellsRarely) = FamilyChoice.For(
            statistics.SeriesCount, statistics.SparseSeries, [.. _plan.Families.Select(ModelFamilies.Find).OfType<IModelFamily>()]);
        if (!sellsRarely || !families.All(family => family is ISeriesStates) || !IsCertain(statistics))
        {
            return false;
        }

        _storage.WriteBinary(ShardNames.Whole, writer => ShardInputs.WriteWhole(writer, statistics, families, leftOut));
        return true;
    }

    /// <summary>Trains, after <see cref="LookAsync"/> said yes.</summary>
    /// <param name="folder">Folder of the model; one that is there is replaced once the new one is complete.</param>
    /// <param name="progress">Told how far the training is; null for nobody.</param>
    /// <param name="cancellationToken">Cancels the training.</param>
    /// <returns>The manifest as written.</returns>
    /// <exception cref="ShardFailedException">A shard failed for good.</exception>
    public async Task<ModelManifest> TrainAsync(string folder, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using var stage = TrainingTelemetry.Begin("training", _time);
        stage.Tag("iowasales.series", _plan.Sales.SeriesCount);
        stage.Tag("iowasales.days", _plan.Sales.DayCount);
        await RunAsync(ShardStep.Fit, progress, cancellationToken);
        var fits = Merged(ShardStep.Fit, FitResult.Read, (one, other) => one.With(other));
        if (!_storage.Exists(ShardNames.Weights))
        {
            var weights = new EnsembleWeights([.. _inputs.Families.Select(family => family.Name)], ForwardSelection.Weights(fits.Products), []);
            var families = fits.Families.Select(family => SegmentedDistributions.Of(family.Segments, _plan.Horizon)).ToArray();
            _storage.WriteBinary(ShardNames.Weights, writer => ShardInputs.WriteWeights(writer, weights, families));
        }

        await RunAsync(ShardStep.Blend, progress, cancellationToken);
        if (!_storage.Exists(ShardNames.Distributions))
        {
            var blends = Merged(ShardStep.Blend, BlendResult.Read, (one, other) => one.With(other));
            var ensemble = SegmentedDistributions.Of(blends.Segments, _plan.Horizon);
            _storage.WriteBinary(ShardNames.Distributions, writer => ShardInputs.WriteDistributions(writer, ensemble, blends.Families));
        }

        await RunAsync(ShardStep.Finish, progress, cancellationToken);
        progress?.Report(new TrainingProgress("Putting the model together", null, Work, Work));
        var finish = Merged(ShardStep.Finish, FinishResult.Read, (one, other) => one.With(other));
        var leaderboard = Leaderboard(fits.Families, finish);
        return ModelStore.Save(
            temporary => new ModelAssembly(_inputs).Write(
                temporary, leaderboard, finish.Backtest, _time, _time.GetElapsedTime(_started).TotalSeconds),
            folder);
    }

    private static int Steps => Enum.GetValues<ShardStep>().Length;

    private long Work => (long)Steps * _plan.Shards;

    /// <summary>Whether counts alone tell at each origin which days were open and what a missing row means.</summary>
    private bool IsCertain(PanelStatistics statistics)
    {
        var panel = ShardSales.Header(_storage).PartOf(statistics);
        return _plan.Origins.Append(_plan.Sales.DayCount)
            .All(origin => statistics.IsLively(origin) && !statistics.MayStateZeros(TradingCalendar.Learn(panel, origin)));
    }

    private async Task RunAsync(ShardStep step, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var done = 0L;
        await _runner.RunAsync(
            _plan,
            step,
            _ => progress?.Report(new TrainingProgress(
                $"Shards, step {(int)step + 1} of {Steps}", step.ToString().ToLowerInvariant(), ((long)step * _plan.Shards) + Interlocked.Increment(ref done), Work)),
            cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private T Merged<T>(ShardStep step, Func<BinaryReader, T> read, Func<T, T, T> merge)
    {
        var merged = _storage.Read(ShardNames.ResultOf(step, 0), read);
        for (var shard = 1; shard < _plan.Shards; shard++)
        {
            merged = merge(merged, _storage.Read(ShardNames.ResultOf(step, shard), read));
        }

        return merged;
    }

    private LeaderboardEntry[] Leaderboard(FamilyEvidence[] families, FinishResult finish)
    {
        var rows = _inputs.Families.Select((family, i) => new LeaderboardEntry(
            family.Name,
            _inputs.FamilyScores[i].Mase,
            _inputs.FamilyScores[i].Wql,
            families[i].FitSeconds,
            families[i].PredictSeconds,
            _inputs.Weights.Panel[i])
        { Rmsse = _inputs.FamilyScores[i].Rmsse });
        return TrainingLeaderboard.Ordered(rows.Prepend(new LeaderboardEntry(
            LeaderboardEntry.Ensemble,
            finish.Ensemble.Mase,
            finish.Ensemble.Wql,
            families.Sum(family => family.FitSeconds),
            families.Sum(family => family.PredictSeconds),
            1)
        { Rmsse = finish.Ensemble.Rmsse }));
    }
}
