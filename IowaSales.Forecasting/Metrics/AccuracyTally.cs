namespace IowaSales.Forecasting.Metrics;

/// <summary>
/// The one accumulator of accuracy: adds up scored cells to <see cref="AccuracyMetrics"/>. Training, backtests and the API count with it; the
/// ratios themselves are defined in <see cref="AccuracySums"/>.
/// </summary>
public sealed class AccuracyTally
{
    private readonly int[] _atOrBelow = new int[QuantileLevels.Reported.Count];
    private AccuracySums _sums;
    private Average _squared;
    private Average _squaredScaled;
    private Average _relative;
    private Average _symmetric;

    /// <summary>The sums over all cells so far.</summary>
    public AccuracySums Sums => _sums;

    /// <summary>Counts one cell.</summary>
    /// <param name="cell">The cell; its actual is a number.</param>
    public void Add(in ScoredCell cell)
    {
        var error = Math.Abs(cell.Actual - cell.Median);
        var squared = (cell.Actual - cell.Mean) * (cell.Actual - cell.Mean);
        var size = Math.Abs(cell.Actual);
        var sizes = size + Math.Abs(cell.Median);
        var scaled = error / cell.Scale;
        _sums = _sums with
        {
            Cells = _sums.Cells + 1,
            Volume = _sums.Volume + size,
            AbsoluteError = _sums.AbsoluteError + error,
            Excess = _sums.Excess + (cell.Mean - cell.Actual),
            ScaledError = _sums.ScaledError + (double.IsNaN(scaled) ? 0 : scaled),
            Scaled = _sums.Scaled + (double.IsNaN(scaled) ? 0 : 1),
        };
        _squared.Add(squared);
        _squaredScaled.Add(squared / (cell.RootScale * cell.RootScale));
        _relative.Add(size > 0 ? error / size : double.NaN);
        _symmetric.Add(sizes > 0 ? 2 * error / sizes : 0);
        if (!cell.Quantiles.IsEmpty)
        {
            AddQuantiles(cell, size);
        }
    }

    /// <summary>The measures over all cells so far.</summary>
    public AccuracyMetrics Metrics() => new(
        _sums.Cells,
        _sums.Mase,
        Root(_squaredScaled.Value),
        _sums.Wql,
        _sums.Mae,
        Root(_squared.Value),
        _relative.Value,
        _symmetric.Value,
        _sums.Bias,
        _sums.BiasShare,
        _sums.Coverage80);

    /// <summary>How often sales were at or below each reported quantile; empty when no cell had quantiles.</summary>
    public IReadOnlyList<CalibrationLevel> Calibration() => _sums.WithQuantiles == 0
        ? []
        : [.. QuantileLevels.Reported.Select((level, index) => new CalibrationLevel(level, (double)_atOrBelow[index] / _sums.WithQuantiles))];

    /// <summary>MASE of point forecasts over all scored cells; series without a scale and closed days are left out.</summary>
    /// <param name="actual">Sales; NaN is not scored.</param>
    /// <param name="forecast">Point forecasts.</param>
    /// <param name="scales">Scale of each series (<see cref="SeriesScale.Absolute(Data.History, int)"/>).</param>
    /// <returns>The mean; NaN when nothing is scored.</returns>
    public static double Mase(ForecastCube actual, ForecastCube forecast, IReadOnlyList<double> scales) =>
        MeanScaledError(actual, forecast, scales, squared: false);

    /// <summary>Root mean squared scaled error of point forecasts over all scored cells; series without a scale and closed days are left out.</summary>
    /// <param name="actual">Sales; NaN is not scored.</param>
    /// <param name="forecast">Mean forecasts.</param>
    /// <param name="rootScales">Scale of each series (<see cref="SeriesScale.Root"/>).</param>
    /// <returns>The root of the mean; NaN when nothing is scored.</returns>
    public static double Rmsse(ForecastCube actual, ForecastCube forecast, IReadOnlyList<double> rootScales) =>
        Math.Sqrt(MeanScaledError(actual, forecast, rootScales, squared: true));

    /// <summary>Weighted quantile loss over all scored cells.</summary>
    /// <param name="actual">Sales; NaN is not scored.</param>
    /// <param name="quantiles">One cube of forecasts per level of <see cref="QuantileLevels.Reported"/>.</param>
    /// <returns>The loss, at least 0; NaN when nothing was sold.</returns>
    public static double Wql(ForecastCube actual, IReadOnlyList<ForecastCube> quantiles)
    {
        ArgumentNullException.ThrowIfNull(actual);
        ArgumentNullException.ThrowIfNull(quantiles);
        var (volume, loss) = (0.0, 0.0);
        foreach (var value in actual.Values)
        {
            volume += double.IsNaN(value) ? 0 : Math.Abs(value);
        }

        for (var level = 0; level < quantiles.Count; level++)
        {
            var forecast = quantiles[level].Values;
            for (var cell = 0; cell < forecast.Length; cell++)
            {
                var lost = PinballLoss.Doubled(QuantileLevels.Reported[level], actual.Values[cell], forecast[cell]);
                loss += double.IsNaN(lost) ? 0 : lost;
            }
        }

        return new AccuracySums { QuantileLoss = loss, QuantileVolume = volume }.Wql ?? double.NaN;
    }

    private static double? Root(double? square) => square is { } value ? Math.Sqrt(value) : null;

    private static double MeanScaledError(ForecastCube actual, ForecastCube forecast, IReadOnlyList<double> scales, bool squared)
    {
        ArgumentNullException.ThrowIfNull(actual);
        ArgumentNullException.ThrowIfNull(forecast);
        ArgumentNullException.ThrowIfNull(scales);
        var mean = new Average();
        for (var o = 0; o < actual.OriginCount; o++)
        {
            for (var series = 0; series < actual.SeriesCount; series++)
            {
                var y = actual[o, series];
                var f = forecast[o, series];
                for (var step = 0; step < y.Length; step++)
                {
                    var error = Math.Abs(y[step] - f[step]) / scales[series];
                    mean.Add(squared ? error * error : error);
                }
            }
        }

        return mean.Value ?? double.NaN;
    }

    private void AddQuantiles(in ScoredCell cell, double size)
    {
        for (var level = 0; level < _atOrBelow.Length; level++)
        {
            _atOrBelow[level] += cell.Actual <= cell.Quantiles[level] ? 1 : 0;
        }

        _sums = _sums with
        {
            WithQuantiles = _sums.WithQuantiles + 1,
            QuantileVolume = _sums.QuantileVolume + size,
            QuantileLoss = _sums.QuantileLoss + PinballLoss.OverReportedLevels(cell.Actual, cell.Quantiles),
            Inside80 = _sums.Inside80 + (cell.Quantiles[0] <= cell.Actual && cell.Actual <= cell.Quantiles[^1] ? 1 : 0),
        };
    }

    private struct Average
    {
        private double _sum;
        private int _count;

        public readonly double? Value => _count > 0 ? _sum / _count : null;

        public void Add(double value)
        {
            if (!double.IsNaN(value))
            {
                _sum += value;
                _count++;
            }
        }
    }
}

/// <summary>How often sales were at or below a forecast quantile.</summary>
/// <param name="Level">Level of the quantile.</param>
/// <param name="Observed">Share of cells at or below it; the level itself when the forecast is calibrated.</param>
public sealed record CalibrationLevel(double Level, double Observed);
