using System.Text.Json;
using System.Text.Json.Serialization;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Training;

namespace IowaSales.Forecasting.Sharding;

/// <summary>What a sharded training does: sales, options and validation origins. It is written once and says the same to every worker.</summary>
public sealed record ShardPlan
{
    /// <summary>Series from which a panel is divided; a smaller one is trained in memory.</summary>
    public const int MinSeries = FamilyChoice.LargePanel;

    /// <summary>The sales.</summary>
    public required SpilledSales Sales { get; init; }

    /// <summary>Day index of each validation origin, ascending.</summary>
    public required IReadOnlyList<int> Origins { get; init; }

    /// <summary>Days to forecast.</summary>
    public required int Horizon { get; init; }

    /// <summary>How much work to do.</summary>
    public required TrainingPreset Preset { get; init; }

    /// <summary>Seed of anything random.</summary>
    public required int Seed { get; init; }

    /// <summary>Names of the families on offer, in the order they are trained in.</summary>
    public required IReadOnlyList<string> Families { get; init; }

    /// <summary>What the caller leaves out, and why, one sentence each.</summary>
    public required IReadOnlyList<string> LeftOut { get; init; }

    /// <summary>The build of the program that began the training: another one may compute something else.</summary>
    public required Guid Program { get; init; }

    /// <summary>When the training began.</summary>
    public required DateTimeOffset Began { get; init; }

    /// <summary>The build of this program.</summary>
    public static Guid ThisProgram { get; } = typeof(ShardPlan).Module.ModuleVersionId;

    /// <summary>Number of shards.</summary>
    [JsonIgnore]
    public int Shards => Sales.Series.Count;

    /// <summary>Makes the plan, or finds the one that was made before.</summary>
    /// <param name="sales">The sales.</param>
    /// <param name="options">How to train.</param>
    /// <param name="storage">Where the parts are.</param>
    /// <param name="time">Clock.</param>
    /// <exception cref="Data.Files.SalesDataException">There are too few days.</exception>
    public static ShardPlan Begin(SpilledSales sales, TrainingOptions options, IShardStorage storage, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(sales);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(storage);
        ArgumentNullException.ThrowIfNull(time);
        if (Find(storage) is { } begun)
        {
            return begun;
        }

        var plan = new ShardPlan
        {
            Sales = sales,
            Origins = ModelTrainer.ValidationOrigins(sales.SeriesCount, sales.DayCount, options, of: ""),
            Horizon = options.Horizon,
            Preset = options.Preset,
            Seed = options.Seed,
            Families = [.. options.Families.Where(family => !family.NeedsDrivers).Select(family => family.Name)],
            LeftOut = options.LeftOut,
            Program = ThisProgram,
            Began = time.GetUtcNow(),
        };
        storage.Write(ShardNames.Plan, stream => JsonSerializer.Serialize(stream, plan, ShardJson.Default.ShardPlan));
        return plan;
    }

    /// <summary>The plan that was made before; null where there is none.</summary>
    /// <param name="storage">Where it is.</param>
    public static ShardPlan? Find(IShardStorage storage)
    {
        ArgumentNullException.ThrowIfNull(storage);
        if (!storage.Exists(ShardNames.Plan))
        {
            return null;
        }

        using var stream = storage.OpenRead(ShardNames.Plan);
        return JsonSerializer.Deserialize(stream, ShardJson.Default.ShardPlan);
    }

    /// <summary>The options of the training with the families that were chosen.</summary>
    internal TrainingOptions OptionsWith(IReadOnlyList<IModelFamily> families) => new()
    {
        Horizon = Horizon,
        Preset = Preset,
        Seed = Seed,
        Families = families,
        LeftOut = LeftOut,
        DataSource = Sales.DataSource,
        Simulated = Sales.Simulated,
    };
}

/// <summary>Source-generated JSON of a plan.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ShardPlan))]
[JsonSerializable(typeof(SpilledSales))]
internal sealed partial class ShardJson : JsonSerializerContext;
