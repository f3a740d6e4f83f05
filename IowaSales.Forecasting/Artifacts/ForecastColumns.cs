using System.Buffers;
using System.Buffers.Binary;
using System.Collections;
using System.Text;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Training;

namespace IowaSales.Forecasting.Artifacts;

/// <summary>
/// The forecasts of a model from one origin, in columns that are read where they lie: an item is found by name, its forecast read, and what is at a glance of
/// it, without anything of the other items. Safe to read from many threads.
/// </summary>
public sealed class ForecastColumns
{
    private const int MaxHorizon = 1000;
    private const int StackBytes = 512;

    private readonly ColumnSource _source;
    private readonly (long Offset, long Length)[] _sections = new (long, long)[ColumnLayout.Sections];
    private readonly ForecastTables _tables;

    private ForecastColumns(ColumnSource source)
    {
        _source = source;
        Span<byte> header = stackalloc byte[ColumnLayout.HeaderBytes];
        source.Read(0, header);
        (Count, Horizon) = (BinaryPrimitives.ReadInt32LittleEndian(header[8..]), BinaryPrimitives.ReadInt32LittleEndian(header[12..]));
        if (BinaryPrimitives.ReadInt64LittleEndian(header) != ColumnLayout.Magic || Count < 0 || Horizon is < 1 or > MaxHorizon)
        {
            throw Damaged();
        }

        for (var section = 0; section < _sections.Length; section++)
        {
            var at = header[(16 + (section * 16))..];
            _sections[section] = (BinaryPrimitives.ReadInt64LittleEndian(at), BinaryPrimitives.ReadInt64LittleEndian(at[8..]));
        }

        Check();
        var tables = new byte[LengthOf(ColumnSection.Tables)];
        source.Read(OffsetOf(ColumnSection.Tables), tables);
        _tables = ForecastTables.Read(tables, Horizon);
        ByName = new SeriesOrder(this, ColumnSection.ByName);
        ByVolume = new SeriesOrder(this, ColumnSection.ByVolume);
        ByGrowth = new SeriesOrder(this, ColumnSection.ByGrowth);
        Names = new NameList(this);
    }

    /// <summary>Number of series.</summary>
    public int Count { get; }

    /// <summary>Days of a forecast.</summary>
    public int Horizon { get; }

    /// <summary>Names of the items, in the panel's order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Series in ordinal order of their names.</summary>
    public IReadOnlyList<int> ByName { get; }

    /// <summary>Series by expected total, largest first; equal ones by name.</summary>
    public IReadOnlyList<int> ByVolume { get; }

    /// <summary>Series by change, largest rise first; equal ones by name.</summary>
    public IReadOnlyList<int> ByGrowth { get; }

    /// <summary>Day index of the first forecast day in the panel.</summary>
    public int Origin => _tables.Origin;

    /// <summary>How much the items err together.</summary>
    public WeeklyCorrelation Correlation => _tables.Correlation;

    /// <summary>Error of the newest backtest window over all series; null when it is unknown.</summary>
    public double? LastWindowError => double.IsNaN(_tables.LastWindowError) ? null : _tables.LastWindowError;

    /// <summary>Puts forecasts into columns in memory.</summary>
    /// <param name="forecasts">The forecasts.</param>
    /// <param name="backtest">The backtest of the model that made them.</param>
    public static ForecastColumns Of(ForecastSet forecasts, Backtest backtest)
    {
        ArgumentNullException.ThrowIfNull(forecasts);
        using var stream = new MemoryStream();
        ForecastColumnsWriter.Write(stream, forecasts.History, backtest, forecasts.Horizon, series => forecasts.Series[series]);
        return new ForecastColumns(ColumnSource.Of(stream.ToArray()));
    }

    /// <summary>The forecasts as a set whose series are read one by one.</summary>
    /// <param name="history">Gives what was known, the same each time; only called where it is asked for.</param>
    public ForecastSet AsSet(Func<History> history) => new(history, _tables.Days[0], new ForecastList(this), DayOf);

    /// <summary>Finds an item as <see cref="ItemLookup"/> does: by its exact name, else without regard to case, as long as that names one item.</summary>
    /// <param name="text">What was typed.</param>
    /// <returns>Index of the series, or -1.</returns>
    public int Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var exact = FindIn(ColumnSection.ExactNames, NameHash.Exact(text), name => name == text);
        if (exact >= 0)
        {
            return exact;
        }

