using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Metrics;

/// <summary>
/// What a backtest says of all its series together. The sums of parts of a panel add up to the same whole however it was divided.
/// </summary>
internal sealed class BacktestSums
{
    private readonly ExactSum[] _standardized;
    private readonly ExactSum _error;
    private readonly ExactSum _sales;
    private long _varying;

    private BacktestSums(ExactSum[] standardized, ExactSum error, ExactSum sales) => (_standardized, _error, _sales) = (standardized, error, sales);

    /// <summary>Adds up a backtest of a panel, or of a part of one.</summary>
    /// <param name="backtest">The backtest.</param>
    public static BacktestSums Of(Backtest backtest)
    {
        var origins = backtest.Actual.OriginCount;
        var sums = new BacktestSums([.. Enumerable.Range(0, origins).Select(_ => new ExactSum())], new ExactSum(), new ExactSum());
        var errors = new double[origins];
        for (var series = 0; series < backtest.Actual.SeriesCount; series++)
        {
            for (var origin = 0; origin < origins; origin++)
            {
                errors[origin] = ErrorOf(backtest, origin, series);
            }

            var spread = Math.Sqrt(errors.Sum(error => error * error) / origins);
            for (var origin = 0; origin < origins && spread > 0; origin++)
            {
                sums._standardized[origin].Add(errors[origin] / spread);
            }

            sums._varying += spread > 0 ? 1 : 0;
            var (last, sold) = LastWindowError.SumsOf(backtest, series);
            sums._error.Add(last);
            sums._sales.Add(sold);
        }

        return sums;
    }

    /// <summary>Reads back what <see cref="Write"/> wrote.</summary>
    /// <param name="reader">Where from.</param>
    public static BacktestSums Read(BinaryReader reader)
    {
        var standardized = new ExactSum[reader.ReadInt32()];
        for (var origin = 0; origin < standardized.Length; origin++)
        {
            standardized[origin] = ExactSum.Read(reader);
        }

        return new BacktestSums(standardized, ExactSum.Read(reader), ExactSum.Read(reader)) { _varying = reader.ReadInt64() };
    }

    /// <summary>Adds the series of another part of the panel.</summary>
    /// <param name="other">Their sums.</param>
    public void Add(BacktestSums other)
    {
        for (var origin = 0; origin < _standardized.Length; origin++)
        {
            _standardized[origin].Add(other._standardized[origin]);
        }

        _error.Add(other._error);
        _sales.Add(other._sales);
        _varying += other._varying;
    }

    /// <summary>Writes the sums.</summary>
    /// <param name="writer">Where to.</param>
    public void Write(BinaryWriter writer)
    {
        writer.Write(_standardized.Length);
        Array.ForEach(_standardized, sum => sum.Write(writer));
        _error.Write(writer);
        _sales.Write(writer);
        writer.Write(_varying);
    }

    /// <summary>Mean correlation of the errors summed over a window; 0 where fewer than two series vary.</summary>
    public WeeklyCorrelation Correlation()
    {
        if (_varying < 2)
        {
            return new WeeklyCorrelation(0);
        }

        // E[(Σz)²] = n + n(n - 1)ρ for standardised errors z.
        var squared = _standardized.Sum(sum => sum.Value * sum.Value) / _standardized.Length;
        return new WeeklyCorrelation(Math.Clamp((squared - _varying) / ((double)_varying * (_varying - 1)), 0, 1));
    }

    /// <summary>Absolute errors over sales in the newest window; null when nothing was sold.</summary>
    public double? LastError() => LastWindowError.Ratio(_error.Value, _sales.Value);

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
