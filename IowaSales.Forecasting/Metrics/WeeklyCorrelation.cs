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
        var (origins, count) = (backtest.Actual.OriginCount, backtest.Actual.SeriesCount);
        var sums = new double[origins];
        var usable = 0;
        for (var series = 0; series < count; series++)
        {
            var errors = new double[origins];
            for (var origin = 0; origin < origins; origin++)
            {
                errors[origin] = ErrorOf(backtest, origin, series);
            }

            var spread = Math.Sqrt(errors.Sum(error => error * error) / origins);
            if (spread == 0)
            {
                continue;
            }

            usable++;
            for (var origin = 0; origin < origins; origin++)
            {
                sums[origin] += errors[origin] / spread;
            }
        }

        if (usable < 2)
        {
            return new WeeklyCorrelation(0);
        }

        // E[(Σz)²] = n + n(n - 1)ρ for standardised errors z.
        var squared = sums.Sum(sum => sum * sum) / origins;
        return new WeeklyCorrelation(Math.Clamp((squared - usable) / ((double)usable * (usable - 1)), 0, 1));
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

    private static double ErrorOf(Backtest backtest, int origin, int series)
    {
        var actual = backtest.Actual[origin, series];
        var median = backtest.Median[origin, series];
        var error = 0.0;
        for (var step = 0; step < actual.Length; step++)
        {
            error += double.IsNaN(actual[step]) ? 0 : actual[step] - median[step];
        }

        return error;
    }
}
