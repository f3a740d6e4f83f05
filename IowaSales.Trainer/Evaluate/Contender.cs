using IowaSales.Forecasting.Backtesting;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Training;
using IowaSales.Trainer.CommandLine;
using IowaSales.Trainer.Train;

namespace IowaSales.Trainer.Evaluate;

/// <summary>One of the models that are evaluated.</summary>
internal sealed class Contender
{
    private readonly TrainingOptions? _recipe;
    private readonly (ForecastModel Model, SalesPanel Known)? _saved;
    private bool _withoutDrivers;

    private Contender(string name, string how, TrainingOptions? recipe, (ForecastModel Model, SalesPanel Known)? saved)
    {
        Name = name;
        How = how;
        _recipe = recipe;
        _saved = saved;
    }

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>How it comes by its forecasts, in words.</summary>
    public string How { get; }

    /// <summary>Whether it is trained at the origins.</summary>
    public bool Trains => _recipe is not null;

    /// <summary>Trained at the origins by a preset.</summary>
    public static Contender Trained(VerbRun run, TrainingPreset preset, int seed, int horizon)
    {
        var options = new TrainingOptions { Horizon = horizon, Preset = preset, Seed = seed, Families = FamiliesOf(run, preset) };
        return new Contender($"preset {preset.ToString().ToLowerInvariant()}", $"trained at the origins, seed {seed}", options, null);
    }

    /// <summary>Trained at the origins as a saved model was.</summary>
    public static Contender ByRecipeOf(VerbRun run, ForecastModel model, string folder, int horizon)
    {
        var manifest = model.Manifest;
        if (!Enum.TryParse<TrainingPreset>(manifest.Preset, ignoreCase: true, out var preset))
        {
            throw VerbException.Input($"The model in {run.Shown(folder)} was trained by the preset '{manifest.Preset}', which this program does not have; train it again.");
        }

        var families = FamiliesOf(run, preset).Where(family => manifest.Leaderboard.Any(entry => entry.Name == family.Name)).ToArray();
        var options = new TrainingOptions { Horizon = horizon, Preset = preset, Seed = manifest.Seed, Families = families };
        return new Contender(
            NameOf(run, manifest, folder), $"trained at the origins by its recipe: preset {manifest.Preset}, seed {manifest.Seed}", options, null);
    }

    /// <summary>A saved model, rolled forward and not trained again.</summary>
    /// <param name="run">The run.</param>
    /// <param name="model">The model.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="known">Its sales with the newer ones behind them.</param>
    public static Contender AsItStands(VerbRun run, ForecastModel model, string folder, SalesPanel known) => new(
        NameOf(run, model.Manifest, folder),
        $"as saved, trained on sales up to {model.Manifest.DataThrough:yyyy-MM-dd}, rolled forward",
        null,
        (model, known));

    /// <summary>The same training without drivers and attributes. What states closures stays, so that the same days are scored.</summary>
    public Contender WithoutDrivers() => new("without drivers", How, _recipe, null) { _withoutDrivers = true };

    /// <summary>What is left of a set when only <c>open</c> and <c>available</c> count.</summary>
    public static DriverSet OnlyClosures(DriverSet set) => set.Without(
    [
        .. set.Drivers.Where(driver => driver.Role == DriverRole.Ordinary).Select(driver => driver.Name),
        .. set.Attributes.Select(attribute => attribute.Name),
    ]);

    /// <summary>Forecasts all windows.</summary>
    public RollingForecasts Evaluate(
        EvaluationPlan plan, TimeProvider time, IProgress<TrainingProgress> progress, CancellationToken cancellationToken) => _saved is { } saved
        ? RollingEvaluation.RunSaved(plan.Panel, plan.Origins, plan.Horizon, plan.Scored, saved.Model, saved.Known, progress, cancellationToken)
        : new RollingEvaluation(new ModelTrainer(time)).Run(
            _withoutDrivers ? plan.Panel.With(OnlyClosures(plan.Panel.Drivers)) : plan.Panel, plan.Origins, _recipe!, plan.Scored, plan.TrainEvery, progress, cancellationToken);

    private static IReadOnlyList<IModelFamily> FamiliesOf(VerbRun run, TrainingPreset preset)
    {
        var (families, leftOut) = PresetFamilies.Of(preset);
        foreach (var sentence in leftOut)
        {
            run.Say($"Left out: {sentence}");
        }

        return families;
    }

    private static string NameOf(VerbRun run, ModelManifest manifest, string folder) => $"{run.Shown(folder)} ({manifest.ModelVersion})";
}
