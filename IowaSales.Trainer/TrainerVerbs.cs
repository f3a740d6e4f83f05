using IowaSales.Trainer.Aggregate;
using IowaSales.Trainer.CommandLine;
using IowaSales.Trainer.Evaluate;
using IowaSales.Trainer.Fetch;
using IowaSales.Trainer.Import;
using IowaSales.Trainer.Inspect;
using IowaSales.Trainer.Predict;
using IowaSales.Trainer.Quality;
using IowaSales.Trainer.Retrain;
using IowaSales.Trainer.Rollback;
using IowaSales.Trainer.Run;
using IowaSales.Trainer.Score;
using IowaSales.Trainer.Simulate;
using IowaSales.Trainer.Train;
using IowaSales.Trainer.Work;

namespace IowaSales.Trainer;

/// <summary>The register of verbs: a verb takes part by one line here.</summary>
internal static class TrainerVerbs
{
    /// <summary>All verbs, in the order that help lists them.</summary>
    public static Verb[] All()
    {
        var verbs = Single();
        return [.. verbs, new RunVerb([.. verbs.Select(verb => verb.Name)], RunAsync)];
    }

    private static Verb[] Single() =>
    [
        new FetchVerb(),
        new SimulateVerb(),
        new AggregateVerb(),
        new QualityVerb(),
        new TrainVerb(),
        new WorkerVerb(),
        new EvaluateVerb(),
        new PredictVerb(),
        new InspectVerb(),
        new ImportVerb(),
        new ScoreVerb(),
        new RetrainVerb(),
        new RollbackVerb(),
    ];

    // A verb belongs to one command line, so that each run has verbs of its own
    private static Task<int> RunAsync(Surroundings surroundings, IReadOnlyList<string> args, CancellationToken cancellationToken) =>
        new TrainerCommandLine(surroundings, Single()).RunAsync(args, cancellationToken);
}
