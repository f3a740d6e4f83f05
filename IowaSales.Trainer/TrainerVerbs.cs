using IowaSales.Trainer.Aggregate;
using IowaSales.Trainer.CommandLine;
using IowaSales.Trainer.Evaluate;
using IowaSales.Trainer.Fetch;
using IowaSales.Trainer.Inspect;
using IowaSales.Trainer.Predict;
using IowaSales.Trainer.Import;
using IowaSales.Trainer.Quality;
using IowaSales.Trainer.Retrain;
using IowaSales.Trainer.Rollback;
using IowaSales.Trainer.Simulate;
using IowaSales.Trainer.Train;

namespace IowaSales.Trainer;

/// <summary>The register of verbs: a verb takes part by one line here.</summary>
internal static class TrainerVerbs
{
    /// <summary>All verbs, in the order that help lists them.</summary>
    public static Verb[] All() =>
    [
        new FetchVerb(),
        new SimulateVerb(),
        new AggregateVerb(),
        new QualityVerb(),
        new TrainVerb(),
        new EvaluateVerb(),
        new PredictVerb(),
        new InspectVerb(),
        new ImportVerb(),
        new RetrainVerb(),
        new RollbackVerb(),
    ];
}
