using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Models;

/// <summary>
/// Seasonal naive: the last known value of the same weekday, an open day without a sale counting as 0 and a closed day as unknown
/// (Hyndman &amp; Athanasopoulos, Forecasting: Principles and Practice, section 5.2).
/// </summary>
public sealed class SeasonalNaive : LocalFamily<SeasonalNaive.NoParameters>
{
    private const int Season = 7;

    /// <inheritdoc/>
    public override string Name => "SeasonalNaive";

    /// <inheritdoc/>
    public override bool SuitsSparsePanels => true;

    /// <inheritdoc/>
    protected override NoParameters FitSeries(History history, int series, FitOptions options) => default;

    /// <inheritdoc/>
    protected override void ForecastSeries(History history, int series, NoParameters parameters, Span<double> forecast)
    {
        var daily = history.Daily(series);
        for (var step = 0; step < forecast.Length; step++)
        {
            var day = daily.Length + step - (((step / Season) + 1) * Season);
            while (day >= 0 && double.IsNaN(daily[day]))
            {
                day -= Season;
            }

            forecast[step] = day >= 0 ? daily[day] : 0;
        }
    }

    /// <inheritdoc/>
    protected override void WriteParameters(BinaryWriter writer, NoParameters parameters)
    {
    }

    /// <inheritdoc/>
    protected override NoParameters ReadParameters(BinaryReader reader) => default;

    /// <summary>The family has no parameters.</summary>
    public readonly record struct NoParameters;
}
