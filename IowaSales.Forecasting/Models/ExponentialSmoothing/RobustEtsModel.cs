using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Models.ExponentialSmoothing;

/// <summary>
/// Exponential smoothing made for medians of skewed, spiky sales: additive forms on a logarithmic scale that takes zeros, where a season is a
/// factor and the median keeps its place, with spikes held to what their weekday usually does (in the spirit of Gelper, Fried &amp; Croux
/// 2010, Robust forecasting with exponential and Holt-Winters smoothing).
/// </summary>
public sealed class RobustEtsModel
{
    private static readonly EtsSearch Search = EtsSearch.Fast with { Forms = [EtsForm.Simple, EtsForm.Parse("ANA"), EtsForm.Parse("AAdA")] };

    private readonly SymmetricLog _scale;

    private RobustEtsModel(SymmetricLog scale, EtsModel smoothing) => (_scale, Smoothing) = (scale, smoothing);

    /// <summary>The chosen model of the transformed series.</summary>
    public EtsModel Smoothing { get; }

    internal static RobustEtsModel Fit(double[] values, int season)
    {
        var search = SeriesTime.IsSparse(values) ? EtsSearch.MeanOnly : Search;
        var scale = SymmetricLog.For(values);
        return new RobustEtsModel(scale, EtsEstimator.Select(Clean(values, season, scale), season, search));
    }

    internal void Forecast(double[] values, int season, Span<double> steps)
    {
        Smoothing.Forecast(Clean(values, season, _scale), steps);
        _scale.Invert(steps);
    }

    internal void Write(BinaryWriter writer)
    {
        writer.Write(_scale.Unit);
        Smoothing.Write(writer);
    }

    internal static RobustEtsModel Read(BinaryReader reader) => new(new SymmetricLog(reader.ReadDouble()), EtsModel.Read(reader));

    private static double[] Clean(double[] values, int season, SymmetricLog scale)
    {
        scale.Apply(values);
        return SeriesTime.WithoutSpikes(values, season);
    }
}