        var sought = ItemName.Sought(text);
        exact = sought == text ? -1 : FindIn(ColumnSection.ExactNames, NameHash.Exact(sought), name => name == sought);
        return exact >= 0
            ? exact
            : FindIn(ColumnSection.CaselessNames, NameHash.Caseless(sought), name => string.Equals(ItemName.Sought(name), sought, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>An item at a glance.</summary>
    /// <param name="series">Index of the series.</param>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public ItemSummary SummaryOf(int series)
    {
        Span<byte> bytes = stackalloc byte[ColumnLayout.SummaryBytes];
        _source.Read(OffsetOf(ColumnSection.Summaries) + ((long)Checked(series) * ColumnLayout.SummaryBytes), bytes);
        Span<double> numbers = stackalloc double[6];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = BinaryPrimitives.ReadDoubleLittleEndian(bytes[(i * sizeof(double))..]);
            if (double.IsInfinity(numbers[i]) || (double.IsNaN(numbers[i]) && i < numbers.Length - 1))
            {
                throw Damaged();
            }
        }

        var notes = (ItemNotes)BinaryPrimitives.ReadInt32LittleEndian(bytes[(6 * sizeof(double))..]);
        return new ItemSummary(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], notes);
    }

    /// <summary>The forecast of a series.</summary>
    /// <param name="series">Index of the series.</param>
    /// <returns>The forecast, and its days as the series has them.</returns>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public (SeriesForecast Forecast, IReadOnlyList<ForecastDay> Days) ForecastOf(int series)
    {
        var (forecast, days, _) = RecordOf(series);
        return (forecast, _tables.Days[days]);
    }

    /// <summary>The last days of a series, oldest first: its sales, 0 on an open day without a row, null on a closed one.</summary>
    /// <param name="series">Index of the series.</param>
    /// <exception cref="InvalidDataException">They are damaged.</exception>
    public IReadOnlyList<double?> RecentOf(int series)
    {
        var recent = RecordOf(series).Recent;
        var days = new double?[Math.Min(ColumnLayout.RecentDays, Origin)];
        for (var day = 0; day < days.Length; day++)
        {
            days[day] = (recent.Open >> day & 1) != 0 ? 0 : null;
        }

        foreach (var (day, amount) in recent.Sales)
        {
            days[day < days.Length ? day : throw Damaged()] = amount;
        }

        return days;
    }

    /// <summary>The forecast days of the panel.</summary>
    internal IReadOnlyList<ForecastDay> PanelDays => _tables.Days[0];

    /// <summary>What was written of a series.</summary>
    /// <param name="series">Index of the series.</param>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    internal ForecastEntry EntryOf(int series)
    {
        var (forecast, days, recent) = RecordOf(series);
        return new ForecastEntry(forecast, days == 0 ? null : _tables.Days[days], recent, SummaryOf(series));
    }

    /// <summary>Opens columns.</summary>
    /// <param name="source">Their bytes.</param>
    /// <exception cref="InvalidDataException">They are damaged.</exception>
    internal static ForecastColumns Open(ColumnSource source)
    {
        try
        {
            return new ForecastColumns(source);
        }
        catch (Exception exception) when (exception is EndOfStreamException or ArgumentException or OverflowException or FormatException)
        {
            throw new InvalidDataException("The columns of the forecasts are damaged.", exception);
        }
    }

    /// <summary>Reads everything once.</summary>
    /// <exception cref="InvalidDataException">Something is damaged.</exception>
    internal void CheckAll()
    {
        for (var series = 0; series < Count; series++)
        {
            _ = RecentOf(series);
            _ = SummaryOf(series);
            _ = (ByName[series], ByVolume[series], ByGrowth[series]);
            if (FindIn(ColumnSection.ExactNames, NameHash.Exact(Names[series]), name => name == Names[series]) != series)
            {
                throw Damaged();
            }
        }
    }

    private long OffsetOf(ColumnSection section) => _sections[(int)section].Offset;

    private long LengthOf(ColumnSection section) => _sections[(int)section].Length;

    private int Checked(int series) => (uint)series < (uint)Count ? series : throw new ArgumentOutOfRangeException(nameof(series));

