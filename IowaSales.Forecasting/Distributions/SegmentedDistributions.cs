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
        ArgumentNullException.ThrowIfNull(actual);
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(histories);
        ArgumentNullException.ThrowIfNull(segments);
        return Of(Collect(actual, mean, histories, segments), actual.Horizon);
    }

    /// <summary>Collects what validation windows of a panel, or of a part of it, tell of each segment.</summary>
    /// <param name="actual">Sales; NaN on closed days.</param>
    /// <param name="mean">Mean forecasts made without knowing those sales.</param>
    /// <param name="histories">What was known at each origin.</param>
    /// <param name="segments">By origin, the segment of each series as it was known there.</param>
    internal static RareDemandEvidence[] Collect(
        ForecastCube actual, ForecastCube mean, IReadOnlyList<History> histories, IReadOnlyList<DemandSegment[]> segments)
    {
        var evidence = NoEvidence();
        for (var o = 0; o < actual.OriginCount; o++)
        {
            for (var series = 0; series < actual.SeriesCount; series++)
            {
                RareDemandDistributions.Collect(evidence[(int)segments[o][series]], histories[o], series, actual[o, series], mean[o, series]);
            }
        }

        return evidence;
    }

    /// <summary>Evidence of each segment before anything was seen.</summary>
    internal static RareDemandEvidence[] NoEvidence() => [.. Enumerable.Range(0, DemandSegments.Count).Select(_ => new RareDemandEvidence())];

    /// <summary>Learns from evidence.</summary>
    /// <param name="evidence">What validation windows tell of each segment.</param>
    /// <param name="horizon">Days of a window.</param>
    internal static SegmentedDistributions Of(RareDemandEvidence[] evidence, int horizon)
    {
        var distributions = new List<RareDemandDistributions>();
        var numbers = new byte[evidence.Length];
        if (Array.Exists(evidence, segment => segment.Windows < MinPaths))
        {
            var all = new RareDemandEvidence();
            Array.ForEach(evidence, all.Add);
            distributions.Add(RareDemandDistributions.Of(all, horizon));
        }

        for (var i = 0; i < evidence.Length; i++)
        {
            if (evidence[i].Windows >= MinPaths)
            {
                numbers[i] = (byte)distributions.Count;
                distributions.Add(RareDemandDistributions.Of(evidence[i], horizon));
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
