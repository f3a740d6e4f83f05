using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Training;

namespace IowaSales.Forecasting.Sharding;

/// <summary>
/// Does the steps of a sharded training with single shards. A step that was done is not done again; one that is done twice at once, by two workers, gives the
/// same bytes.
/// </summary>
public sealed class ShardWorker
{
    private readonly ShardInputs _inputs;
    private readonly TimeProvider _time;

    /// <summary>Creates a worker.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="storage">Where the parts are.</param>
    /// <param name="time">Clock for durations.</param>
    public ShardWorker(ShardPlan plan, IShardStorage storage, TimeProvider time) => (_inputs, _time) = (new ShardInputs(storage, plan), time);

    private ShardPlan Plan => _inputs.Plan;

    private IShardStorage Storage => _inputs.Storage;

    /// <summary>Does a step with a shard.</summary>
    /// <param name="step">The step; all shards have done the one before, and it was merged.</param>
    /// <param name="shard">Number of the shard, from 0.</param>
    /// <param name="cancellationToken">Cancels the step, which then leaves nothing that counts.</param>
    public void Run(ShardStep step, int shard, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(shard);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(shard, Plan.Shards);
        if (Storage.Exists(ShardNames.ResultOf(step, shard)))
        {
            return;
        }

        using var stage = TrainingTelemetry.Begin($"shard {step}", _time);
        stage.Tag("iowasales.shard", shard);
        Action<BinaryWriter> result = step switch
        {
            ShardStep.Statistics => CountSeries(shard),
            ShardStep.Fit => Fit(shard, cancellationToken),
            ShardStep.Blend => Blend(shard),
            ShardStep.Finish => Finish(shard),
            _ => throw new ArgumentOutOfRangeException(nameof(step), step, "There is no such step."),
        };
        cancellationToken.ThrowIfCancellationRequested();
        Storage.WriteBinary(ShardNames.ResultOf(step, shard), result);
    }

    private Action<BinaryWriter> CountSeries(int shard) =>
        PanelStatistics.Of(ShardSales.Read(Storage, Plan.Sales, shard), [.. Plan.Origins, Plan.Sales.DayCount]).Write;

    private Action<BinaryWriter> Fit(int shard, CancellationToken cancellationToken)
    {
        var (_, known, windows) = WindowsOf(shard);
        var loss = new SquaredLoss(windows, isPart: true);
        using var budget = new TrainingBudget(_time, limit: null, cancellationToken);
        var training = new FamilyTraining(loss, known, Plan.OptionsWith(_inputs.Families), budget, _time, progress: null);
        training.Run();
        var families = training.Trained;
        for (var family = 0; family < families.Count; family++)
        {
            Storage.WriteBinary(ShardNames.FamilyOf(shard, family), families[family].Fitted.Write);
        }

        Storage.WriteBinary(ShardNames.ForecastsOf(shard), writer =>
        {
            foreach (var family in families)
            {
                writer.Write(family.Fitted.TradingWeekdaysOnly);
                foreach (var value in family.Forecasts.Values)
                {
                    writer.Write(value);
                }
            }
        });
        return new FitResult(
            loss.ProductsOf([.. families.Select(family => family.Forecasts)]),
            [.. families.Select(family => new FamilyEvidence(loss.EvidenceOf(family.Forecasts), family.FitSeconds, family.PredictSeconds))]).Write;
    }

    private Action<BinaryWriter> Blend(int shard)
    {
        var (_, _, windows) = WindowsOf(shard);
        var loss = new SquaredLoss(windows, isPart: true);
        var forecasts = ForecastsOf(shard, windows);
        var evidence = loss.EvidenceOf(ModelTrainer.Combine(forecasts, _inputs.Weights, windows));
        ValidationScore[] scores =
        [
            .. forecasts.Select((family, index) => loss.ScoreOf(family.Forecasts, family.Forecasts, _inputs.FamilyDistributions[index])),
        ];
        return new BlendResult(evidence, scores).Write;
    }

    private Action<BinaryWriter> Finish(int shard)
    {
        var (panel, known, windows) = WindowsOf(shard);
        var loss = new SquaredLoss(windows, isPart: true);
        var centre = ModelTrainer.Combine(ForecastsOf(shard, windows), _inputs.Weights, windows);
        var quantiles = loss.QuantilesOf(centre, _inputs.Distributions);
        var median = quantiles[QuantileLevels.ReportedMedian];
        var backtest = new Backtest(Plan.Origins, QuantileLevels.Reported, windows.Actual, median, quantiles, windows.Scales);
        var families = new Dictionary<string, IFittedFamily>(StringComparer.Ordinal);
        for (var family = 0; family < _inputs.Families.Count; family++)
        {
            families.Add(_inputs.Families[family].Name, Storage.Read(ShardNames.FamilyOf(shard, family), _inputs.Families[family].Read));
        }

        var model = new ForecastModel(ModelAssembly.ManifestOf(_inputs), panel, families, _inputs.Weights, _inputs.Distributions, backtest);
        Storage.Write(
            ShardNames.ColumnsOf(shard),
            stream => ForecastColumnsWriter.Write(stream, known, backtest, Plan.Horizon, series => model.Forecast(known, series)));
        Storage.WriteBinary(ShardNames.BacktestOf(shard), writer => PartBacktest.Write(writer, backtest));
        return new FinishResult(loss.ScoreWith(centre, median, quantiles), BacktestSums.Of(backtest)).Write;
    }

    private (SalesPanel Panel, History Known, ValidationWindows Windows) WindowsOf(int shard)
    {
        var panel = _inputs.PartOf(shard);
        var known = History.Of(panel);
        return (panel, known, ValidationWindows.Of(known, panel, [.. Plan.Origins], Plan.Horizon));
    }

    private (bool TradingWeekdaysOnly, ForecastCube Forecasts)[] ForecastsOf(int shard, ValidationWindows windows) =>
        Storage.Read(ShardNames.ForecastsOf(shard), reader =>
        {
            var families = new (bool, ForecastCube)[_inputs.Families.Count];
            for (var family = 0; family < families.Length; family++)
            {
                var tradingOnly = reader.ReadBoolean();
                var cube = new ForecastCube(windows.Actual.OriginCount, windows.Actual.SeriesCount, windows.Actual.Horizon);
                foreach (ref var value in cube.Values)
                {
                    value = reader.ReadDouble();
                }

                families[family] = (tradingOnly, cube);
            }

            return families;
        });
}
