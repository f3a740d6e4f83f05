using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Artifacts;

/// <summary>The backtest inside an artifact.</summary>
internal static class BacktestFormat
{
    public static void Write(BinaryWriter writer, Backtest backtest)
    {
        WriteBeginning(writer, backtest.Origins, backtest.Actual.SeriesCount, backtest.Actual.Horizon);
        foreach (var scale in backtest.Scales)
        {
            writer.Write(scale);
        }

        foreach (var cube in Cubes(backtest))
        {
            WriteCube(writer, cube);
        }
    }

    /// <summary>Writes what comes before the scales of the series; after them come the cubes.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="origins">Day index of each origin.</param>
    /// <param name="series">Number of series.</param>
    /// <param name="horizon">Number of steps.</param>
    public static void WriteBeginning(BinaryWriter writer, IReadOnlyList<int> origins, int series, int horizon)
    {
        writer.Write(origins.Count);
        writer.Write(series);
        writer.Write(horizon);
        writer.Write(QuantileLevels.Reported.Count);
        foreach (var origin in origins)
        {
            writer.Write(origin);
        }

        foreach (var level in QuantileLevels.Reported)
        {
            writer.Write(level);
        }
    }

    /// <summary>The cubes of a backtest, in the order in which they are written.</summary>
    public static IReadOnlyList<ForecastCube> Cubes(Backtest backtest) => [backtest.Actual, backtest.Median, .. backtest.Quantiles];

    /// <summary>Reads a backtest.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="horizon">Days that the model forecasts.</param>
    public static Backtest Read(ArtifactReader reader, int horizon)
    {
        var (originCount, seriesCount, steps, levelCount) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        var left = (reader.BaseStream.Length - reader.BaseStream.Position) / sizeof(float);
        if (originCount < 1 || seriesCount < 0 || seriesCount > reader.MaxSeries || steps != horizon || levelCount != QuantileLevels.Reported.Count
            || originCount > left || levelCount > left || (Int128)originCount * seriesCount * steps * (levelCount + 2L) > left)
        {
            throw new InvalidDataException("The size of the backtest is impossible.");
        }

        var origins = new int[originCount];
        for (var i = 0; i < originCount; i++)
        {
            origins[i] = reader.ReadInt32();
            if (origins[i] < (i == 0 ? 0 : origins[i - 1] + 1) || origins[i] > reader.MaxDays)
            {
                throw new InvalidDataException("The origins of the backtest do not ascend within the panel.");
            }
        }

        var levels = new double[levelCount];
        for (var i = 0; i < levelCount; i++)
        {
            levels[i] = reader.ReadDouble();
            if (levels[i] != QuantileLevels.Reported[i])
            {
                throw new InvalidDataException("The levels of the backtest are not the reported ones.");
            }
        }

        var scales = new double[seriesCount];
        for (var i = 0; i < seriesCount; i++)
        {
            scales[i] = reader.ReadDoubleOrNaN();
        }

        var actual = new ForecastCube(originCount, seriesCount, steps);
        foreach (ref var value in actual.Values)
        {
            value = reader.ReadSingleOrNaN();
        }

        var median = ReadForecasts(reader, actual);
        var quantiles = new ForecastCube[levelCount];
        for (var i = 0; i < levelCount; i++)
        {
            quantiles[i] = ReadForecasts(reader, actual);
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

    private static ForecastCube ReadForecasts(ArtifactReader reader, ForecastCube shape)
    {
        var cube = new ForecastCube(shape.OriginCount, shape.SeriesCount, shape.Horizon);
        foreach (ref var value in cube.Values)
        {
            value = reader.ReadSingle();
        }

        return cube;
    }
}
