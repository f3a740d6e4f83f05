namespace IowaSales.Forecasting.Models.ExponentialSmoothing;

/// <summary><see cref="RobustEtsModel"/> as a family.</summary>
/// <param name="inCalendarTime">Whether all days of the week are steps.</param>
public sealed class RobustEtsFamily(bool inCalendarTime) : SteppedFamily<RobustEtsModel>(MaxWeeks, inCalendarTime)
{
    private const int MaxWeeks = 156;

    private readonly bool _inCalendarTime = inCalendarTime;

    /// <inheritdoc/>
    public override string Name => _inCalendarTime ? "RobustEtsCalendar" : "RobustEts";

    /// <inheritdoc/>
    public override string Description => _inCalendarTime
        ? "smooths level and week, unmoved by spikes, and knows holidays"
        : "smooths level, trend and week, unmoved by single spikes";

    /// <inheritdoc/>
    public override int RelativeCost => _inCalendarTime ? 10 : 9;

    /// <inheritdoc/>
    protected override RobustEtsModel FitSteps(double[] values, int season, FitOptions options) => RobustEtsModel.Fit(values, season);

    /// <inheritdoc/>
    protected override void ForecastSteps(RobustEtsModel model, double[] values, int season, Span<double> steps)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Forecast(values, season, steps);
    }

    /// <inheritdoc/>
    protected override bool IsEmpty(RobustEtsModel model) => model is { Smoothing.Observations: 0 };

    /// <inheritdoc/>
    protected override void WriteModel(BinaryWriter writer, RobustEtsModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Write(writer);
    }

    /// <inheritdoc/>
    protected override RobustEtsModel ReadModel(BinaryReader reader) => RobustEtsModel.Read(reader);
}
