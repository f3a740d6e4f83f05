using IowaSales.Trainer.CommandLine;
using IowaSales.Trainer.Simulate;
using IowaSales.Trainer.Train;

return await new TrainerCommandLine(
    Surroundings.OfProcess(),
    new SimulateVerb(),
    new TrainVerb()).RunAsync(args);
