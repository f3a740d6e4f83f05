namespace IowaSales.Forecasting.Metrics;

/// <summary>Adds up scored cells to <see cref="AccuracyMetrics"/>.</summary>
public sealed class AccuracyTally
{
    private readonly int[] _atOrBelow = new int[QuantileLevels.Reported.Count];
    private Average _scaled;
    private Average _squaredScaled;
    private Average _absolute;
    private Average _squared;
    private Average _relative;
    private Average _symmetric;
    private Average _bias;
    private double _loss;
    private double _volume;
    private double _quantileVolume;
    private int _withQuantiles;
    private int _covered;

    /// <summary>Counts one cell.</summary>
    /// <param name="cell">The cell; its actual is a number.</param>
    public void Add(in ScoredCell cell)
    {
        var error = Math.Abs(cell.Actual - cell.Median);
        var squared = (cell.Actual - cell.Mean) * (cell.Actual - cell.Mean);
        var size = Math.Abs(cell.Actual);
        var sizes = size + Math.Abs(cell.Median);
        _absolute.Add(error);
        _squared.Add(squared);
        _scaled.Add(error / cell.Scale);
        _squaredScaled.Add(squared / (cell.RootScale * cell.RootScale));
        _relative.Add(size > 0 ? error / size : double.NaN);
        _symmetric.Add(sizes > 0 ? 2 * error / sizes : 0);
        _bias.Add(cell.Mean - cell.Actual);
        _volume += size;
        if (!cell.Quantiles.IsEmpty)
        {
            AddQuantiles(cell, size);
        }
    }

    /// <summary>The measures over all cells so far.</summary>
    public AccuracyMetrics Metrics() => new(
        _absolute.Count,
        _scaled.Value,
        Root(_squaredScaled.Value),
        _quantileVolume > 0 ? _loss / (QuantileLevels.Reported.Count * _quantileVolume) : null,
        _absolute.Value,
        Root(_squared.Value),
        _relative.Value,
        _symmetric.Value,
        _bias.Value,
        _volume > 0 ? _bias.Sum / _volume : null,
        _withQuantiles > 0 ? (double)_covered / _withQuantiles : null);

    /// <summary>How often sales were at or below each reported quantile; empty when no cell had quantiles.</summary>
    public IReadOnlyList<CalibrationLevel> Calibration() => _withQuantiles == 0
        ? []
        : [.. QuantileLevels.Reported.Select((level, index) => new CalibrationLevel(level, (double)_atOrBelow[index] / _withQuantiles))];

    private static double? Root(double? square) => square is { } value ? Math.Sqrt(value) : null;

    private void AddQuantiles(in ScoredCell cell, double size)
    {
        var levels = QuantileLevels.Reported;
        _withQuantiles++;
        _quantileVolume += size;
        for (var level = 0; level < levels.Count; level++)
        {
            var excess = cell.Actual - cell.Quantiles[level];
            _loss += 2 * Math.Max(levels[level] * excess, (levels[level] - 1) * excess);
            _atOrBelow[level] += excess <= 0 ? 1 : 0;
        }

        _covered += cell.Quantiles[0] <= cell.Actual && cell.Actual <= cell.Quantiles[^1] ? 1 : 0;
    }

    private struct Average
    {
        public double Sum { get; private set; }

        public int Count { get; private set; }

        public readonly double? Value => Count > 0 ? Sum / Count : null;

        public void Add(double value)
        {
            if (!double.IsNaN(value))
            {
                Sum += value;
                Count++;
            }
        }
    }
}

/// <summary>How often sales were at or below a forecast quantile.</summary>
/// <param name="Level">Level of the quantile.</param>
/// <param name="Observed">Share of cells at or below it; the level itself when the forecast is calibrated.</param>
public sealed record CalibrationLevel(double Level, double Observed);
