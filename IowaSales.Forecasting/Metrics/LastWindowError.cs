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
        return series < backtest.Actual.SeriesCount ? Ratio(SumsOf(backtest, series)) : null;
    }

    /// <summary>The error over all series; null when nothing was sold.</summary>
    /// <param name="backtest">The backtest.</param>
    public static double? Of(Backtest backtest)
    {
        ArgumentNullException.ThrowIfNull(backtest);
        var all = (Error: 0.0, Sales: 0.0);
        for (var series = 0; series < backtest.Actual.SeriesCount; series++)
        {
            var (error, sales) = SumsOf(backtest, series);
            all = (all.Error + error, all.Sales + sales);
        }

        return Ratio(all);
    }

    private static (double Error, double Sales) SumsOf(Backtest backtest, int series)
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

    private static double? Ratio((double Error, double Sales) sums) => sums.Sales > 0 ? Math.Round(sums.Error / sums.Sales, 4) : null;
}
