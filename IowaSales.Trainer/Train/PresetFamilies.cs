using IowaSales.Boosting;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Models.GradientBoosting;
using IowaSales.Forecasting.Training;

namespace IowaSales.Trainer.Train;

/// <summary>The families that a preset trains on this machine.</summary>
internal static class PresetFamilies
{
    /// <summary>The families in the order they are trained in, and what is left out and why.</summary>
    public static (IReadOnlyList<IModelFamily> Families, IReadOnlyList<string> LeftOut) Of(TrainingPreset preset)
    {
        if (preset == TrainingPreset.Fast)
        {
            return (ModelFamilies.BuiltIn, []);
        }

        return LightGbmTreeTrainer.IsAvailable
            ? ([.. ModelFamilies.Leading, new GradientBoosting(new LightGbmTreeTrainer()), .. ModelFamilies.Trailing], [])
            : (ModelFamilies.BuiltIn, ["GradientBoosting: LightGBM does not load on this machine (on Linux x64 install libgomp1)."]);
    }
}
