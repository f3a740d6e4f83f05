using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Models.Theta;

/// <summary>The standard Theta method on the last year, spikes held to what their weekday usually does.</summary>
public sealed class ThetaFamily() : SteppedFamily<ThetaModel>(ThetaModel.MaxWeeks, inCalendarTime: false)
{
    /// <inheritdoc/>
    public override string Name => "Theta";

    /// <inheritdoc/>
    public override string Description => "splits the long trend from the short swings";

    /// <inheritdoc/>
    public override int RelativeCost => 3;

    /// <inheritdoc/>
    protected override ThetaModel FitSteps(double[] values, int season, FitOptions options)
    {
        var clean = SeriesTime.WithoutSpikes(values, season);
        return SeriesTime.IsSparse(clean) ? ThetaModel.Mean(clean) : ThetaModel.Fit(clean, season);
    }

    /// <inheritdoc/>
    protected override void ForecastSteps(ThetaModel model, double[] values, int season, Span<double> steps)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Forecast(SeriesTime.WithoutSpikes(values, season), steps);
    }

    /// <inheritdoc/>
    protected override void WriteModel(BinaryWriter writer, ThetaModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Write(writer);
    }

    /// <inheritdoc/>
    protected override ThetaModel ReadModel(BinaryReader reader) => ThetaModel.Read(reader);
}
