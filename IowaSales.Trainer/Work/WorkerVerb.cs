using System.CommandLine;
using System.Net.Sockets;
using System.Text.Json;
using IowaSales.Cluster;
using IowaSales.Forecasting.Sharding;
using IowaSales.Trainer.CommandLine;
using IowaSales.Trainer.Data;
using IowaSales.Trainer.Train;

namespace IowaSales.Trainer.Work;

/// <summary>Helps with the shards of trainings that run elsewhere: over the folder that both have, or as a silo of their Orleans clusters.</summary>
internal sealed class WorkerVerb : Verb
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly Option<string> _model = ModelOption.Create("Folder of the model that is trained; the shards lie beside it, where all processes see them.");
    private readonly ClusterOptions _cluster = new("Join the Orleans clusters of 'train --cluster'.");
    private readonly Option<bool> _once = new("--once") { Description = "Wait for a training, help with it, and end." };
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);

    public WorkerVerb()
        : base(
            "worker",
            "Helps with the shards of large trainings that run elsewhere, until it is stopped.",
            ("--model /shared/model", "beside: train --data sales.parquet --key store,item_number --model /shared/model"),
            ("--cluster --model /shared/model --address 192.168.0.7", "beside 'train --cluster', on a machine of its own"),
            ("--cluster --membership \"Host=db;Database=sales\" --model /shared/model", "part of a cluster that serves one training after another"))
    {
        Add(_model);
        _cluster.AddTo(this);
        Add(_once);
    }

    /// <inheritdoc />
    public override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        var model = run.PathOf(_model);
        using var bucket = _cluster.BucketOf(run);
        using var standing = _cluster.StandingOf(run, bucket?.Name ?? ModelOption.NameOf(model));
        if (standing is not null)
        {
            return await ServeAsync(run, standing, name => TrainingWork.Open(TrainingWork.ParentOf(model), bucket, name), cancellationToken);
        }

        run.Say($"Waiting for {(_cluster.IsOn(run) ? "clusters" : "shards")} in {run.Shown(TrainingWork.ParentOf(model))}.");
        try
        {
            while (true)
            {
                var helped = false;
                foreach (var folder in TrainingWork.BegunOf(model))
                {
                    helped |= await HelpAsync(run, new FolderStorage(folder), cancellationToken);
                }

                if (helped && run.Get(_once))
                {
                    return ExitCode.Done;
                }

                await Task.Delay(Pause, run.Time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Done;
        }
    }

    private async Task<int> ServeAsync(VerbRun run, StandingCluster cluster, Func<string, IShardStorage> open, CancellationToken cancellationToken)
    {
        if (run.Get(_once))
        {
            throw VerbException.Usage("--once does not go with --membership: such a worker serves one training after another.");
        }

        var address = _cluster.AddressOf(run);
        try
        {
            var done = await TrainingMember.ServeAsync(cluster, open, address, run.Say, run.Time, cancellationToken);
            run.Say($"Did {Counted.Of(done, "shard step")}.");
            return ExitCode.Done;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Done;
        }
        catch (SocketException exception)
        {
            throw ClusterOptions.Unusable(address, exception);
        }
    }

    private async Task<bool> HelpAsync(VerbRun run, FolderStorage storage, CancellationToken cancellationToken)
    {
        var cluster = _cluster.IsOn(run) ? ClusterAddress.Find(storage) : null;
        if ((_cluster.IsOn(run) && cluster is null) || PlanOf(storage) is not { } plan)
        {
            return false;
        }

        if (plan.Program != ShardPlan.ThisProgram)
        {
            SayOnce(run, $"The training in {run.Shown(storage.Folder)} was begun by another build of this program; start workers of the same build.");
            return false;
        }

        var done = cluster is null
            ? await ShareAsync(run, storage, plan, cancellationToken)
            : await JoinAsync(run, storage, cluster, plan, cancellationToken);
        if (done > 0)
        {
            run.Say($"Did {Counted.Of(done, "shard step")} of {plan.Sales.DataSource}.");
        }

        return done > 0;
    }

    private async Task<int> ShareAsync(VerbRun run, FolderStorage storage, ShardPlan plan, CancellationToken cancellationToken)
    {
        var runner = new SharedRunner(storage, run.Time);
        try
        {
            await runner.HelpAsync(plan, cancellationToken);
        }
        catch (ShardFailedException exception)
        {
            SayOnce(run, exception.Message);
        }

        return runner.Done;
    }

    private async Task<int> JoinAsync(VerbRun run, FolderStorage storage, ClusterAddress cluster, ShardPlan plan, CancellationToken cancellationToken)
    {
        var address = _cluster.AddressOf(run);
        run.Say($"Joining the cluster of {plan.Sales.DataSource} at {cluster.Conductor}.");
        try
        {
            return await TrainingMember.HelpAsync(storage, cluster, address, run.Say, run.Time, cancellationToken);
        }
        catch (SocketException exception)
        {
            throw ClusterOptions.Unusable(address, exception);
        }
    }

    /// <summary>The plan of a training; null where there is none yet, or no longer.</summary>
    private static ShardPlan? PlanOf(FolderStorage storage)
    {
        try
        {
            return ShardPlan.Find(storage);
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            return null;
        }
    }

    private void SayOnce(VerbRun run, string sentence)
    {
        if (_said.Add(sentence))
        {
            run.Say(sentence);
        }
    }
}
