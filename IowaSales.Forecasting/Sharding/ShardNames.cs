using System.Globalization;
using System.Text;

namespace IowaSales.Forecasting.Sharding;

/// <summary>The names of the parts of a sharded training, and how they are read and written.</summary>
internal static class ShardNames
{
    /// <summary>The plan.</summary>
    public const string Plan = "plan.json";

    /// <summary>What was read, as the last of its parts.</summary>
    public const string Sales = "sales.json";

    /// <summary>The days and the stated calendar of the panel, without series.</summary>
    public const string Panel = "panel.bin";

    /// <summary>The shard of each series, in the panel's order.</summary>
    public const string Order = "order.bin";

    /// <summary>What all series say together, and the families that were chosen by it.</summary>
    public const string Whole = "whole.bin";

    /// <summary>Weights of the families, and the distributions around each.</summary>
    public const string Weights = "weights.bin";

    /// <summary>The distributions around the weighted families, and the score of each.</summary>
    public const string Distributions = "distributions.bin";

    /// <summary>The sales of a shard.</summary>
    public static string SalesOf(int shard) => Of("sales", shard);

    /// <summary>The state of a family that was fitted to a shard.</summary>
    public static string FamilyOf(int shard, int family) => Of($"family-{family.ToString(CultureInfo.InvariantCulture)}", shard);

    /// <summary>The families' forecasts on the validation windows of a shard.</summary>
    public static string ForecastsOf(int shard) => Of("windows", shard);

    /// <summary>The backtest of a shard, series by series.</summary>
    public static string BacktestOf(int shard) => Of("backtest", shard);

    /// <summary>The forecasts of a shard, as columns.</summary>
    public static string ColumnsOf(int shard) => Of("columns", shard);

    /// <summary>What has to be there before a step can begin.</summary>
    public static string InputOf(ShardStep step) => step switch
    {
        ShardStep.Statistics => Plan,
        ShardStep.Fit => Whole,
        ShardStep.Blend => Weights,
        _ => Distributions,
    };

    /// <summary>What a step gives of a shard, as the last of its parts.</summary>
    public static string ResultOf(ShardStep step, int shard) => Of(step.ToString().ToLowerInvariant(), shard);

    /// <summary>Reads a part.</summary>
    public static T Read<T>(this IShardStorage storage, string name, Func<BinaryReader, T> read)
    {
        using var stream = storage.OpenRead(name);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        return read(reader);
    }

    /// <summary>Writes a part.</summary>
    public static void WriteBinary(this IShardStorage storage, string name, Action<BinaryWriter> write) => storage.Write(name, stream =>
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        write(writer);
    });

    private static string Of(string what, int shard) => string.Create(CultureInfo.InvariantCulture, $"{what}-{shard:00000}.bin");
}
