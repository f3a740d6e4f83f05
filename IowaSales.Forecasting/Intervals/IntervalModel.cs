using IowaSales.Forecasting.Evaluation;

namespace IowaSales.Forecasting.Intervals;

/// <summary>
/// Predictive distributions from out-of-sample residuals (split conformal prediction; Vovk, Gammerman &amp; Shafer 2005): residuals of the
/// validation windows, each divided by its series' own spread, pooled over series step by step. The residual paths also give the
/// dependence between steps, so that sums over the horizon have honest quantiles.
/// </summary>
public sealed class IntervalModel
{
    private const int LargestTemplate = 256;

    /// <summary>Weight, in residuals, of the pooled spread when a series' own spread is estimated.</summary>
    private const double PriorResiduals = 10;

    private readonly double[] _spreads;
    private readonly double _spreadPerScale;
    private readonly double[][] _standardQuantiles;

    private IntervalModel(double[] spreads, double spreadPerScale, double[][] standardQuantiles, double[][] template)
    {
        _spreads = spreads;
        _spreadPerScale = spreadPerScale;
        _standardQuantiles = standardQuantiles;
        Template = template;
    }

    /// <summary>Joint ranks: each path holds one probability level per step, as seen together on a validation window.</summary>
    public IReadOnlyList<double[]> Template { get; }

    /// <summary>Learns from validation windows.</summary>
    /// <param name="actual">Sales; NaN on closed days.</param>
    /// <param name="median">Median forecasts made without knowing those sales.</param>
    /// <param name="scales">MASE scale of each series, NaN where it has none.</param>
    /// <returns>The interval model.</returns>
    public static IntervalModel Learn(ForecastCube actual, ForecastCube median, IReadOnlyList<double> scales)
    {
        ArgumentNullException.ThrowIfNull(actual);
        ArgumentNullException.ThrowIfNull(median);
        ArgumentNullException.ThrowIfNull(scales);
        var (spreads, spreadPerScale) = Spreads(actual, median, scales);
        var byStep = new List<double>[actual.Horizon];
        for (var step = 0; step < byStep.Length; step++)
        {
            byStep[step] = [];
        }

        var paths = new List<double[]>();
        for (var o = 0; o < actual.OriginCount; o++)
        {
            for (var series = 0; series < actual.SeriesCount; series++)
            {
                var path = new double[actual.Horizon];
                for (var step = 0; step < path.Length; step++)
                {
                    path[step] = (actual[o, series][step] - median[o, series][step]) / spreads[series];
                    if (double.IsFinite(path[step]))
                    {
                        byStep[step].Add(path[step]);
                    }
                }

                paths.Add(path);
            }
        }

        var sorted = byStep.Select(values => values.Order().ToArray()).ToArray();
        var pooled = byStep.SelectMany(values => values).Order().ToArray();
        var quantiles = sorted.Select(values => GridOf(values.Length >= 30 ? values : pooled)).ToArray();
        return new IntervalModel(spreads, spreadPerScale, quantiles, TemplateOf(paths, sorted));
    }

    /// <summary>Reads back what <see cref="Write"/> wrote.</summary>
    /// <param name="reader">Where from.</param>
    /// <returns>The interval model.</returns>
    public static IntervalModel Read(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var spreads = ReadRow(reader);
        var spreadPerScale = reader.ReadDouble();
        var quantiles = ReadRows(reader);
        return new IntervalModel(spreads, spreadPerScale, quantiles, ReadRows(reader));
    }

    /// <summary>Fills the quantile functions of one series, step by step.</summary>
    /// <param name="series">Index of the series.</param>
    /// <param name="scale">Its MASE scale at the origin, used for a series that was not in the validation windows.</param>
    /// <param name="median">Median forecasts.</param>
    /// <param name="grid">Receives, step after step, the values at <see cref="QuantileLevels.Grid"/>: never negative, never falling.</param>
    public void Fill(int series, double scale, ReadOnlySpan<double> median, Span<double> grid)
    {
        var spread = series < _spreads.Length && double.IsFinite(_spreads[series])
            ? _spreads[series]
            : double.IsFinite(scale) ? scale * _spreadPerScale : 0;
        var levels = QuantileLevels.Grid.Count;
        for (var step = 0; step < median.Length; step++)
        {
            var standard = _standardQuantiles[Math.Min(step, _standardQuantiles.Length - 1)];
            for (var level = 0; level < levels; level++)
            {
                grid[(step * levels) + level] = Math.Max(0, median[step] + (spread * standard[level]));
            }
        }
    }

