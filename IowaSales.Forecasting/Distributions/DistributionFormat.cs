namespace IowaSales.Forecasting.Distributions;

/// <summary>Reads the predictive distributions of an artifact, of whichever kind they are.</summary>
public static class DistributionFormat
{
    /// <summary>
    /// Stands before distributions of rare demand. An <see cref="IntervalModel"/> begins with its number of series, which is never negative,
    /// so that artifacts of ordinary panels need no mark.
    /// </summary>
    internal const int RareDemand = -1;

    /// <summary>Stands before distributions of rare demand by segment.</summary>
    internal const int Segmented = -2;

    /// <summary>Reads back what <see cref="IForecastDistributions.Write"/> wrote.</summary>
    /// <param name="reader">Where from; its stream can seek.</param>
    /// <param name="horizon">Days that they must reach.</param>
    /// <returns>The distributions.</returns>
    /// <exception cref="EndOfStreamException">The state ends early.</exception>
    /// <exception cref="InvalidDataException">The state is damaged.</exception>
    public static IForecastDistributions Read(BinaryReader reader, int horizon = 1)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var start = reader.BaseStream.Position;
        switch (reader.ReadInt32())
        {
            case RareDemand:
                var rare = RareDemandDistributions.Read(reader);
                return Reaching(rare, rare.Template, horizon);
            case Segmented:
                var segmented = SegmentedDistributions.Read(reader);
                return Reaching(segmented, [.. segmented.Distributions.SelectMany(one => one.Template)], horizon);
        }

        reader.BaseStream.Position = start;
        var intervals = IntervalModel.Read(reader);
        return Reaching(intervals, intervals.Template, horizon);
    }

    private static T Reaching<T>(T distributions, IReadOnlyList<double[]> paths, int horizon) =>
        paths.All(path => path.Length >= horizon) ? distributions : throw new InvalidDataException("The distributions do not reach the horizon.");
}
