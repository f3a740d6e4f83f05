namespace IowaSales.Forecasting.Metrics;

/// <summary>The weighted quantile loss (WQL): twice the pinball loss over all levels, relative to what was sold (Gneiting 2011).</summary>
public static class QuantileLoss
{
    /// <summary>WQL over all scored cells.</summary>
    /// <param name="actual">Sales; NaN is not scored.</param>
    /// <param name="levels">Probability levels.</param>
    /// <param name="quantiles">One cube of forecasts per level.</param>
    /// <returns>The loss, at least 0; NaN when nothing was sold.</returns>
    public static double Weighted(ForecastCube actual, IReadOnlyList<double> levels, IReadOnlyList<ForecastCube> quantiles)
    {
        ArgumentNullException.ThrowIfNull(actual);
        ArgumentNullException.ThrowIfNull(levels);
        ArgumentNullException.ThrowIfNull(quantiles);
        var sold = actual.Values;
        var volume = 0.0;
        foreach (var value in sold)
        {
            volume += double.IsNaN(value) ? 0 : Math.Abs(value);
        }

        var loss = 0.0;
        for (var level = 0; level < levels.Count; level++)
        {
            var forecast = quantiles[level].Values;
            for (var cell = 0; cell < sold.Length; cell++)
            {
                var excess = sold[cell] - forecast[cell];
                loss += double.IsNaN(excess) ? 0 : 2 * Math.Max(levels[level] * excess, (levels[level] - 1) * excess);
            }
        }

        return volume > 0 ? loss / (levels.Count * volume) : double.NaN;
    }
}
