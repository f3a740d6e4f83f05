using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Metrics;

namespace IowaSales.Forecasting.Models.Naive;

/// <summary>Seasonal naive: <see cref="SeasonalNaiveBaseline"/> as a family.</summary>
public sealed class SeasonalNaiveFamily : LocalFamily<NoParameters>
{
    /// <inheritdoc/>
    public override string Name => "SeasonalNaive";

    /// <inheritdoc/>
    public override string Description => "repeats the same weekday of the week before";

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
}
