using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Metrics;

namespace IowaSales.Benchmarks.Bench;

/// <summary>
/// Scores the forecasts of a task: each measure per origin, then the mean over the origins. A cell is an item with a row before the origin and a day
/// with one; where a missing row is a zero, every day on which any item has a row.
/// </summary>
internal sealed class BenchScore
{
    private const int Season = 7;

    /// <summary>A numeric driver moved when it differs by more than this share from its mean over the last eight weeks.</summary>
    private const double Moved = 0.03;

    private const int RecentDays = 56;

    private readonly BenchTask _task;
    private readonly SalesPanel _panel;
    private readonly double[][] _daily;
    private readonly List<WindowSums> _windows = [];

    /// <summary>Prepares a task.</summary>
    /// <param name="task">The task.</param>
    /// <param name="panel">All its sales.</param>
    public BenchScore(BenchTask task, SalesPanel panel)
    {
        (_task, _panel) = (task, panel);
        var open = new bool[panel.DayCount];
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            foreach (var day in panel.Rows(series).Days)
            {
                open[day] = true;
            }
        }

        _daily = [.. Enumerable.Range(0, panel.SeriesCount).Select(series => DailyOf(panel.Rows(series), open))];
    }

    /// <summary>MASE of the medians, mean over the origins.</summary>
    public double Mase => _windows.Average(window => window.All.Error / window.All.Scaled);

    /// <summary>Scaled quantile loss, mean over the origins.</summary>
    public double Sql => _windows.Average(window => window.All.Loss / window.All.Scaled);

    /// <summary>Share of cells between the 0.1 and 0.9 quantiles.</summary>
    public double Coverage => (double)_windows.Sum(window => window.All.Covered) / Cells;

    /// <summary>Number of cells.</summary>
    public int Cells => _windows.Sum(window => window.All.Count);

    /// <summary>Sum of absolute errors over the sum of sales, mean over the origins.</summary>
    public double Wape => _windows.Average(window => window.All.Absolute / window.All.Volume);

    /// <summary>MASE of each origin.</summary>
    public IEnumerable<double> Windows => _windows.Select(window => window.All.Error / window.All.Scaled);

    /// <summary>Number and MASE of the cells on which a numeric driver moved, by its name; drivers with few values are left out.</summary>
    public IEnumerable<(string Driver, int Cells, double Mase)> WhereMoved =>
        _windows.SelectMany(window => window.Moved).GroupBy(moved => moved.Key, moved => moved.Value).Select(group =>
            (group.Key, group.Sum(sums => sums.Count), group.Sum(sums => sums.Error) / group.Sum(sums => sums.Scaled)));

    /// <summary>MASE of point forecasts from one origin.</summary>
    /// <param name="origin">Day index of the first forecast day.</param>
    /// <param name="forecasts">By series, one per day of the horizon.</param>
    public double MaseOf(int origin, IReadOnlyList<double[]> forecasts)
    {
        var (error, cells) = (0.0, 0);
        for (var series = 0; series < _panel.SeriesCount; series++)
        {
            var rows = _panel.Rows(series);
            if (rows.Count > 0 && rows.Days[0] < origin && ScaleOf(_daily[series], origin) is > 0 and var scale)
            {
                for (var step = 0; step < _task.Horizon && origin + step < _panel.DayCount; step++)
                {
                    var scaled = Math.Abs(_daily[series][origin + step] - forecasts[series][step]) / scale;
                    error += double.IsNaN(scaled) ? 0 : scaled;
                    cells += double.IsNaN(scaled) ? 0 : 1;
                }
            }
        }

        return error / cells;
    }

    /// <summary>Adds the forecasts of one origin.</summary>
    /// <param name="origin">Day index of the first forecast day.</param>
    /// <param name="forecasts">One per series, given that days are open.</param>
    public void Add(int origin, IReadOnlyList<SeriesForecast> forecasts)
    {
        var window = new WindowSums();
        var drivers = _panel.Drivers.Drivers;
        var prices = Enumerable.Range(0, drivers.Count).Where(HasManyValues).ToArray();
        Span<double> quantiles = stackalloc double[QuantileLevels.Reported.Count];
        for (var series = 0; series < _panel.SeriesCount; series++)
        {
            var rows = _panel.Rows(series);
            if (rows.Count == 0 || rows.Days[0] >= origin)
            {
                continue;
            }

            var scale = ScaleOf(_daily[series], origin);
            for (var step = 0; step < _task.Horizon && origin + step < _panel.DayCount; step++)
            {
                if (_daily[series][origin + step] is var actual && double.IsNaN(actual))
                {
                    continue;
                }

                for (var level = 0; level < quantiles.Length; level++)
                {
                    quantiles[level] = forecasts[series].Quantile(step, QuantileLevels.Reported[level]);
                }

                window.All.Add(actual, quantiles, scale);
                foreach (var driver in prices)
                {
                    if (HasMoved(driver, series, origin, step))
                    {
                        window.MovedOf(drivers[driver].Name).Add(actual, quantiles, scale);
                    }
                }
            }
        }

        _windows.Add(window);
    }

    private double[] DailyOf(SeriesRows rows, bool[] open)
    {
        var daily = new double[_panel.DayCount];
        Array.Fill(daily, double.NaN);
        for (var day = rows.Count > 0 ? rows.Days[0] : daily.Length; _task.MissingIsZero && day < daily.Length; day++)
        {
            daily[day] = open[day] ? 0 : double.NaN;
        }

        for (var i = 0; i < rows.Count; i++)
        {
            daily[rows.Days[i]] = rows.Values[i];
        }

        return daily;
    }

    private static double ScaleOf(double[] daily, int origin)
    {
        var (sum, count) = (0.0, 0);
        for (var day = Season; day < origin; day++)
        {
            var difference = Math.Abs(daily[day] - daily[day - Season]);
            if (!double.IsNaN(difference))
            {
                sum += difference;
                count++;
            }
        }

        return count > 0 ? sum / count : 0;
    }

    private bool HasManyValues(int driver)
    {
        const int Few = 4;
        var item = _panel.Drivers.ItemsOf(driver).FirstOrDefault();
        return _panel.Drivers.Drivers[driver].Kind == Forecasting.Data.Drivers.DriverKind.Numeric && item is not null
            && _panel.Drivers.ItemsOf(driver).SelectMany(own => _panel.Drivers.RunsOf(driver, own)).Select(run => run.Value).Where(double.IsFinite).Distinct().Skip(Few).Any();
    }

    private bool HasMoved(int driver, int series, int origin, int step)
    {
        var item = _panel.Items[series];
        var (sum, count) = (0.0, 0);
        for (var day = origin - RecentDays; day < origin; day++)
        {
            var then = _panel.Drivers.ValueOf(driver, item, _panel.DateOf(day));
            sum += double.IsNaN(then) ? 0 : then;
            count += double.IsNaN(then) ? 0 : 1;
        }

        var value = _panel.Drivers.ValueOf(driver, item, _panel.DateOf(origin + step));
        return count > 0 && sum > 0 && Math.Abs((value * count / sum) - 1) > Moved;
    }

    /// <summary>Sums over the cells of one origin.</summary>
    private sealed class WindowSums
    {
        public Sums All { get; } = new();

        public Dictionary<string, Sums> Moved { get; } = new(StringComparer.Ordinal);

        public Sums MovedOf(string driver)
        {
            if (!Moved.TryGetValue(driver, out var sums))
            {
                Moved.Add(driver, sums = new Sums());
            }

            return sums;
        }
    }

    /// <summary>Sums over cells.</summary>
    internal sealed class Sums
    {
        public double Error { get; private set; }

        public double Loss { get; private set; }

        public double Absolute { get; private set; }

        public double Volume { get; private set; }

        public int Scaled { get; private set; }

        public int Count { get; private set; }

        public int Covered { get; private set; }

        public void Add(double actual, ReadOnlySpan<double> quantiles, double scale)
        {
            var error = Math.Abs(actual - quantiles[QuantileLevels.ReportedMedian]);
            Count++;
            Covered += quantiles[0] <= actual && actual <= quantiles[^1] ? 1 : 0;
            Absolute += error;
            Volume += Math.Abs(actual);
            if (scale > 0)
            {
                Scaled++;
                Error += error / scale;
                Loss += PinballLoss.OverReportedLevels(actual, quantiles) / quantiles.Length / scale;
            }
        }
    }
}
