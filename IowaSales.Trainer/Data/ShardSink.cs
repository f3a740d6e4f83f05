using DuckDB.NET.Data;
using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Forecasting.Sharding;

namespace IowaSales.Trainer.Data;

/// <summary>Takes a large panel as it is read, shard by shard, so that it is never in memory as a whole.</summary>
/// <param name="open">Opens the place where the shards go, and a folder for what is not whole yet.</param>
/// <param name="stated">What a person stated of open and closed days.</param>
internal sealed class ShardSink(Func<(IShardStorage Parts, string Scratch)> open, StatedCalendar stated)
{
    /// <summary>The sales that were taken; null while none were.</summary>
    public SpilledSales? Taken { get; private set; }

    /// <summary>Takes sales.</summary>
    /// <param name="name">What messages call the file.</param>
    /// <param name="first">Date of day 0.</param>
    /// <param name="dayCount">Number of days.</param>
    /// <param name="items">Names of the series.</param>
    /// <param name="source">Where the sales came from.</param>
    /// <param name="read">Gives each row: the index of its series, its day and its total, by series and day.</param>
    /// <returns>A panel of the same days without series.</returns>
    /// <exception cref="SalesDataException">A total is too large.</exception>
    public SalesPanel Take(string name, DateOnly first, int dayCount, string[] items, SalesSource source, Action<Action<DuckDBDataReader>> read)
    {
        var (storage, scratch) = open();
        using var spill = new SalesSpill(storage, first, dayCount, items.Length, scratch);
        var (current, days, values) = (0, new List<int>(), new List<double>());
        void Add()
        {
            spill.Add(items[current], [.. days], [.. values]);
            days.Clear();
            values.Clear();
        }

        read(row =>
        {
            while (row.GetInt32(0) > current)
            {
                Add();
                current++;
            }

            days.Add(row.GetInt32(1));
            values.Add(SalesCsvReader.AdmittedTotal(row.GetDouble(2), name, items[current], first.AddDays(days[^1])));
        });
        Add();
        Taken = spill.Complete(stated, Describe(source));
        return new SalesPanel(first, dayCount, [], [0], [], []).With(stated);
    }

    /// <summary>Takes a panel that is in memory.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="source">Where the sales came from.</param>
    public void Take(SalesPanel panel, SalesSource source) => Taken = SpilledSales.Of(panel.With(stated), open().Parts, Describe(source));

    private static Func<SpilledSales, SpilledSales> Describe(SalesSource source) =>
        sales => sales with { DataSource = source.Description, Simulated = source.Simulated };
}
