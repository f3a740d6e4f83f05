using System.Text;
using System.Text.Json;
using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Sharding;

/// <summary>Divides sales into shards as they are read, series by series. Disposed of before it is complete, it leaves nothing that counts.</summary>
public sealed class SalesSpill : IDisposable
{
    private const int Buffer = 1 << 14;

    private readonly IShardStorage _storage;
    private readonly DateOnly _firstDate;
    private readonly FileStream[] _files;
    private readonly BinaryWriter[] _writers;
    private readonly int[] _series;
    private readonly List<ushort> _order;
    private readonly bool[] _sold;
    private int _rows;

    /// <summary>Begins.</summary>
    /// <param name="storage">Where the shards go.</param>
    /// <param name="firstDate">Date of day 0.</param>
    /// <param name="dayCount">Number of days.</param>
    /// <param name="series">Number of series that will come.</param>
    /// <param name="scratch">A folder for what is not whole yet; null for that of the system.</param>
    /// <param name="seriesPerShard">Series of a shard, about.</param>
    public SalesSpill(
        IShardStorage storage, DateOnly firstDate, int dayCount, int series, string? scratch = null, int seriesPerShard = SpilledSales.DefaultSeriesPerShard)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seriesPerShard, 1);
        (_storage, _firstDate, _sold, _order) = (storage, firstDate, new bool[dayCount], new List<ushort>(series));
        var shards = checked((ushort)Math.Max(1, (series + (long)seriesPerShard - 1) / seriesPerShard));
        _series = new int[shards];
        _files = new FileStream[shards];
        _writers = new BinaryWriter[shards];
        for (var shard = 0; shard < shards; shard++)
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Share = FileShare.Delete,
                BufferSize = Buffer,
                Options = FileOptions.DeleteOnClose,
            };
            _files[shard] = new FileStream(Path.Combine(scratch ?? Path.GetTempPath(), $"iowasales-{Guid.NewGuid():N}.tmp"), options);
            _writers[shard] = new BinaryWriter(_files[shard], Encoding.UTF8, leaveOpen: true);
        }
    }

    /// <summary>Adds the next series.</summary>
    /// <param name="item">Its name.</param>
    /// <param name="days">Day indices, ascending.</param>
    /// <param name="values">Totals beside <paramref name="days"/>.</param>
    public void Add(string item, ReadOnlySpan<int> days, ReadOnlySpan<double> values)
    {
        var shard = SpilledSales.ShardOf(item, _series.Length);
        PanelFormat.WriteSeries(_writers[shard], item, new SeriesRows(days, values));
        _series[shard]++;
        _order.Add((ushort)shard);
        _rows += days.Length;
        for (var i = 0; i < days.Length; i++)
        {
            _sold[days[i]] |= values[i] != 0;
        }
    }

    /// <summary>All series were added.</summary>
    /// <param name="stated">What a person stated of open and closed days.</param>
    /// <param name="describe">Says where the sales came from, beside what is known of them.</param>
    public SpilledSales Complete(StatedCalendar stated, Func<SpilledSales, SpilledSales> describe)
    {
        ArgumentNullException.ThrowIfNull(describe);
        for (var shard = 0; shard < _files.Length; shard++)
        {
            var file = _files[shard];
            _writers[shard].Flush();
            file.Position = 0;
            _storage.Write(ShardNames.SalesOf(shard), file.CopyTo);
        }

        var sales = describe(new SpilledSales
        {
            FirstDate = _firstDate,
            DayCount = _sold.Length,
            Series = _series,
            Rows = _rows,
            DaysWithSales = [.. Enumerable.Range(0, _sold.Length).Where(day => _sold[day])],
        });
        _storage.WriteBinary(ShardNames.Order, writer => _order.ForEach(writer.Write));
        _storage.WriteBinary(ShardNames.Panel, writer => PanelFormat.Write(writer, new SalesPanel(_firstDate, _sold.Length, [], [0], [], []).With(stated)));
        _storage.Write(ShardNames.Sales, stream => JsonSerializer.Serialize(stream, sales, ShardJson.Default.SpilledSales));
        return sales;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (writer, file) in _writers.Zip(_files))
        {
            writer.Dispose();
            file.Dispose();
        }
    }
}
