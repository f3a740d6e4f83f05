using IowaSales.Trainer.CommandLine;
using IowaSales.Trainer.Telemetry;

using var telemetry = TelemetryExport.Start(Environment.GetEnvironmentVariable);
return await new TrainerCommandLine(Surroundings.OfProcess(), TrainerVerbs.All()).RunAsync(args);
