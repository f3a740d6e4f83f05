using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Models.Theta;

/// <summary>The dynamic optimised Theta model on the last year, spikes held to what their weekday usually does.</summary>
public sealed class DynamicThetaFamily() : SteppedFamily<DynamicThetaModel>(ThetaModel.MaxWeeks, inCalendarTime: false)
{
    /// <inheritdoc/>
    public override string Name => "DynamicTheta";

    /// <inheritdoc/>
    public override string Description => "splits the long trend from the short swings";

    /// <inheritdoc/>
    public override int RelativeCost => 3;

    /// <inheritdoc/>
    protected override DynamicThetaModel FitSteps(double[] values, int season, FitOptions options)
    {
        var clean = SeriesTime.WithoutSpikes(values, season);
        return SeriesTime.IsSparse(clean) ? DynamicThetaModel.Mean(clean) : DynamicThetaModel.Fit(clean, season);
    }

    /// <inheritdoc/>
    protected override void ForecastSteps(DynamicThetaModel model, double[] values, int season, Span<double> steps)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Forecast(SeriesTime.WithoutSpikes(values, season), steps);
    }

    /// <inheritdoc/>
    protected override void WriteModel(BinaryWriter writer, DynamicThetaModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Write(writer);
    }

    /// <inheritdoc/>
    protected override DynamicThetaModel ReadModel(BinaryReader reader) => DynamicThetaModel.Read(reader);
}
