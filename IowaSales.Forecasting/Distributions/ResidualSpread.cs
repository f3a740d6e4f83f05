using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Distributions;

/// <summary>
/// How far sales usually lie from their forecast: a spread per series (the pooled one where a series has shown little), growing with the
/// root of the forecast, as counts do, and a factor per weekday.
/// </summary>
internal sealed class ResidualSpread
{
    /// <summary>Weight, in residuals, of the pooled spread when a series' own spread is estimated.</summary>
    private const double PriorResiduals = 10;

    /// <summary>Weight, in residuals, of 1 when a weekday's factor is estimated.</summary>
    private const double WeekdayPrior = 40;

    /// <summary>Part of a series' level at which the spread stops shrinking with the forecast.</summary>
    private const double Floor = 0.2;

    /// <summary>Forecasts of more than so many times a series' level widen the spread no further: its residuals say nothing of such sizes.</summary>
    private const double LargestRatio = 25;

    private readonly double[] _spreads;
    private readonly double[] _levels;
    private readonly double[] _weekdays;
    private readonly double _spreadPerScale;

    private ResidualSpread(double[] spreads, double[] levels, double[] weekdays, double spreadPerScale)
    {
        _spreads = spreads;
        _levels = levels;
        _weekdays = weekdays;
        _spreadPerScale = spreadPerScale;
    }

    /// <summary>Learns from the windows of a range of origins.</summary>
    public static ResidualSpread Learn(
        ForecastCube actual, ForecastCube median, IReadOnlyList<double> scales, IReadOnlyList<DateOnly> origins, int from, int to)
    {
        var levels = new double[actual.SeriesCount];
        var errors = new double[actual.SeriesCount];
        var counts = new int[actual.SeriesCount];
        for (var pass = 0; pass < 2; pass++)
        {
            for (var o = from; o < to; o++)
            {
                for (var series = 0; series < levels.Length; series++)
                {
                    for (var step = 0; step < actual.Horizon; step++)
                    {
                        var (y, f) = (actual[o, series][step], median[o, series][step]);
                        if (double.IsNaN(y))
                        {
                            continue;
                        }

                        if (pass == 0)
                        {
                            levels[series] += f;
                            counts[series]++;
                        }
                        else
                        {
                            errors[series] += Math.Abs(y - f) / SizeFactor(f, levels[series] / counts[series]);
                        }
                    }
                }
            }
        }

        var ratios = Enumerable.Range(0, levels.Length)
            .Where(series => counts[series] > 0 && scales[series] > 0)
            .Select(series => errors[series] / counts[series] / scales[series])
            .ToArray();
        var spreadPerScale = ratios.Length > 0 ? ratios.Average() : 1;
        var spreads = new double[levels.Length];
        for (var series = 0; series < levels.Length; series++)
        {
            var prior = scales[series] > 0 ? scales[series] * spreadPerScale : 0;
            spreads[series] = (errors[series] + (PriorResiduals * prior)) / (counts[series] + PriorResiduals);
            levels[series] /= Math.Max(1, counts[series]);
        }

        var even = new ResidualSpread(spreads, levels, [1, 1, 1, 1, 1, 1, 1], spreadPerScale);
        return new ResidualSpread(spreads, levels, even.WeekdayFactors(actual, median, scales, origins, from, to), spreadPerScale);
    }

    /// <summary>Reads back what <see cref="Write"/> wrote.</summary>
    public static ResidualSpread Read(BinaryReader reader) => new(reader.ReadRow(), reader.ReadRow(), reader.ReadRow(), reader.ReadDouble());

    /// <summary>The spread of one forecast.</summary>
    /// <param name="series">Index of the series.</param>
    /// <param name="scale">Its MASE scale, for a series that was not learnt from.</param>
    /// <param name="weekday">Weekday of the forecast day.</param>
    /// <param name="median">The median forecast.</param>
    public double At(int series, double scale, DayOfWeek weekday, double median)
    {
        var known = series < _spreads.Length && _spreads[series] > 0;
        var spread = known ? _spreads[series] : scale > 0 ? scale * _spreadPerScale : 0;
        return spread * _weekdays[(int)weekday] * (known ? SizeFactor(median, _levels[series]) : 1);
    }

    /// <summary>Writes the spread.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.WriteRow(_spreads);
        writer.WriteRow(_levels);
        writer.WriteRow(_weekdays);
        writer.Write(_spreadPerScale);
    }

    private static double SizeFactor(double median, double level) =>
        level > 0 ? Math.Sqrt((Floor + Math.Clamp(median / level, 0, LargestRatio)) / (Floor + 1)) : 1;

    private double[] WeekdayFactors(
        ForecastCube actual, ForecastCube median, IReadOnlyList<double> scales, IReadOnlyList<DateOnly> origins, int from, int to)
    {
        var sums = new double[7];
        var counts = new int[7];
        for (var o = from; o < to; o++)
        {
            for (var series = 0; series < actual.SeriesCount; series++)
            {
                for (var step = 0; step < actual.Horizon; step++)
                {
                    var weekday = origins[o].AddDays(step).DayOfWeek;
                    var (y, f) = (actual[o, series][step], median[o, series][step]);
                    var standard = Math.Abs(y - f) / At(series, scales[series], weekday, f);
                    if (double.IsFinite(standard))
                    {
                        sums[(int)weekday] += standard;
                        counts[(int)weekday]++;
                    }
                }
            }
        }

        var mean = counts.Sum() > 0 ? sums.Sum() / counts.Sum() : 1;
        return [.. sums.Select((sum, weekday) => mean > 0 ? ((sum / mean) + WeekdayPrior) / (counts[weekday] + WeekdayPrior) : 1)];
    }
}
