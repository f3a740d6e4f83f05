using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Training;

namespace IowaSales.Trainer.Evaluate;

/// <summary>What the user asks of an evaluation.</summary>
internal sealed record EvaluationRequest
{
    /// <summary>Folder of the model; null to train by the options.</summary>
    public string? ModelFolder { get; init; }

    /// <summary>Folder of the model to compare with; null for none.</summary>
    public string? AgainstFolder { get; init; }

    /// <summary>Whether to compare with the same training without drivers and attributes.</summary>
    public bool WithoutDrivers { get; init; }

    /// <summary>Number of windows; null for the usual one.</summary>
    public int? Windows { get; init; }

    /// <summary>Days to forecast; null for the model's, or the usual one.</summary>
    public int? Horizon { get; init; }

    /// <summary>Days from one origin to the next.</summary>
    public required int Spacing { get; init; }

    /// <summary>Days that count.</summary>
    public required ScoredDays Scored { get; init; }

    /// <summary>Preset of a training by the options.</summary>
    public required TrainingPreset Preset { get; init; }

    /// <summary>Seed of a training by the options.</summary>
    public required int Seed { get; init; }

    /// <summary>Train at every so many windows.</summary>
    public required int TrainEvery { get; init; }
}
