namespace IowaSales.Forecasting.Metrics;

/// <summary>The pinball loss of a quantile forecast (Koenker &amp; Bassett 1978), doubled as in the weighted quantile loss (Gneiting 2011).</summary>
public static class PinballLoss
{
    /// <summary>Twice the pinball loss of one quantile: 2 max(level (y - q), (level - 1) (y - q)), at least 0.</summary>
    /// <param name="level">Probability level in (0, 1).</param>
    /// <param name="actual">Sales.</param>
    /// <param name="quantile">Forecast at the level.</param>
    public static double Doubled(double level, double actual, double quantile)
    {
        var excess = actual - quantile;
        return 2 * Math.Max(level * excess, (level - 1) * excess);
    }

    /// <summary>The sum of <see cref="Doubled"/> over the levels of <see cref="QuantileLevels.Reported"/>.</summary>
    /// <param name="actual">Sales.</param>
    /// <param name="quantiles">Forecasts at those levels.</param>
    public static double OverReportedLevels(double actual, ReadOnlySpan<double> quantiles)
    {
        var sum = 0.0;
        for (var level = 0; level < quantiles.Length; level++)
        {
            sum += Doubled(QuantileLevels.Reported[level], actual, quantiles[level]);
        }

        return sum;
    }
}
