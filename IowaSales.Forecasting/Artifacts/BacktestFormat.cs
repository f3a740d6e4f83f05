using IowaSales.Forecasting.Metrics;

namespace IowaSales.Forecasting.Artifacts;

/// <summary>The backtest inside an artifact.</summary>
internal static class BacktestFormat
{
    public static void Write(BinaryWriter writer, Backtest backtest)
    {
        writer.Write(backtest.Actual.OriginCount);
        writer.Write(backtest.Actual.SeriesCount);
        writer.Write(backtest.Actual.Horizon);
        writer.Write(backtest.Levels.Count);
        foreach (var origin in backtest.Origins)
        {
            writer.Write(origin);
        }

        foreach (var level in backtest.Levels)
        {
            writer.Write(level);
        }

        foreach (var scale in backtest.Scales)
        {
            writer.Write(scale);
        }

        WriteCube(writer, backtest.Actual);
        WriteCube(writer, backtest.Median);
        foreach (var cube in backtest.Quantiles)
        {
            WriteCube(writer, cube);
        }
    }

    public static Backtest Read(BinaryReader reader)
    {
        var originCount = reader.ReadInt32();
        var seriesCount = reader.ReadInt32();
        var horizon = reader.ReadInt32();
        var levelCount = reader.ReadInt32();
        var origins = new int[originCount];
        for (var i = 0; i < originCount; i++)
        {
            origins[i] = reader.ReadInt32();
        }

        var levels = ReadRow(reader, levelCount);
        var scales = ReadRow(reader, seriesCount);
        var actual = ReadCube(reader, originCount, seriesCount, horizon);
        var median = ReadCube(reader, originCount, seriesCount, horizon);
        var quantiles = new ForecastCube[levelCount];
        for (var i = 0; i < levelCount; i++)
        {
            quantiles[i] = ReadCube(reader, originCount, seriesCount, horizon);
        }

        return new Backtest(origins, levels, actual, median, quantiles, scales);
    }

    private static void WriteCube(BinaryWriter writer, ForecastCube cube)
    {
        foreach (var value in cube.Values)
        {
            writer.Write((float)value);
        }
    }

    private static ForecastCube ReadCube(BinaryReader reader, int originCount, int seriesCount, int horizon)
    {
        var cube = new ForecastCube(originCount, seriesCount, horizon);
        foreach (ref var value in cube.Values)
        {
            value = reader.ReadSingle();
        }

        return cube;
    }

    private static double[] ReadRow(BinaryReader reader, int length)
    {
        var row = new double[length];
        for (var i = 0; i < length; i++)
        {
            row[i] = reader.ReadDouble();
        }

        return row;
    }
}
