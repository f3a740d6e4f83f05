using System.CommandLine;
using System.Text.Json;
using IowaSales.Forecasting.Sharding;
using IowaSales.Trainer.CommandLine;
using IowaSales.Trainer.Data;
using IowaSales.Trainer.Train;

namespace IowaSales.Trainer.Work;

/// <summary>Helps with the shards of trainings that run elsewhere, over the folder that both have.</summary>
internal sealed class WorkVerb : Verb
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly Option<string> _model = ModelOption.Create("Folder of the model that is trained; the shards lie beside it, where all processes see them.");
    private readonly Option<bool> _once = new("--once") { Description = "Wait for a training, help with it, and end." };
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);

    public WorkVerb()
        : base(
            "work",
            "Helps with the shards of large trainings that run elsewhere, until it is stopped.",
            ("--model /shared/model", "beside: train --data sales.parquet --key store,item_number --model /shared/model"))
    {
        Add(_model);
        Add(_once);
    }

    /// <inheritdoc />
    public override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        var model = run.PathOf(_model);
        run.Say($"Waiting for shards in {run.Shown(TrainingWork.ParentOf(model))}.");
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
        if (Find(storage) is not { } plan)
        {
            return false;
        }

        if (plan.Program != ShardPlan.ThisProgram)
        {
            SayOnce(run, $"The training in {run.Shown(storage.Folder)} was begun by another build of this program; start workers of the same build.");
            return false;
        }

        var runner = new SharedRunner(storage, run.Time);
        try
        {
            await runner.HelpAsync(plan, cancellationToken);
        }
        catch (ShardFailedException exception)
        {
            SayOnce(run, exception.Message);
        }

        if (runner.Done > 0)
        {
            run.Say($"Helped with {Counted.Of(runner.Done, "shard")} of {plan.Sales.DataSource}.");
        }

        return runner.Done > 0;
    }

    /// <summary>The plan of a training; null where there is none yet, or no longer.</summary>
    private static ShardPlan? Find(FolderStorage storage)
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
