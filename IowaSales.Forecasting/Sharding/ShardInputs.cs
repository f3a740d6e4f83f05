using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Ensembles;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Numerics;
using IowaSales.Forecasting.Training;

namespace IowaSales.Forecasting.Sharding;

/// <summary>What the shards of a training share, each read once when it is first needed. Safe to use from many threads.</summary>
/// <param name="storage">Where the parts are.</param>
/// <param name="plan">The plan.</param>
internal sealed class ShardInputs(IShardStorage storage, ShardPlan plan)
{
    private readonly Lazy<(PanelStatistics Statistics, IModelFamily[] Families, string[] LeftOut)> _whole = new(() => storage.Read(ShardNames.Whole, ReadWhole));
    private readonly Lazy<(EnsembleWeights Weights, SegmentedDistributions[] Families)> _weights = new(() => storage.Read(ShardNames.Weights, ReadWeights));
    private readonly Lazy<(SegmentedDistributions Ensemble, ValidationScore[] Families)> _distributions =
        new(() => storage.Read(ShardNames.Distributions, ReadDistributions));

    /// <summary>Where the parts are.</summary>
    public IShardStorage Storage => storage;

    /// <summary>The plan.</summary>
    public ShardPlan Plan => plan;

    /// <summary>What all series say together.</summary>
    public PanelStatistics Statistics => _whole.Value.Statistics;

    /// <summary>The families that take part.</summary>
    public IReadOnlyList<IModelFamily> Families => _whole.Value.Families;

    /// <summary>Why others do not, one sentence each.</summary>
    public IReadOnlyList<string> LeftOut => _whole.Value.LeftOut;

    /// <summary>Weights of the families.</summary>
    public EnsembleWeights Weights => _weights.Value.Weights;

    /// <summary>The distributions around each family.</summary>
    public IReadOnlyList<SegmentedDistributions> FamilyDistributions => _weights.Value.Families;

    /// <summary>The distributions around the weighted families.</summary>
    public SegmentedDistributions Distributions => _distributions.Value.Ensemble;

    /// <summary>The score of each family.</summary>
    public IReadOnlyList<ValidationScore> FamilyScores => _distributions.Value.Families;

    /// <summary>Writes <see cref="ShardNames.Whole"/>.</summary>
    public static void WriteWhole(BinaryWriter writer, PanelStatistics statistics, IReadOnlyList<IModelFamily> families, IReadOnlyList<string> leftOut)
    {
        statistics.Write(writer);
        WriteNames(writer, families.Select(family => family.Name));
        WriteNames(writer, leftOut);
    }

    /// <summary>Writes <see cref="ShardNames.Weights"/>.</summary>
    public static void WriteWeights(BinaryWriter writer, EnsembleWeights weights, IReadOnlyList<SegmentedDistributions> families)
    {
        weights.Write(writer);
        writer.Write(families.Count);
        foreach (var distributions in families)
        {
            distributions.Write(writer);
        }
    }

    /// <summary>Writes <see cref="ShardNames.Distributions"/>.</summary>
    public static void WriteDistributions(BinaryWriter writer, SegmentedDistributions ensemble, IReadOnlyList<ValidationScore> families)
    {
        ensemble.Write(writer);
        writer.Write(families.Count);
        foreach (var score in families)
        {
            score.Write(writer);
        }
    }

    /// <summary>The sales of a shard, as a part of the whole.</summary>
    public SalesPanel PartOf(int shard) => ShardSales.Read(storage, plan.Sales, shard).PartOf(Statistics);

    private static (PanelStatistics Statistics, IModelFamily[] Families, string[] LeftOut) ReadWhole(BinaryReader reader) =>
        (PanelStatistics.Read(reader), Array.ConvertAll(ReadNames(reader), Family), ReadNames(reader));

    private static IModelFamily Family(string name) =>
        ModelFamilies.Find(name) ?? throw new InvalidDataException($"The training uses the family {name}, which this program does not have.");

    private static (EnsembleWeights Weights, SegmentedDistributions[] Families) ReadWeights(BinaryReader reader) =>
        (EnsembleWeights.Read(reader), Many(reader, ReadSegmented));

    private static (SegmentedDistributions Ensemble, ValidationScore[] Families) ReadDistributions(BinaryReader reader) =>
        (ReadSegmented(reader), Many(reader, ValidationScore.Read));

    private static SegmentedDistributions ReadSegmented(BinaryReader reader) => reader.ReadInt32() == DistributionFormat.Segmented
        ? SegmentedDistributions.Read(reader)
        : throw new InvalidDataException("The distributions of a training are damaged.");

    private static T[] Many<T>(BinaryReader reader, Func<BinaryReader, T> read)
    {
        var items = new T[reader.ReadCount(1)];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = read(reader);
        }

        return items;
    }

    private static void WriteNames(BinaryWriter writer, IEnumerable<string> names)
    {
        string[] all = [.. names];
        writer.Write(all.Length);
        Array.ForEach(all, writer.Write);
    }

    private static string[] ReadNames(BinaryReader reader) => Many(reader, read => read.ReadString());
}
