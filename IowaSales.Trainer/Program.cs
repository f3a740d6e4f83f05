using IowaSales.Trainer.Aggregate;
using IowaSales.Trainer.CommandLine;
using IowaSales.Trainer.Inspect;
using IowaSales.Trainer.Predict;
using IowaSales.Trainer.Quality;
using IowaSales.Trainer.Simulate;
using IowaSales.Trainer.Train;

return await new TrainerCommandLine(
    Surroundings.OfProcess(),
    new SimulateVerb(),
    new AggregateVerb(),
    new QualityVerb(),
    new TrainVerb(),
    new PredictVerb(),
    new InspectVerb()).RunAsync(args);
