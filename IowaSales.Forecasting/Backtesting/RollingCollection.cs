using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Training;

namespace IowaSales.Forecasting.Backtesting;

/// <summary>Collects the forecasts of a rolling-origin evaluation, window after window.</summary>
internal sealed class RollingCollection
{
    private readonly SalesPanel _panel;
    private readonly IReadOnlyList<int> _origins;
    private readonly int _horizon;
    private readonly ScoredDays _scored;
    private readonly SortedDictionary<string, ForecastCube> _medians = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _windowsOf = new(StringComparer.Ordinal);
    private readonly ForecastCube[] _quantiles;
    private readonly ForecastCube _means;
    private readonly double[][] _scales;
    private readonly double[][] _rootScales;

    /// <param name="panel">The sales to score.</param>
    /// <param name="origins">Day index of each origin.</param>
    /// <param name="horizon">Days to forecast.</param>
    /// <param name="scored">Which days to score.</param>
    public RollingCollection(SalesPanel panel, IReadOnlyList<int> origins, int horizon, ScoredDays scored)
    {
        _panel = panel;
        _origins = origins;
        _horizon = horizon;
        _scored = scored;
        _quantiles = [.. QuantileLevels.Reported.Select(_ => Cube())];
        _means = Cube();
        _scales = new double[origins.Count][];
        _rootScales = new double[origins.Count][];
    }

    /// <summary>All that was collected, beside what was sold; a family that is not in the model of every window is left out.</summary>
    public RollingForecasts Forecasts => new(
        _origins,
        Actual(),
        _scales,
        _rootScales,
        _medians.Where(model => _windowsOf[model.Key] == _origins.Count).ToDictionary(StringComparer.Ordinal),
        _means,
        _quantiles);

    /// <summary>Adds the forecasts of one window.</summary>
    /// <param name="window">Number of the window, from 0.</param>
    /// <param name="model">The model.</param>
    /// <param name="history">What the model knows at the window's origin.</param>
    /// <param name="known">The panel of <paramref name="history"/> when it is not the scored one.</param>
    /// <exception cref="ArgumentException">An item of the panel is not among the known ones.</exception>
    public void Add(int window, ForecastModel model, History history, SalesPanel? known = null)
    {
        var own = known is null ? history : History.At(_panel, _origins[window]);
        _scales[window] = [.. Enumerable.Range(0, _panel.SeriesCount).Select(series => SeriesScale.Absolute(own, series, _scored))];
        _rootScales[window] = [.. Enumerable.Range(0, _panel.SeriesCount).Select(series => SeriesScale.Root(own, series, _scored))];
        var indices = known is null ? null : IndicesIn(known);
        var set = model.Forecast(history);
        var medians = CubeOf(LeaderboardEntry.Ensemble);
        Parallel.For(0, _panel.SeriesCount, series =>
        {
            var index = indices?[series] ?? series;
            Copy(set.Series[index].GivenOpen(history, index), window, series, medians);
        });
        foreach (var (name, family) in model.Families)
        {
            var cube = CubeOf(name);
            Parallel.For(0, _panel.SeriesCount, series =>
                family.ForecastOpenDays(history, indices?[series] ?? series, cube[window, series]));
        }
    }

    private ForecastCube Cube() => new(_origins.Count, _panel.SeriesCount, _horizon);

    private ForecastCube CubeOf(string name)
    {
        if (!_medians.TryGetValue(name, out var cube))
        {
            _medians.Add(name, cube = Cube());
        }

        _windowsOf[name] = _windowsOf.GetValueOrDefault(name) + 1;
        return cube;
    }

    private int[] IndicesIn(SalesPanel known)
    {
        var indices = _panel.Items.Select(known.IndexOf).ToArray();
        return indices.Contains(-1)
            ? throw new ArgumentException("Every item of the panel must be among the known ones.", nameof(known))
            : indices;
    }

    private void Copy(SeriesForecast forecast, int window, int series, ForecastCube medians)
    {
        for (var step = 0; step < _horizon; step++)
        {
            medians[window, series][step] = forecast.Median[step];
            _means[window, series][step] = forecast.Mean(step);
            for (var level = 0; level < _quantiles.Length; level++)
            {
                _quantiles[level][window, series][step] = forecast.Quantile(step, QuantileLevels.Reported[level]);
            }
        }
    }

    private ForecastCube Actual()
    {
        var actual = Backtest.ActualSales(_panel, _origins, _horizon);
        if (_scored == ScoredDays.Trading)
        {
            return actual;
        }

        for (var o = 0; o < _origins.Count; o++)
        {
            for (var series = 0; series < _panel.SeriesCount; series++)
            {
                var days = _panel.Rows(series).Days;
                var cells = actual[o, series];
                for (var step = 0; step < _horizon; step++)
                {
                    if (days.BinarySearch(_origins[o] + step) < 0)
                    {
                        cells[step] = double.NaN;
                    }
                }
            }
        }

        return actual;
    }
}
