using System.Text.Json;
using System.Text.Json.Serialization;
using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Sharding;

/// <summary>Sales that were divided into shards by a hash of the item's name, so that one shard at a time is in memory.</summary>
public sealed record SpilledSales
{
    /// <summary>Series of a shard, about.</summary>
    public const int DefaultSeriesPerShard = 5000;

    /// <summary>Date of day 0.</summary>
    public required DateOnly FirstDate { get; init; }

    /// <summary>Number of days.</summary>
    public required int DayCount { get; init; }

    /// <summary>Number of series of each shard.</summary>
    public required IReadOnlyList<int> Series { get; init; }

    /// <summary>Number of rows.</summary>
    public required int Rows { get; init; }

    /// <summary>Day index of each day with a sale, ascending.</summary>
    public required IReadOnlyList<int> DaysWithSales { get; init; }

    /// <summary>Where the sales came from, in words.</summary>
    public string DataSource { get; init; } = "unknown";

    /// <summary>Whether the sales are simulated.</summary>
    public bool Simulated { get; init; }

    /// <summary>Number of series of all shards.</summary>
    [JsonIgnore]
    public int SeriesCount => Series.Sum();

    /// <summary>The shard of an item.</summary>
    /// <param name="item">Name of the item.</param>
    /// <param name="shards">Number of shards.</param>
    public static int ShardOf(string item, int shards) => (int)(NameHash.Exact(item) % (ulong)shards);

    /// <summary>Divides a panel into shards.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="storage">Where the shards go.</param>
    /// <param name="describe">Says where the sales came from, beside what is known of them.</param>
    /// <param name="seriesPerShard">Series of a shard, about.</param>
    public static SpilledSales Of(SalesPanel panel, IShardStorage storage, Func<SpilledSales, SpilledSales> describe, int seriesPerShard = DefaultSeriesPerShard)
    {
        ArgumentNullException.ThrowIfNull(panel);
        using var spill = new SalesSpill(storage, panel.FirstDate, panel.DayCount, panel.SeriesCount, seriesPerShard: seriesPerShard);
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            var rows = panel.Rows(series);
            spill.Add(panel.Items[series], rows.Days, rows.Values);
        }

        return spill.Complete(panel.Stated, describe);
    }

    /// <summary>Sales that were divided before; null where there are none, or not all of them.</summary>
    /// <param name="storage">Where they are.</param>
    public static SpilledSales? Find(IShardStorage storage)
    {
        ArgumentNullException.ThrowIfNull(storage);
        if (!storage.Exists(ShardNames.Sales))
        {
            return null;
        }

        using var stream = storage.OpenRead(ShardNames.Sales);
        return JsonSerializer.Deserialize(stream, ShardJson.Default.SpilledSales);
    }

    /// <summary>Puts the panel together again.</summary>
    /// <param name="storage">Where the shards are.</param>
    public SalesPanel Load(IShardStorage storage)
    {
        ArgumentNullException.ThrowIfNull(storage);
        var parts = Enumerable.Range(0, Series.Count).Select(shard => ShardSales.Read(storage, this, shard)).ToArray();
        var (items, starts, days, values) = (new string[SeriesCount], new int[SeriesCount + 1], new int[Rows], new double[Rows]);
        var next = new int[parts.Length];
        var order = ShardSales.Order(storage, SeriesCount);
        for (var series = 0; series < items.Length; series++)
        {
            var (part, index) = (parts[order[series]], next[order[series]]++);
            var rows = part.Rows(index);
            items[series] = part.Items[index];
            rows.Days.CopyTo(days.AsSpan(starts[series]));
            rows.Values.CopyTo(values.AsSpan(starts[series]));
            starts[series + 1] = starts[series] + rows.Count;
        }

        return new SalesPanel(FirstDate, DayCount, items, starts, days, values).With(ShardSales.Header(storage).Stated);
    }
}