    /// <summary>Every section lies in the file and is as long as its series make it.</summary>
    private void Check()
    {
        var placed = Array.TrueForAll(_sections, section =>
            section.Offset >= ColumnLayout.HeaderBytes && section.Length >= 0 && section.Length <= _source.Length && section.Offset <= _source.Length - section.Length);
        var (starts, order, table) = ((Count + 1L) * sizeof(long), (long)Count * sizeof(int), (long)ColumnLayout.Places(Count) * sizeof(int));
        if (!placed
            || LengthOf(ColumnSection.RecordStarts) != starts || LengthOf(ColumnSection.NameStarts) != starts
            || LengthOf(ColumnSection.ExactNames) != table || LengthOf(ColumnSection.CaselessNames) != table
            || LengthOf(ColumnSection.ByName) != order || LengthOf(ColumnSection.ByVolume) != order || LengthOf(ColumnSection.ByGrowth) != order
            || LengthOf(ColumnSection.Summaries) != (long)Count * ColumnLayout.SummaryBytes
            || LengthOf(ColumnSection.Tables) > int.MaxValue)
        {
            throw Damaged();
        }
    }

    private (long Offset, int Length) Place(int series, ColumnSection starts, ColumnSection content)
    {
        var (from, to) = _source.ReadRange(OffsetOf(starts) + ((long)Checked(series) * sizeof(long)));
        return from >= 0 && to >= from && to <= LengthOf(content) && to - from <= Array.MaxLength
            ? (OffsetOf(content) + from, (int)(to - from))
            : throw Damaged();
    }

    private string NameOf(int series)
    {
        var (offset, length) = Place(series, ColumnSection.NameStarts, ColumnSection.Names);
        if (length > StackBytes)
        {
            var bytes = new byte[length];
            _source.Read(offset, bytes);
            return Encoding.UTF8.GetString(bytes);
        }

        Span<byte> few = stackalloc byte[length];
        _source.Read(offset, few);
        return Encoding.UTF8.GetString(few);
    }

    private (SeriesForecast Forecast, int Days, RecentDays Recent) RecordOf(int series)
    {
        var (offset, length) = Place(series, ColumnSection.RecordStarts, ColumnSection.Records);
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            _source.Read(offset, bytes.AsSpan(0, length));
            return ForecastRecord.Read(bytes.AsSpan(0, length), NameOf(series), _tables, Horizon);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private ForecastDay DayOf(int series, int step) => _tables.Days[RecordOf(series).Days][step];

    /// <summary>The only series of a hash whose name is meant; -1 when there is none or another.</summary>
    private int FindIn(ColumnSection table, ulong hash, Func<string, bool> isMeant)
    {
        var (places, found) = (ColumnLayout.Places(Count), -1);
        for (var (place, probes) = ((int)(hash & (ulong)(places - 1)), 0); probes < places; place = (place + 1) & (places - 1), probes++)
        {
            var series = _source.ReadInt32(OffsetOf(table) + ((long)place * sizeof(int))) - 1;
            if (series < 0)
            {
                return found;
            }

            if (series >= Count)
            {
                throw Damaged();
            }

            if (isMeant(NameOf(series)))
            {
                if (found >= 0)
                {
                    return -1;
                }

                found = series;
            }
        }

        return found;
    }

    private static InvalidDataException Damaged() => new("The columns of the forecasts are damaged.");

    private sealed class ForecastList(ForecastColumns columns) : IReadOnlyList<SeriesForecast>
    {
        public int Count => columns.Count;

        public SeriesForecast this[int index] => columns.RecordOf(index).Forecast;

        public IEnumerator<SeriesForecast> GetEnumerator() => Enumerable.Range(0, Count).Select(series => this[series]).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class NameList(ForecastColumns columns) : IReadOnlyList<string>
    {
        public int Count => columns.Count;

        public string this[int index] => columns.NameOf(index);

        public IEnumerator<string> GetEnumerator() => Enumerable.Range(0, Count).Select(series => this[series]).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class SeriesOrder(ForecastColumns columns, ColumnSection section) : IReadOnlyList<int>
    {
        public int Count => columns.Count;

        public int this[int index] =>
            columns._source.ReadInt32(columns.OffsetOf(section) + ((long)columns.Checked(index) * sizeof(int))) is var series && (uint)series < (uint)Count
                ? series
                : throw Damaged();

        public IEnumerator<int> GetEnumerator() => Enumerable.Range(0, Count).Select(place => this[place]).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
