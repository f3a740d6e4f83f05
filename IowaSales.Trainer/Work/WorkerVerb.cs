using System.CommandLine;
using System.Net.Sockets;
using System.Text.Json;
using IowaSales.Cluster;
using IowaSales.Forecasting.Sharding;
using IowaSales.Trainer.CommandLine;
using IowaSales.Trainer.Data;
using IowaSales.Trainer.Train;

namespace IowaSales.Trainer.Work;

/// <summary>Joins the clusters of trainings that run elsewhere, as an Orleans silo.</summary>
internal sealed class WorkerVerb : Verb
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly Option<string> _model = ModelOption.Create("Folder of the model that is trained; the shards lie beside it, where all processes see them.");
    private readonly Option<string> _address = AddressOption.Create();
    private readonly Option<bool> _once = new("--once") { Description = "Wait for a training, help with it, and end." };
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);

    public WorkerVerb()
        : base(
            "worker",
            "Joins the clusters of 'train --cluster', until it is stopped.",
            ("--model /shared/model", "beside: train --cluster --data sales.parquet --key store,item_number --model /shared/model"),
            ("--model /shared/model --address 192.168.0.7", "on a machine of its own"))
    {
        Add(_model);
        Add(_address);
        Add(_once);
    }

    /// <inheritdoc />
    public override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        var model = run.PathOf(_model);
        run.Say($"Waiting for clusters in {run.Shown(TrainingWork.ParentOf(model))}.");
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

    private async Task<bool> HelpAsync(VerbRun run, FolderStorage storage, CancellationToken cancellationToken)
    {
        if (ClusterAddress.Find(storage) is not { } cluster || PlanOf(storage) is not { } plan)
        {
            return false;
        }

        if (plan.Program != ShardPlan.ThisProgram)
        {
            var sentence = $"The training in {run.Shown(storage.Folder)} was begun by another build of this program; start workers of the same build.";
            if (_said.Add(sentence))
            {
                run.Say(sentence);
            }

            return false;
        }

        var address = AddressOption.Of(run, _address);
        try
        {
            run.Say($"Joining the cluster of {plan.Sales.DataSource} at {cluster.Conductor}.");
            var done = await TrainingMember.HelpAsync(storage, cluster, address, run.Time, cancellationToken);
            run.Say($"Did {Counted.Of(done, "shard step")} of {plan.Sales.DataSource}.");
            return done > 0;
        }
        catch (SocketException exception)
        {
            throw AddressOption.Unusable(address, exception);
        }
    }

    /// <summary>The plan of a training; null where it has ended.</summary>
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
}
