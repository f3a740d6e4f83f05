using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Models.ExponentialSmoothing;

/// <summary>Exponential smoothing in state-space form, the form chosen by AICc (Hyndman et al. 2008).</summary>
/// <param name="inCalendarTime">Whether all days of the week are steps.</param>
public sealed class EtsFamily(bool inCalendarTime) : SteppedFamily<EtsModel>(MaxWeeks, inCalendarTime)
{
    private const int MaxWeeks = 156;

    private static readonly EtsSearch Thorough = EtsSearch.Fast with { StartingPoints = 2, Finalists = 4, Tolerance = 0.001 };

    private readonly bool _inCalendarTime = inCalendarTime;

    /// <inheritdoc/>
    public override string Name => _inCalendarTime ? "EtsCalendar" : "Ets";

    /// <inheritdoc/>
    public override string Description => _inCalendarTime
        ? "smooths level and week, and knows holidays and shifted days"
        : "smooths level, trend and week, trusting recent days more";

    /// <inheritdoc/>
    public override int RelativeCost => _inCalendarTime ? 8 : 6;

    /// <inheritdoc/>
    protected override EtsModel FitSteps(double[] values, int season, FitOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var search = SeriesTime.IsSparse(values) ? EtsSearch.MeanOnly : options.Effort == FitEffort.High ? Thorough : EtsSearch.Fast;
        return EtsEstimator.Select(values, season, search);
    }

    /// <inheritdoc/>
    protected override void ForecastSteps(EtsModel model, double[] values, int season, Span<double> steps)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Forecast(values, steps);
    }

    /// <inheritdoc/>
    protected override bool IsEmpty(EtsModel model) => model is { Observations: 0 };

    /// <inheritdoc/>
    protected override void WriteModel(BinaryWriter writer, EtsModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Write(writer);
    }

    /// <inheritdoc/>
    protected override EtsModel ReadModel(BinaryReader reader) => EtsModel.Read(reader);
}
