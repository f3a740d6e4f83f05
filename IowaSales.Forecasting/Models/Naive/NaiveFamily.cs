using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Models.Naive;

/// <summary>
/// Naive: the value of the last open day, an open day without a sale counting as 0 (Hyndman &amp; Athanasopoulos, Forecasting: Principles and
/// Practice, section 5.2). Best for a random walk; for sales the row that any other family must beat.
/// </summary>
public sealed class NaiveFamily : LocalFamily<NoParameters>
{
    /// <inheritdoc/>
    public override string Name => "Naive";

    /// <inheritdoc/>
    public override string Description => "repeats the last open day";

    /// <inheritdoc/>
    public override bool SuitsSparsePanels => true;

    /// <inheritdoc/>
    protected override NoParameters FitSeries(History history, int series, FitOptions options) => default;

    /// <inheritdoc/>
    protected override void ForecastSeries(History history, int series, NoParameters parameters, Span<double> forecast)
    {
        var rows = history.Rows(series);
        var last = 0.0;
        if (rows.Count > 0)
        {
            var (day, row) = (rows.Days[^1], rows.Values[^1]);
            last = history.DaysObserved(series, day + 1, history.Origin) > 0 ? 0 : row;
        }

        for (var step = 0; step < forecast.Length; step++)
        {
            forecast[step] = history.Calendar.TradesOn(history.DateOf(history.Origin + step).DayOfWeek) ? last : 0;
        }
    }

    /// <inheritdoc/>
    protected override void WriteParameters(BinaryWriter writer, NoParameters parameters)
    {
    }

    /// <inheritdoc/>
    protected override NoParameters ReadParameters(BinaryReader reader) => default;
}
