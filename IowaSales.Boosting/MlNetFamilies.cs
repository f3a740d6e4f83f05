using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Models.DriverBoosting;
using IowaSales.Forecasting.Models.GradientBoosting;
#if MLNET_TIMESERIES
using IowaSales.Forecasting.Models.SingularSpectrum;
#endif

namespace IowaSales.Boosting;

/// <summary>The families that ML.NET's packages bring, among the built-in ones, as far as this build and this machine have them.</summary>
public static class MlNetFamilies
{
    /// <summary>All families in the order of training, and why some are missing, one sentence each.</summary>
    public static (IReadOnlyList<IModelFamily> Families, IReadOnlyList<string> LeftOut) WithBuiltIn()
    {
        var families = new List<IModelFamily>(ModelFamilies.Leading);
        var leftOut = new List<string>();
        if (LightGbmTreeTrainer.IsAvailable)
        {
            families.Add(new DriverBoostingFamily(new LightGbmTreeTrainer()));
            families.Add(new GradientBoostingFamily(new LightGbmTreeTrainer()));
        }
        else
        {
            leftOut.Add("GradientBoosting: LightGBM does not load on this machine (on Linux x64 install libgomp1).");
        }

        families.AddRange(ModelFamilies.Trailing);
#if MLNET_TIMESERIES
        if (SsaSpectrumTrainer.IsAvailable)
        {
            families.Add(new SingularSpectrumFamily(new SsaSpectrumTrainer()));
        }
        else
        {
            leftOut.Add("SingularSpectrum: Intel's MKL does not load on this machine.");
        }
#else
        leftOut.Add("SingularSpectrum: this build is without ML.NET's time series package.");
#endif
        return (families, leftOut);
    }
}
