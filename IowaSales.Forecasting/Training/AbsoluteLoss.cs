using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Ensembles;
using IowaSales.Forecasting.Metrics;

namespace IowaSales.Forecasting.Training;

/// <summary>Absolute scaled error: forecasts are medians, and spreads around them give the other quantiles.</summary>
/// <param name="windows">The validation windows.</param>
internal sealed class AbsoluteLoss(ValidationWindows windows) : ValidationLoss(windows)
{
    private readonly CalibrationDays _days = new(windows.Actual, windows.Histories);

    /// <inheritdoc/>
    public override double? Rmsse(ForecastCube forecast) => null;

    /// <inheritdoc/>
    public override double[] PanelWeightsOf(IReadOnlyList<ForecastCube> forecasts) =>
        ForwardSelection.Weights(Windows.Actual, forecasts, Windows.Scales);

    /// <inheritdoc/>
    public override double[][] SeriesWeightsOf(ReadOnlySpan<double> panel, IReadOnlyList<ForecastCube> forecasts) =>
        SeriesWeights.Of(panel, Windows.Actual, forecasts, Windows.Scales);

    /// <inheritdoc/>
    public override (IForecastDistributions Distributions, ForecastCube[] Quantiles) Learn(ForecastCube centre)
    {
        var intervals = IntervalModel.Learn(_days, centre, Windows.Scales);
        ValidationQuantiles.Fill(
            centre,
            (o, series, values) => intervals.Around(Windows.Histories[o], _days.OutlookOf(o, series), series, knownToModel: true, values)
                .GivenOpen(Windows.Histories[o], series),
            Quantiles);
        return (intervals, Quantiles);
    }
}
