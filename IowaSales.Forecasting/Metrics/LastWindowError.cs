namespace IowaSales.Forecasting.Metrics;

/// <summary>How wrong the newest backtest window was: absolute errors over sales.</summary>
public static class LastWindowError
{
    /// <summary>The error of one series; null when it sold nothing or was not in the backtest.</summary>
    /// <param name="backtest">The backtest.</param>
    /// <param name="series">Index of the series.</param>
    public static double? Of(Backtest backtest, int series)
    {
        ArgumentNullException.ThrowIfNull(backtest);
        return series < backtest.Actual.SeriesCount && SumsOf(backtest, series) is var (error, sales) ? Ratio(error, sales) : null;
    }

    /// <summary>The error over all series; null when nothing was sold.</summary>
    /// <param name="backtest">The backtest.</param>
    public static double? Of(Backtest backtest)
    {
        ArgumentNullException.ThrowIfNull(backtest);
        return BacktestSums.Of(backtest).LastError();
    }

    /// <summary>The ratio; null when nothing was sold.</summary>
    internal static double? Ratio(double error, double sales) => sales > 0 ? Math.Round(error / sales, 4) : null;

    /// <summary>Absolute errors and sales of one series in the newest window.</summary>
    internal static (double Error, double Sales) SumsOf(Backtest backtest, int series)
    {
        var last = backtest.Actual.OriginCount - 1;
        var actual = backtest.Actual[last, series];
        var median = backtest.Median[last, series];
        var sums = (Error: 0.0, Sales: 0.0);
        for (var step = 0; step < actual.Length; step++)
        {
            if (!double.IsNaN(actual[step]))
            {
                sums = (sums.Error + Math.Abs(actual[step] - median[step]), sums.Sales + actual[step]);
            }
        }

        return sums;
    }
}
