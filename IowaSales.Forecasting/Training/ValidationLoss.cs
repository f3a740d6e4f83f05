using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Metrics;

namespace IowaSales.Forecasting.Training;

/// <summary>
/// What makes one forecast better than another on the validation windows, and with it what a point forecast is: absolute error is least at
/// the median, squared error at the mean (Gneiting 2011, Making and evaluating point forecasts).
/// </summary>
/// <param name="windows">The validation windows.</param>
internal abstract class ValidationLoss(ValidationWindows windows)
{
    private ForecastCube[]? _quantiles;

    /// <summary>The validation windows.</summary>
    public ValidationWindows Windows { get; } = windows;

    /// <summary>One cube per level of <see cref="QuantileLevels.Reported"/>, used again for each forecast: for large panels they are most of the memory.</summary>
    protected ForecastCube[] Quantiles => _quantiles ??=
    [
        .. QuantileLevels.Reported.Select(_ => new ForecastCube(Windows.Actual.OriginCount, Windows.Actual.SeriesCount, Windows.Actual.Horizon)),
    ];

    /// <summary>Root mean squared scaled error, where that is what families are weighed by; null elsewhere.</summary>
    /// <param name="forecast">Point forecasts.</param>
    public abstract double? Rmsse(ForecastCube forecast);

    /// <summary>Weights of each series; empty where every series has the panel's.</summary>
    /// <param name="panel">Weight of each family for the panel, summing to 1.</param>
    /// <param name="forecasts">Forecasts of each family.</param>
    public abstract double[][] SeriesWeightsOf(ReadOnlySpan<double> panel, IReadOnlyList<ForecastCube> forecasts);

    /// <summary>Learns predictive distributions, and forecasts their quantiles on the windows they were learnt from.</summary>
    /// <param name="centre">Point forecasts.</param>
    /// <returns>The distributions, and one cube per level of <see cref="QuantileLevels.Reported"/>, good until the next call.</returns>
    public abstract (IForecastDistributions Distributions, ForecastCube[] Quantiles) Learn(ForecastCube centre);

    /// <summary>Scores forecasts: MASE, and WQL with distributions learnt from their own errors; NaN where nothing is scored.</summary>
    /// <param name="forecast">Point forecasts.</param>
    public virtual (double Mase, double Wql) Score(ForecastCube forecast)
    {
        var (_, quantiles) = Learn(forecast);
        return (AccuracyTally.Mase(Windows.Actual, forecast, Windows.Scales), AccuracyTally.Wql(Windows.Actual, quantiles));
    }

    /// <summary>Chooses the panel's weights.</summary>
    /// <param name="forecasts">Forecasts of each family.</param>
    /// <returns>One weight per family, summing to 1.</returns>
    public abstract double[] PanelWeightsOf(IReadOnlyList<ForecastCube> forecasts);
}
