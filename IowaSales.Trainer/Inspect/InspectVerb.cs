using System.CommandLine;
using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Data.Quality;
using IowaSales.Forecasting.Training;
using IowaSales.Trainer.CommandLine;
using IowaSales.Trainer.Data;
using IowaSales.Trainer.Train;
using Spectre.Console;

namespace IowaSales.Trainer.Inspect;

/// <summary>Says what a saved model is.</summary>
internal sealed class InspectVerb : Verb
{
    private readonly Option<string> _model = ModelOption.Create("Folder of the model.");

    public InspectVerb()
        : base(
            "inspect",
            "Describes a saved model (training, data, accuracy) and verifies its checksums.",
            ("", "the model in model/"),
            ("--model other --json", "the manifest for a machine"))
        => Add(_model);

    /// <inheritdoc />
    public override Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        var folder = run.PathOf(_model);
        var manifest = ModelStore.ReadManifest(folder);
        if (run.Json)
        {
            ModelStore.Load(folder);
            run.WriteJson(manifest, ManifestOutputJson.Default.ModelManifest);
            return Task.FromResult(ExitCode.Done);
        }

        run.Out.Write(FactsOf(manifest));
        run.Out.Write(LeaderboardTable.Of(manifest));
        foreach (var sentence in manifest.LeftOut)
        {
            run.Surroundings.Out.WriteLine($"Left out: {sentence}");
        }

        var panel = ModelStore.Load(folder).Panel;
        DriverTables.Write(run.Out, panel.Drivers.IsEmpty ? null : DriverScan.Of(panel), panel.LastDate);
        run.Surroundings.Out.WriteLine($"All {manifest.Checksums.Count} files fit their checksums and load.");
        return Task.FromResult(ExitCode.Done);
    }

    private static Grid FactsOf(ModelManifest manifest)
    {
        var grid = new Grid().AddColumn().AddColumn();
        Add("model", manifest.ModelVersion);
        Add("trained", $"{manifest.TrainedAt:yyyy-MM-dd HH:mm:ss} UTC, {manifest.TrainingSeconds:0.0} s, preset {manifest.Preset}, seed {manifest.Seed}");
        Add("data", manifest.Simulated ? $"{manifest.DataSource} (SIMULATED)" : manifest.DataSource);
        Add("range", $"{manifest.DataFrom:yyyy-MM-dd} .. {manifest.DataThrough:yyyy-MM-dd}, {manifest.Rows} rows, {manifest.Items} items");
        Add("data hash", manifest.DataHash);
        Add("forecasts", $"{manifest.Horizon} days, quantiles {string.Join(", ", manifest.QuantileLevels)}");
        Add("format", $"{manifest.FormatVersion}");
        return grid;

        void Add(string name, string value) => grid.AddRow(Markup.Escape(name), Markup.Escape(value));
    }
}
