namespace IowaSales.Forecasting.Metrics;

/// <summary>
/// How much the items err together: the mean correlation of their errors summed over a window, from the backtest. With it the items'
/// deviations combine to the deviation of their sum as in the variance of a sum of equally correlated variables.
/// </summary>
/// <param name="Value">Correlation, 0 .. 1.</param>
public readonly record struct WeeklyCorrelation(double Value)
{
    /// <summary>The correlation seen in a backtest; 0 where it cannot be told.</summary>
    /// <param name="backtest">The backtest.</param>
    public static WeeklyCorrelation Of(Backtest backtest)
    {
        ArgumentNullException.ThrowIfNull(backtest);
        return BacktestSums.Of(backtest).Correlation();
    }

    /// <summary>The deviation of a sum from the deviations of its parts.</summary>
    /// <param name="deviations">Deviations, at least 0.</param>
    public double Combine(IEnumerable<double> deviations)
    {
        ArgumentNullException.ThrowIfNull(deviations);
        var (sum, squares) = (0.0, 0.0);
        foreach (var deviation in deviations)
        {
            sum += deviation;
            squares += deviation * deviation;
        }

        return Math.Sqrt(((1 - Value) * squares) + (Value * sum * sum));
    }
}
