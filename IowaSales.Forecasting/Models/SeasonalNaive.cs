using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Metrics;

namespace IowaSales.Forecasting.Models;

/// <summary>Seasonal naive: <see cref="SeasonalNaiveBaseline"/> as a family.</summary>
public sealed class SeasonalNaive : LocalFamily<SeasonalNaive.NoParameters>
{
    /// <inheritdoc/>
    public override string Name => "SeasonalNaive";

    /// <inheritdoc/>
    public override bool SuitsSparsePanels => true;

    /// <inheritdoc/>
    protected override NoParameters FitSeries(History history, int series, FitOptions options) => default;

    /// <inheritdoc/>
    protected override void ForecastSeries(History history, int series, NoParameters parameters, Span<double> forecast) =>
        SeasonalNaiveBaseline.Forecast(history, series, forecast);

    /// <inheritdoc/>
    protected override void WriteParameters(BinaryWriter writer, NoParameters parameters)
    {
    }

    /// <inheritdoc/>
    protected override NoParameters ReadParameters(BinaryReader reader) => default;

    /// <summary>The family has no parameters.</summary>
    public readonly record struct NoParameters;
}
