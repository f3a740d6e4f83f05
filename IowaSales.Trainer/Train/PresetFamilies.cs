using IowaSales.Boosting;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Training;

namespace IowaSales.Trainer.Train;

/// <summary>The families that a preset trains on this machine.</summary>
internal static class PresetFamilies
{
    /// <summary>The families in the order they are trained in, and what is left out and why.</summary>
    public static (IReadOnlyList<IModelFamily> Families, IReadOnlyList<string> LeftOut) Of(TrainingPreset preset) =>
        preset == TrainingPreset.Fast ? (ModelFamilies.BuiltIn, []) : MlNetFamilies.WithBuiltIn();
}
