using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Ensembles;
using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Models.Intermittent;

namespace IowaSales.Forecasting.Training;

/// <summary>
/// Squared scaled error, for panels that sell rarely: forecasts are means. Absolute error would prefer whatever forecasts nothing most
/// often, since that is the median of rare demand (Kolassa 2016; Makridakis, Spiliotis &amp; Assimakopoulos 2022 score the M5 competition by
/// squared error for this reason). All that it learns of a panel follows from sums over its series, so that parts of a panel can be summed up
/// one by one.
/// </summary>
internal sealed class SquaredLoss : ValidationLoss
{
    private readonly double[] _rootScales;
    private readonly DemandSegment[][] _segments;
    private readonly bool _isPart;

    /// <summary>Prepares the loss.</summary>
    /// <param name="windows">The validation windows.</param>
    /// <param name="isPart">Whether they are of a part of a panel, which is summed up and not scored by itself.</param>
    public SquaredLoss(ValidationWindows windows, bool isPart = false)
        : base(windows)
    {
        _isPart = isPart;
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
    public override (double Mase, double Wql) Score(ForecastCube forecast) => _isPart ? (double.NaN, double.NaN) : base.Score(forecast);

    /// <inheritdoc/>
    public override double[] PanelWeightsOf(IReadOnlyList<ForecastCube> forecasts) => ForwardSelection.Weights(ProductsOf(forecasts));

    /// <inheritdoc/>
    /// <remarks>A few validation windows of a series that seldom sells say more of its luck than of what suits it.</remarks>
    public override double[][] SeriesWeightsOf(ReadOnlySpan<double> panel, IReadOnlyList<ForecastCube> forecasts) => [];

    /// <inheritdoc/>
    public override (IForecastDistributions Distributions, ForecastCube[] Quantiles) Learn(ForecastCube centre)
    {
        var distributions = SegmentedDistributions.Of(EvidenceOf(centre), Windows.Actual.Horizon);
        return (distributions, QuantilesOf(centre, distributions));
    }

    /// <summary>What decides the families' weights.</summary>
    /// <param name="forecasts">Forecasts of each family.</param>
    public ErrorProducts ProductsOf(IReadOnlyList<ForecastCube> forecasts) => ErrorProducts.Of(Windows.Actual, forecasts, _rootScales);

    /// <summary>What the distributions around forecasts are learnt from.</summary>
    /// <param name="centre">Mean forecasts.</param>
    public RareDemandEvidence[] EvidenceOf(ForecastCube centre) => SegmentedDistributions.Collect(Windows.Actual, centre, Windows.Histories, _segments);

    /// <summary>Quantiles on the windows.</summary>
    /// <param name="centre">Mean forecasts.</param>
    /// <param name="distributions">The distributions around them.</param>
    /// <returns>One cube per level of <see cref="QuantileLevels.Reported"/>, good until the next call.</returns>
    public ForecastCube[] QuantilesOf(ForecastCube centre, SegmentedDistributions distributions)
    {
        ValidationQuantiles.Fill(
            centre,
            (o, series, mean) => distributions.Around(Windows.Histories[o], _segments[o][series], series, knownToModel: true, mean.ToArray())
                .GivenOpen(Windows.Histories[o], series),
            Quantiles);
        return Quantiles;
    }

    /// <summary>Sums of the errors of forecasts.</summary>
    /// <param name="centre">Mean forecasts.</param>
    /// <param name="median">Median forecasts, or what stands for them.</param>
    /// <param name="distributions">The distributions around them.</param>
    public ValidationScore ScoreOf(ForecastCube centre, ForecastCube median, SegmentedDistributions distributions) =>
        ScoreWith(centre, median, QuantilesOf(centre, distributions));

    /// <summary>Sums of the errors of forecasts whose quantiles are known.</summary>
    /// <param name="centre">Mean forecasts.</param>
    /// <param name="median">Median forecasts.</param>
    /// <param name="quantiles">One cube per level of <see cref="QuantileLevels.Reported"/>.</param>
    public ValidationScore ScoreWith(ForecastCube centre, ForecastCube median, IReadOnlyList<ForecastCube> quantiles) =>
        ValidationScore.Of(Windows, centre, median, _rootScales, quantiles);
}
