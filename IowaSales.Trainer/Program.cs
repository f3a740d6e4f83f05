using IowaSales.Trainer;
using IowaSales.Trainer.CommandLine;
using IowaSales.Trainer.Telemetry;

using var telemetry = TelemetryExport.Start(Environment.GetEnvironmentVariable);
var surroundings = Surroundings.OfProcess();
if (telemetry is not null)
{
    surroundings = surroundings with { Log = telemetry.Log };
}

return await new TrainerCommandLine(surroundings, TrainerVerbs.All()).RunAsync(args);
