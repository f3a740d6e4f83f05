using IowaSales.Trainer.CommandLine;

return await new TrainerCommandLine(Surroundings.OfProcess(), TrainerVerbs.All()).RunAsync(args);