    /// <summary>Writes the interval model.</summary>
    /// <param name="writer">Where to.</param>
    public void Write(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        WriteRow(writer, _spreads);
        writer.Write(_spreadPerScale);
        WriteRows(writer, _standardQuantiles);
        WriteRows(writer, Template);
    }

    private static (double[] Spreads, double SpreadPerScale) Spreads(
        ForecastCube actual, ForecastCube median, IReadOnlyList<double> scales)
    {
        var sums = new double[actual.SeriesCount];
        var counts = new int[actual.SeriesCount];
        var ratioSum = 0.0;
        var ratioCount = 0;
        for (var series = 0; series < sums.Length; series++)
        {
            for (var o = 0; o < actual.OriginCount; o++)
            {
                for (var step = 0; step < actual.Horizon; step++)
                {
                    var error = Math.Abs(actual[o, series][step] - median[o, series][step]);
                    if (double.IsFinite(error))
                    {
                        sums[series] += error;
                        counts[series]++;
                    }
                }
            }

            if (counts[series] > 0 && scales[series] > 0)
            {
                ratioSum += sums[series] / counts[series] / scales[series];
                ratioCount++;
            }
        }

        var spreadPerScale = ratioCount > 0 ? ratioSum / ratioCount : 1;
        var spreads = new double[sums.Length];
        for (var series = 0; series < sums.Length; series++)
        {
            var prior = scales[series] > 0 ? scales[series] * spreadPerScale : 0;
            spreads[series] = (sums[series] + (PriorResiduals * prior)) / (counts[series] + PriorResiduals);
        }

        return (spreads, spreadPerScale);
    }

    /// <summary>Values at the grid's levels, shifted so that the level 0.5 is exactly the median forecast.</summary>
    private static double[] GridOf(double[] sorted)
    {
        var grid = new double[QuantileLevels.Grid.Count];
        if (sorted.Length == 0)
        {
            return grid;
        }

        for (var level = 0; level < grid.Length; level++)
        {
            grid[level] = MathNet.Numerics.Statistics.SortedArrayStatistics.Quantile(sorted, QuantileLevels.Grid[level]);
        }

        var centre = grid[grid.Length / 2];
        for (var level = 0; level < grid.Length; level++)
        {
            grid[level] -= centre;
        }

        return grid;
    }

    private static double[][] TemplateOf(List<double[]> paths, double[][] sorted)
    {
        var stride = Math.Max(1, paths.Count / LargestTemplate);
        var template = new List<double[]>();
        for (var i = 0; i < paths.Count; i += stride)
        {
            template.Add([.. paths[i].Select((residual, step) => RankOf(sorted[step], residual))]);
        }

        return [.. template];
    }

    private static double RankOf(double[] sorted, double residual)
    {
        if (!double.IsFinite(residual) || sorted.Length == 0)
        {
            return 0.5;
        }

        var index = Array.BinarySearch(sorted, residual);
        return ((index < 0 ? ~index : index) + 0.5) / (sorted.Length + 1);
    }

    private static double[][] ReadRows(BinaryReader reader)
    {
        var rows = new double[reader.ReadInt32()][];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = ReadRow(reader);
        }

        return rows;
    }

    private static double[] ReadRow(BinaryReader reader)
    {
        var row = new double[reader.ReadInt32()];
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = reader.ReadDouble();
        }

        return row;
    }

    private static void WriteRows(BinaryWriter writer, IReadOnlyList<double[]> rows)
    {
        writer.Write(rows.Count);
        foreach (var row in rows)
        {
            WriteRow(writer, row);
        }
    }

    private static void WriteRow(BinaryWriter writer, double[] row)
    {
        writer.Write(row.Length);
        foreach (var value in row)
        {
            writer.Write(value);
        }
    }
}
