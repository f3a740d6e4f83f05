using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Training;

/// <summary>
/// Sums of the errors of forecasts on the validation windows of the series of a panel: the sums of parts of a panel add up to the same whole however it was
/// divided.
/// </summary>
internal sealed class ValidationScore
{
    private ExactSum _scaled = new();
    private ExactSum _squares = new();
    private ExactSum _loss = new();
    private ExactSum _volume = new();
    private long _scaledCells;
    private long _squaredCells;

    /// <summary>Mean absolute scaled error; NaN when nothing is scored.</summary>
    public double Mase => _scaledCells > 0 ? _scaled.Value / _scaledCells : double.NaN;

    /// <summary>Root mean squared scaled error; null when nothing is scored.</summary>
    public double? Rmsse => _squaredCells > 0 ? Math.Sqrt(_squares.Value / _squaredCells) : null;

    /// <summary>Weighted quantile loss; null when nothing was sold.</summary>
    public double? Wql => new AccuracySums { QuantileLoss = _loss.Value, QuantileVolume = _volume.Value }.Wql;

    /// <summary>Adds up the errors of forecasts.</summary>
    /// <param name="windows">The validation windows.</param>
    /// <param name="mean">Mean forecasts, whose squares are scored.</param>
    /// <param name="median">Median forecasts, whose absolute errors are scored.</param>
    /// <param name="rootScales">What the squares of each series are divided by the square of.</param>
    /// <param name="quantiles">One cube per level of <see cref="QuantileLevels.Reported"/>.</param>
    public static ValidationScore Of(
        ValidationWindows windows, ForecastCube mean, ForecastCube median, IReadOnlyList<double> rootScales, IReadOnlyList<ForecastCube> quantiles)
    {
        var score = new ValidationScore();
        var actual = windows.Actual;
        for (var series = 0; series < actual.SeriesCount; series++)
        {
            var (scaled, squares, loss, volume) = (0.0, 0.0, 0.0, 0.0);
            for (var origin = 0; origin < actual.OriginCount; origin++)
            {
                var sold = actual[origin, series];
                for (var step = 0; step < sold.Length; step++)
                {
                    if (double.IsNaN(sold[step]))
                    {
                        continue;
                    }

                    var error = Math.Abs(sold[step] - median[origin, series][step]) / windows.Scales[series];
                    var square = Math.Abs(sold[step] - mean[origin, series][step]) / rootScales[series];
                    scaled += double.IsNaN(error) ? 0 : error;
                    squares += double.IsNaN(square) ? 0 : square * square;
                    score._scaledCells += double.IsNaN(error) ? 0 : 1;
                    score._squaredCells += double.IsNaN(square) ? 0 : 1;
                    volume += Math.Abs(sold[step]);
                    for (var level = 0; level < quantiles.Count; level++)
                    {
                        loss += PinballLoss.Doubled(QuantileLevels.Reported[level], sold[step], quantiles[level][origin, series][step]);
                    }
                }
            }

            score._scaled.Add(scaled);
            score._squares.Add(squares);
            score._loss.Add(loss);
            score._volume.Add(volume);
        }

        return score;
    }

    /// <summary>Reads back what <see cref="Write"/> wrote.</summary>
    /// <param name="reader">Where from.</param>
    public static ValidationScore Read(BinaryReader reader) => new()
    {
        _scaled = ExactSum.Read(reader),
        _squares = ExactSum.Read(reader),
        _loss = ExactSum.Read(reader),
        _volume = ExactSum.Read(reader),
        _scaledCells = reader.ReadInt64(),
        _squaredCells = reader.ReadInt64(),
    };

    /// <summary>Adds the errors of other series.</summary>
    /// <param name="other">Their sums.</param>
    public void Add(ValidationScore other)
    {
        _scaled.Add(other._scaled);
        _squares.Add(other._squares);
        _loss.Add(other._loss);
        _volume.Add(other._volume);
        _scaledCells += other._scaledCells;
        _squaredCells += other._squaredCells;
    }

    /// <summary>Writes the sums.</summary>
    /// <param name="writer">Where to.</param>
    public void Write(BinaryWriter writer)
    {
        _scaled.Write(writer);
        _squares.Write(writer);
        _loss.Write(writer);
        _volume.Write(writer);
        writer.Write(_scaledCells);
        writer.Write(_squaredCells);
    }
}
