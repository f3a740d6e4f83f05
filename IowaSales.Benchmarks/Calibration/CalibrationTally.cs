using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Metrics;

namespace IowaSales.Benchmarks.Calibration;

/// <summary>Counts what lay inside the 80 % intervals, and how wide those were, by weekday of the origin and step.</summary>
/// <param name="horizon">Number of steps.</param>
internal sealed class CalibrationTally(int horizon)
{
    private const double Lower = 0.1;
    private const double Upper = 0.9;

    private readonly Cell[,] _cells = new Cell[7, horizon];
    private readonly Cell[] _totals = new Cell[7];
    private double _pinball;
    private double _sold;
    private double _scaledError;
    private long _scaled;
    private int _outsideMean;

    /// <summary>Number of steps.</summary>
    public int Horizon => horizon;

    /// <summary>Weighted quantile loss over all scored days.</summary>
    public double Wql => _pinball / (QuantileLevels.Reported.Count * _sold);

    /// <summary>Mean absolute scaled error of the median.</summary>
    public double Mase => _scaledError / _scaled;

    /// <summary>Number of forecasts whose mean lies outside the reported quantiles.</summary>
    public int OutsideMeans => _outsideMean;

    /// <summary>What was counted for an origin's weekday and a step.</summary>
    public Cell At(DayOfWeek origin, int step) => _cells[(int)origin, step];

    /// <summary>What was counted for the totals over the horizon of an origin's weekday.</summary>
    public Cell TotalAt(DayOfWeek origin) => _totals[(int)origin];

    /// <summary>Adds one series' forecast from one origin.</summary>
    /// <param name="origin">Weekday of the first forecast day.</param>
    /// <param name="forecast">The forecast.</param>
    /// <param name="actual">Sales by step; NaN where nothing is scored.</param>
    /// <param name="scale">MASE scale of the series; NaN when it has none.</param>
    /// <param name="whole">Whether the total is scored: every day that was forecast to sell is known, or closed.</param>
    public void Add(DayOfWeek origin, SeriesForecast forecast, ReadOnlySpan<double> actual, double scale, bool whole)
    {
        var total = 0.0;
        for (var step = 0; step < horizon; step++)
        {
            var y = actual[step];
            if (double.IsNaN(y))
            {
                continue;
            }

            total += y;
            var (low, high, mean) = (forecast.Quantile(step, Lower), forecast.Quantile(step, Upper), forecast.Mean(step));
            _cells[(int)origin, step].Add(y, low, high, scale);
            _outsideMean += mean < low - 1e-9 || mean > high + 1e-9 ? 1 : 0;
            _sold += Math.Abs(y);
            foreach (var level in QuantileLevels.Reported)
            {
                var excess = y - forecast.Quantile(step, level);
                _pinball += 2 * Math.Max(level * excess, (level - 1) * excess);
            }

            if (scale > 0)
            {
                _scaledError += Math.Abs(y - forecast.Median[step]) / scale;
                _scaled++;
            }
        }

        if (whole)
        {
            _totals[(int)origin].Add(total, forecast.SumQuantile(horizon, Lower), forecast.SumQuantile(horizon, Upper), scale);
        }
    }

    /// <summary>Counts of one cell of the table.</summary>
    internal struct Cell
    {
        private int _inside;
        private int _sold;
        private double _width;
        private int _widths;

        /// <summary>Number of forecasts.</summary>
        public int Count { get; private set; }

        /// <summary>Share inside the interval; NaN when there is none.</summary>
        public readonly double Coverage => (double)_inside / Count;

        /// <summary>Share that sold anything.</summary>
        public readonly double SoldShare => (double)_sold / Count;

        /// <summary>Mean width in units of the series' scale; NaN when there is none.</summary>
        public readonly double Width => _width / _widths;

        public void Add(double actual, double low, double high, double scale)
        {
            Count++;
            _inside += low <= actual && actual <= high ? 1 : 0;
            _sold += actual > 0 ? 1 : 0;
            if (scale > 0)
            {
                _width += (high - low) / scale;
                _widths++;
            }
        }
    }
}
