using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Metrics;

namespace IowaSales.Forecasting.Sharding;

/// <summary>
/// The backtest of a part of a panel, series by series: the scale, then the cells of each cube and origin. In a model the cubes lie one after the other
/// instead, each by origin and then series.
/// </summary>
internal static class PartBacktest
{
    /// <summary>Series that are put into their places at once.</summary>
    private const int ChunkSeries = 4096;

    /// <summary>Writes a part.</summary>
    public static void Write(BinaryWriter writer, Backtest backtest)
    {
        var cubes = BacktestFormat.Cubes(backtest);
        for (var series = 0; series < backtest.Actual.SeriesCount; series++)
        {
            writer.Write(backtest.Scales[series]);
            foreach (var cube in cubes)
            {
                for (var origin = 0; origin < cube.OriginCount; origin++)
                {
                    foreach (var value in cube[origin, series])
                    {
                        writer.Write((float)value);
                    }
                }
            }
        }
    }

    /// <summary>Writes the backtest of the whole as it lies in a model.</summary>
    /// <param name="path">The file.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="parts">The parts, each read from its beginning.</param>
    /// <param name="order">The part of each series, in the panel's order.</param>
    public static void Assemble(string path, ShardPlan plan, IReadOnlyList<BinaryReader> parts, ushort[] order)
    {
        var (origins, cells) = (plan.Origins.Count, plan.Horizon * sizeof(float));
        var rows = (QuantileLevels.Reported.Count + 2) * origins;
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite);
        using (var writer = new BinaryWriter(file, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            BacktestFormat.WriteBeginning(writer, plan.Origins, order.Length, plan.Horizon);
        }

        var scalesAt = file.Position;
        var cubesAt = scalesAt + ((long)order.Length * sizeof(double));
        var chunk = Math.Min(ChunkSeries, order.Length);
        var (scales, columns) = (new byte[chunk * sizeof(double)], new byte[rows][]);
        for (var row = 0; row < rows; row++)
        {
            columns[row] = new byte[chunk * cells];
        }

        for (var from = 0; from < order.Length; from += chunk)
        {
            var count = Math.Min(chunk, order.Length - from);
            for (var i = 0; i < count; i++)
            {
                var part = parts[order[from + i]].BaseStream;
                part.ReadExactly(scales, i * sizeof(double), sizeof(double));
                foreach (var column in columns)
                {
                    part.ReadExactly(column, i * cells, cells);
                }
            }

            RandomAccess.Write(file.SafeFileHandle, scales.AsSpan(0, count * sizeof(double)), scalesAt + ((long)from * sizeof(double)));
            for (var row = 0; row < rows; row++)
            {
                RandomAccess.Write(file.SafeFileHandle, columns[row].AsSpan(0, count * cells), cubesAt + ((((long)row * order.Length) + from) * cells));
            }
        }

        file.Flush(flushToDisk: true);
    }
}
