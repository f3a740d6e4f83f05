using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Models.Intermittent;

namespace IowaSales.Forecasting.Distributions;

/// <summary>
/// Predictive distributions of rare demand by <see cref="DemandSegment"/>: a series that has stopped and one that sells every week may have the same mean and
/// are not alike. A segment with few windows shares what all series teach.
/// </summary>
public sealed class SegmentedDistributions : IForecastDistributions
{
    /// <summary>Windows of series that a segment of its own needs.</summary>
    private const int MinPaths = 2000;

    private readonly byte[] _numbers;
    private readonly RareDemandDistributions[] _distributions;

    private SegmentedDistributions(byte[] numbers, RareDemandDistributions[] distributions) => (_numbers, _distributions) = (numbers, distributions);

    /// <summary>The distributions, each once.</summary>
    internal IReadOnlyList<RareDemandDistributions> Distributions => _distributions;

    /// <summary>Learns from validation windows.</summary>
    /// <param name="actual">Sales; NaN on closed days.</param>
    /// <param name="mean">Mean forecasts made without knowing those sales.</param>
    /// <param name="histories">What was known at each origin.</param>
    /// <param name="segments">By origin, the segment of each series as it was known there.</param>
    public static SegmentedDistributions Learn(
        ForecastCube actual, ForecastCube mean, IReadOnlyList<History> histories, IReadOnlyList<DemandSegment[]> segments)
    {
        ArgumentNullException.ThrowIfNull(segments);
        var paths = new int[DemandSegments.Count];
        foreach (var segment in segments.SelectMany(ofOrigin => ofOrigin))
        {
            paths[(int)segment]++;
        }

        var distributions = new List<RareDemandDistributions>();
        var numbers = new byte[paths.Length];
        if (Array.Exists(paths, count => count < MinPaths))
        {
            distributions.Add(RareDemandDistributions.Learn(actual, mean, histories));
        }

        for (var i = 0; i < paths.Length; i++)
        {
            var segment = (DemandSegment)i;
            if (paths[i] >= MinPaths)
            {
                numbers[i] = (byte)distributions.Count;
                distributions.Add(RareDemandDistributions.Learn(actual, mean, histories, (origin, series) => segments[origin][series] == segment));
            }
        }

        return new SegmentedDistributions(numbers, [.. distributions]);
    }

    /// <summary>Reads back what <see cref="Write"/> wrote after its mark.</summary>
    /// <param name="reader">Where from.</param>
    /// <exception cref="InvalidDataException">The state is damaged.</exception>
    public static SegmentedDistributions Read(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var numbers = new byte[DemandSegments.Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = reader.ReadByte();
        }

        var count = numbers.Max() + 1;
        if (count > numbers.Length + 1)
        {
            throw Damaged();
        }

        var distributions = new RareDemandDistributions[count];
        for (var i = 0; i < count; i++)
        {
            distributions[i] = reader.ReadInt32() == DistributionFormat.RareDemand ? RareDemandDistributions.Read(reader) : throw Damaged();
        }

        return new SegmentedDistributions(numbers, distributions);
    }

    /// <inheritdoc/>
    public SeriesForecast Around(History history, int series, bool knownToModel, double[] centre) =>
        Around(history, DemandSegments.Of(history, series), series, knownToModel, centre);

    /// <inheritdoc/>
    public void Write(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(DistributionFormat.Segmented);
        writer.Write(_numbers);
        foreach (var distribution in _distributions)
        {
            distribution.Write(writer);
        }
    }

    /// <summary>The predictive distribution of a series whose segment is known.</summary>
    internal SeriesForecast Around(History history, DemandSegment segment, int series, bool knownToModel, double[] centre) =>
        _distributions[_numbers[(int)segment]].Around(history, series, knownToModel, centre);

    private static InvalidDataException Damaged() => new("The distributions by segment are damaged.");
}
