using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Sharding;

/// <summary>Reads sales that were divided into shards.</summary>
internal static class ShardSales
{
    /// <summary>The days and the stated calendar of the panel, without series.</summary>
    public static SalesPanel Header(IShardStorage storage) => storage.Read(ShardNames.Panel, PanelFormat.Read);

    /// <summary>The shard of each series, in the panel's order.</summary>
    public static ushort[] Order(IShardStorage storage, int series) => storage.Read(ShardNames.Order, reader =>
    {
        var order = new ushort[series];
        foreach (ref var shard in order.AsSpan())
        {
            shard = reader.ReadUInt16();
        }

        return order;
    });

    /// <summary>The series of a shard, in the panel's order.</summary>
    public static SalesPanel Read(IShardStorage storage, SpilledSales sales, int shard) => storage.Read(ShardNames.SalesOf(shard), reader =>
    {
        var items = new string[sales.Series[shard]];
        var starts = new int[items.Length + 1];
        var (days, values) = (new List<int>(), new List<double>());
        for (var series = 0; series < items.Length; series++)
        {
            items[series] = PanelFormat.ReadSeries(reader, sales.DayCount, days, values);
            starts[series + 1] = days.Count;
        }

        return new SalesPanel(sales.FirstDate, sales.DayCount, items, starts, [.. days], [.. values]).With(Header(storage).Stated);
    });
}
