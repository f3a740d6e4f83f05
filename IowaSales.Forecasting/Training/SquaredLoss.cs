using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Ensembles;
using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Models.Intermittent;

namespace IowaSales.Forecasting.Training;

/// <summary>
/// Squared scaled error, for panels that sell rarely: forecasts are means. Absolute error would prefer whatever forecasts nothing most
/// often, since that is the median of rare demand (Kolassa 2016; Makridakis, Spiliotis &amp; Assimakopoulos 2022 score the M5 competition by
/// squared error for this reason).
/// </summary>
internal sealed class SquaredLoss : ValidationLoss
{
    private readonly double[] _rootScales;
    private readonly DemandSegment[][] _segments;

    /// <summary>Prepares the loss.</summary>
    /// <param name="windows">The validation windows.</param>
    public SquaredLoss(ValidationWindows windows)
        : base(windows)
    {
        _segments = [.. windows.Histories.Select(DemandSegments.OfAll)];

        // The scales of the earliest window: none of the scored sales are in them.
        var history = windows.Histories[0];
        _rootScales = new double[history.SeriesCount];
        Parallel.For(0, _rootScales.Length, series => _rootScales[series] = SeriesScale.Root(history, series, ScoredDays.Trading));
    }

    /// <inheritdoc/>
    public override double? Rmsse(ForecastCube forecast) =>
        AccuracyTally.Rmsse(Windows.Actual, forecast, _rootScales) is var error && double.IsFinite(error) ? error : null;

    /// <inheritdoc/>
    public override double[] PanelWeightsOf(IReadOnlyList<ForecastCube> forecasts) =>
        ForwardSelection.Weights(Windows.Actual, forecasts, _rootScales, squared: true);

    /// <inheritdoc/>
    /// <remarks>A few validation windows of a series that seldom sells say more of its luck than of what suits it.</remarks>
    public override double[][] SeriesWeightsOf(ReadOnlySpan<double> panel, IReadOnlyList<ForecastCube> forecasts) => [];

    /// <inheritdoc/>
    public override (IForecastDistributions Distributions, ForecastCube[] Quantiles) Learn(ForecastCube centre)
    {
        var distributions = SegmentedDistributions.Learn(Windows.Actual, centre, Windows.Histories, _segments);
        ValidationQuantiles.Fill(
            centre,
            (o, series, mean) => distributions.Around(Windows.Histories[o], _segments[o][series], series, knownToModel: true, mean.ToArray())
                .GivenOpen(Windows.Histories[o], series),
            Quantiles);
        return (distributions, Quantiles);
    }
}
