using System.Net;
using System.Net.Sockets;
using IowaSales.Cluster;
using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Forecasting.Sharding;
using IowaSales.Forecasting.Training;
using IowaSales.Trainer.CommandLine;
using IowaSales.Trainer.Data;

namespace IowaSales.Trainer.Train;

/// <summary>Trains a panel in shards, if it is large enough and sells rarely enough; what a killed training of the same has done is not done again.</summary>
/// <param name="run">The run.</param>
/// <param name="sales">How the sales are read.</param>
/// <param name="work">The working folder.</param>
/// <param name="address">Where workers of a cluster reach this process; null to work over the folder alone.</param>
/// <param name="standing">The cluster that is there already; null for one of this training alone.</param>
internal sealed class ShardedTraining(VerbRun run, SalesOptions sales, TrainingWork work, IPAddress? address, StandingCluster? standing)
{
    /// <summary>The sales, as far as they were read into memory; null while nothing was read.</summary>
    public SalesFile? Read { get; private set; }

    /// <summary>Trains.</summary>
    /// <param name="stated">What a person stated of open and closed days.</param>
    /// <param name="options">How to train.</param>
    /// <param name="folder">Folder of the model.</param>
    /// <param name="cancellationToken">Stops the training, whose parts are kept.</param>
    /// <returns>The manifest; null where the panel has to be trained in memory.</returns>
    public async Task<ModelManifest?> TrainAsync(
        StatedCalendar stated, TrainingOptions options, string folder, CancellationToken cancellationToken)
    {
        if (await TakeAsync(stated, cancellationToken) is not { } taken)
        {
            return null;
        }

        SalesRemarks.RefuseUnlessDaily([.. taken.DaysWithSales.Select(taken.FirstDate.AddDays)], sales.ShownPath(run));
        try
        {
            var plan = ShardPlan.Begin(taken, options, work.Storage, run.Time);
            var manifest = await TrainAsync(plan, folder, cancellationToken);
            if (manifest is null && Read is not { Panel.SeriesCount: > 0 })
            {
                var panel = taken.Load(work.Storage);
                Read = Read is { } file
                    ? file with { Panel = panel }
                    : new SalesFile(panel, new SalesSource { Description = taken.DataSource, Simulated = taken.Simulated }, taken.Rows, 0);
            }

            work.Remove();
            return manifest;
        }
        catch (ShardFailedException exception)
        {
            throw VerbException.Failure(exception.Message, exception);
        }
    }

    private async Task<ModelManifest?> TrainAsync(ShardPlan plan, string folder, CancellationToken cancellationToken)
    {
        await using var silos = address is null ? null : await StartAsync(address, cancellationToken);
        var trainer = new ShardedTrainer(plan, work.Storage, silos?.Runner ?? new SharedRunner(work.Local, run.Time), run.Time);
        var manifest = await TrainingProgressDisplay.RunAsync(run, async progress => await trainer.LookAsync(progress, cancellationToken)
            ? await trainer.TrainAsync(folder, progress, cancellationToken)
            : null);
        if (silos is not null)
        {
            run.Say($"This process did {Counted.Of(silos.Done, "shard step")} of {plan.Shards * Enum.GetValues<ShardStep>().Length}.");
        }

        return manifest;
    }

    private async Task<TrainingCluster> StartAsync(IPAddress own, CancellationToken cancellationToken)
    {
        try
        {
            return standing is null
                ? await TrainingCluster.StartAsync(work.Local, own, run.Say, run.Time, cancellationToken)
                : await TrainingCluster.JoinAsync(standing, work.Name, work.Open, own, run.Say, run.Time, cancellationToken);
        }
        catch (SocketException exception)
        {
            throw ClusterOptions.Unusable(own, exception);
        }
    }

    private async Task<SpilledSales?> TakeAsync(StatedCalendar stated, CancellationToken cancellationToken)
    {
        if (work.IsBegun && SpilledSales.Find(work.Storage) is { } found)
        {
            run.Say($"Going on with a training of {sales.ShownPath(run)} that was stopped: {found.SeriesCount} series in {Counted.Of(found.Series.Count, "shard")}.");
            return found;
        }

        var sink = new ShardSink(() => (work.Storage, work.Local.Folder), stated);
        Read = await Task.Run(() => sales.ReadInShards(run, sink, cancellationToken), cancellationToken);
        if (sink.Taken is { } taken)
        {
            run.Say($"Read {sales.ShownPath(run)}: {Read.Rows} rows, {taken.SeriesCount} series, {taken.FirstDate:yyyy-MM-dd} .. {taken.FirstDate.AddDays(taken.DayCount - 1):yyyy-MM-dd}{(taken.Simulated ? ", simulated" : "")}, in {Counted.Of(taken.Series.Count, "shard")}.");
            SalesRemarks.Say(run, Read, isHistory: Read.Panel.SeriesCount > 0);
        }

        if (sink.Taken is null)
        {
            work.Remove();
        }

        return sink.Taken;
    }
}
