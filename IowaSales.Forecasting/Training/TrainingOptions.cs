using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Models;

namespace IowaSales.Forecasting.Training;

/// <summary>How to train.</summary>
public sealed record TrainingOptions
{
    /// <summary>Days to forecast when nothing else is asked for: a week.</summary>
    public const int DefaultHorizon = Week.Days;

    /// <summary>Days to forecast, 1 .. 365; <see cref="DefaultHorizon"/> by default.</summary>
    public int Horizon { get; init; } = DefaultHorizon;

    /// <summary>How much work to do; <see cref="TrainingPreset.Medium"/> by default.</summary>
    public TrainingPreset Preset { get; init; } = TrainingPreset.Medium;

    /// <summary>Seed of anything random; 0 by default.</summary>
    public int Seed { get; init; }

    /// <summary>
    /// Wall time of the training; null for no limit. Families that are not done by then are left out, the first one excepted, so that there
    /// is always a model.
    /// </summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>The families that take part, in the order they are trained in; the built-in ones by default.</summary>
    public IReadOnlyList<IModelFamily> Families { get; init; } = ModelFamilies.BuiltIn;

    /// <summary>What the caller leaves out, and why, one sentence each, to be kept in the manifest.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>Where the sales came from, in words.</summary>
    public string DataSource { get; init; } = "unknown";

    /// <summary>Whether the sales are simulated.</summary>
    public bool Simulated { get; init; }
}

/// <summary>How much work a training does.</summary>
public enum TrainingPreset
{
    /// <summary>Statistical families only.</summary>
    Fast,

    /// <summary>Every family.</summary>
    Medium,

    /// <summary>Every family, more validation origins and more careful fits.</summary>
    Best,
}

/// <summary>How far a training has come.</summary>
/// <param name="Stage">What is being done, in words.</param>
/// <param name="Family">The family at work, or null.</param>
/// <param name="Done">Units of work done over the whole training.</param>
/// <param name="Total">Units of work of the whole training, above 0.</param>
public sealed record TrainingProgress(string Stage, string? Family, long Done, long Total);
