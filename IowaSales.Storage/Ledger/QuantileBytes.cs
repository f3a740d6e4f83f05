using System.Buffers.Binary;
using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Metrics;

namespace IowaSales.Storage.Ledger;

/// <summary>A step's quantile function as it is stored.</summary>
internal static class QuantileBytes
{
    /// <summary>Packs a step's values at <see cref="QuantileLevels.Grid"/>.</summary>
    public static byte[] Of(SeriesForecast forecast, int step)
    {
        var levels = QuantileLevels.Grid;
        var bytes = new byte[levels.Count * sizeof(float)];
        for (var level = 0; level < levels.Count; level++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(level * sizeof(float)), (float)forecast.Quantile(step, levels[level]));
        }

        return bytes;
    }

    /// <summary>Unpacks them.</summary>
    public static void Read(ReadOnlySpan<byte> bytes, Span<double> grid)
    {
        for (var level = 0; level < grid.Length; level++)
        {
            grid[level] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(level * sizeof(float))..]);
        }
    }
}
