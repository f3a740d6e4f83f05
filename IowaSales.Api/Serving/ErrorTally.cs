using IowaSales.Forecasting.Metrics;

namespace IowaSales.Api.Serving;

/// <summary>Adds up the errors of backtest cells: MASE (Hyndman &amp; Koehler 2006), weighted quantile loss and coverage of the 80 % interval.</summary>
internal struct ErrorTally
{
    private double _scaledErrors;
    private int _scaled;
    private double _quantileLoss;
    private double _sales;
    private int _inside;
    private int _cells;
    private int _levels;

    /// <summary>Mean absolute scaled error; null when no cell has a scale.</summary>
    public readonly double? Mase => _scaled > 0 ? Rounded(_scaledErrors / _scaled) : null;

    /// <summary>Weighted quantile loss; null when nothing was sold.</summary>
    public readonly double? Wql => _sales > 0 ? Rounded(_quantileLoss / (_levels * _sales)) : null;

    /// <summary>Share of cells inside the 80 % interval; null when there is no cell.</summary>
    public readonly double? Coverage => _cells > 0 ? Rounded((double)_inside / _cells) : null;

    /// <summary>Adds one cell; a closed day adds nothing.</summary>
    /// <param name="backtest">The backtest.</param>
    /// <param name="origin">Number of the origin.</param>
    /// <param name="series">Index of the series.</param>
    /// <param name="step">Step, from 0.</param>
    public void Add(Backtest backtest, int origin, int series, int step)
    {
        var actual = backtest.Actual[origin, series][step];
        if (double.IsNaN(actual))
        {
            return;
        }

        var scaled = Math.Abs(actual - backtest.Median[origin, series][step]) / backtest.Scales[series];
        if (double.IsFinite(scaled))
        {
            _scaledErrors += scaled;
            _scaled++;
        }

        _levels = backtest.Levels.Count;
        for (var level = 0; level < _levels; level++)
        {
            var error = actual - backtest.Quantiles[level][origin, series][step];
            _quantileLoss += 2 * Math.Max(backtest.Levels[level] * error, (backtest.Levels[level] - 1) * error);
        }

        _sales += Math.Abs(actual);
        _cells++;
        if (actual >= backtest.Quantiles[0][origin, series][step] && actual <= backtest.Quantiles[^1][origin, series][step])
        {
            _inside++;
        }
    }

    private static double Rounded(double value) => Math.Round(value, 6);
}
