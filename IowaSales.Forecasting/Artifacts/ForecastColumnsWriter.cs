using System.Runtime.InteropServices;
using System.Text;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Training;

namespace IowaSales.Forecasting.Artifacts;

/// <summary>Writes forecasts as columns. Series are made and written by the thousand: no more of them are in memory at once.</summary>
internal sealed class ForecastColumnsWriter
{
    private const int ChunkSeries = 4096;

    private readonly Stream _stream;
    private readonly IForecastSource _source;
    private readonly ForecastTableBuilder _tables;
    private readonly (long Offset, long Length)[] _sections = new (long, long)[ColumnLayout.Sections];
    private readonly ItemSummary[] _summaries;

    private ForecastColumnsWriter(Stream stream, IForecastSource source)
    {
        (_stream, _source) = (stream, source);
        _tables = new ForecastTableBuilder(source.Days);
        _summaries = new ItemSummary[source.Names.Count];
    }

    /// <summary>Writes forecasts.</summary>
    /// <param name="stream">Where to, from its beginning; it can seek.</param>
    /// <param name="history">What was known.</param>
    /// <param name="backtest">The backtest of the model.</param>
    /// <param name="horizon">Days of a forecast.</param>
    /// <param name="forecastOf">Makes the forecast of a series; called from many threads.</param>
    /// <exception cref="AggregateException">A forecast cannot be made; it holds what <paramref name="forecastOf"/> threw.</exception>
    public static void Write(Stream stream, History history, Backtest backtest, int horizon, Func<int, SeriesForecast> forecastOf) =>
        Write(stream, new ModelForecasts(history, backtest, horizon, forecastOf));

    /// <summary>Writes forecasts.</summary>
    /// <param name="stream">Where to, from its beginning; it can seek.</param>
    /// <param name="source">The forecasts.</param>
    /// <exception cref="AggregateException">A forecast cannot be made; it holds what the source threw.</exception>
    public static void Write(Stream stream, IForecastSource source) => new ForecastColumnsWriter(stream, source).Write();

    private void Write()
    {
        _stream.Write(new byte[ColumnLayout.HeaderBytes]);
        var names = _source.Names;
        WriteLong(ColumnSection.RecordStarts, WriteRecords());
        WriteLong(ColumnSection.NameStarts, WriteNames(names));
        Write(ColumnSection.ExactNames, NameHash.TableOf(names, name => NameHash.Exact(name)));
        Write(ColumnSection.CaselessNames, NameHash.TableOf(names, NameHash.SoughtCaseless));
        var byName = ByName(names);
        Write(ColumnSection.ByName, byName);
        Write(ColumnSection.ByVolume, [.. byName.OrderByDescending(series => _summaries[series].Mean)]);
        Write(ColumnSection.ByGrowth, [.. byName.OrderByDescending(series => _summaries[series].Change ?? double.NegativeInfinity)]);
        Write(ColumnSection.Summaries, WriteSummaries);
        Write(ColumnSection.Tables, writer => new ForecastTables
        {
            Origin = _source.Origin,
            Days = _tables.AllDays,
            Chances = _tables.AllChances,
            Standards = _tables.AllStandards,
            Templates = _tables.AllTemplates,
            Correlation = _source.Backtest.Correlation(),
            LastWindowError = _source.Backtest.LastError() ?? double.NaN,
        }.Write(writer));
        WriteHeader();
    }

    private static int[] ByName(IReadOnlyList<string> names)
    {
        var sorted = new int[names.Count];
        var inOrder = true;
        for (var series = 0; series < sorted.Length; series++)
        {
            sorted[series] = series;
            inOrder &= series == 0 || string.CompareOrdinal(names[series - 1], names[series]) < 0;
        }

        return inOrder ? sorted : [.. sorted.OrderBy(series => names[series], StringComparer.Ordinal)];
    }

    private long[] WriteRecords()
    {
        var starts = new long[_summaries.Length + 1];
        var made = new ForecastEntry[Math.Min(ChunkSeries, _summaries.Length)];
        Write(ColumnSection.Records, writer =>
        {
            using var record = new MemoryStream();
            using var recordWriter = new BinaryWriter(record);
            for (var from = 0; from < _summaries.Length; from += ChunkSeries)
            {
                var count = Math.Min(ChunkSeries, _summaries.Length - from);
                Parallel.For(0, count, i => made[i] = _source.Entry(from + i));
                for (var i = 0; i < count; i++)
                {
                    ForecastRecord.Write(recordWriter, made[i].Forecast.Parts, _tables, made[i].Days, made[i].Recent);
                    writer.Write(record.GetBuffer().AsSpan(0, (int)record.Length));
                    _summaries[from + i] = made[i].Summary;
                    starts[from + i + 1] = starts[from + i] + record.Length;
                    record.SetLength(0);
                }
            }
        });
        return starts;
    }

    private long[] WriteNames(IReadOnlyList<string> names)
    {
        var starts = new long[names.Count + 1];
        Write(ColumnSection.Names, writer =>
        {
            for (var series = 0; series < names.Count; series++)
            {
                var bytes = Encoding.UTF8.GetBytes(names[series]);
                writer.Write(bytes);
                starts[series + 1] = starts[series] + bytes.Length;
            }
        });
        return starts;
    }

    private void WriteSummaries(BinaryWriter writer)
    {
        foreach (var summary in _summaries)
        {
            writer.Write(summary.Mean);
            writer.Write(summary.Median);
            writer.Write(summary.Lower);
            writer.Write(summary.Upper);
            writer.Write(summary.Last);
            writer.Write(summary.LastWindowError);
            writer.Write((int)summary.Notes);
        }
    }

    private void WriteHeader()
    {
        _stream.Position = 0;
        using var writer = new BinaryWriter(_stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(ColumnLayout.Magic);
        writer.Write(_summaries.Length);
        writer.Write(_source.Days.Count);
        foreach (var (offset, length) in _sections)
        {
            writer.Write(offset);
            writer.Write(length);
        }
    }

    private void Write(ColumnSection section, Action<BinaryWriter> write)
    {
        var start = _stream.Position;
        using (var writer = new BinaryWriter(_stream, Encoding.UTF8, leaveOpen: true))
        {
            write(writer);
        }

        _sections[(int)section] = (start, _stream.Position - start);
    }

    private void Write(ColumnSection section, int[] values) => Write(section, writer => WriteLittleEndian(writer, values, sizeof(int)));

    private void WriteLong(ColumnSection section, long[] values) => Write(section, writer => WriteLittleEndian(writer, values, sizeof(long)));

    private static void WriteLittleEndian<T>(BinaryWriter writer, T[] values, int bytesEach)
        where T : struct
    {
        var bytes = MemoryMarshal.AsBytes(values.AsSpan());
        if (BitConverter.IsLittleEndian)
        {
            writer.Write(bytes);
            return;
        }

        var turned = bytes.ToArray();
        for (var i = 0; i < turned.Length; i += bytesEach)
        {
            turned.AsSpan(i, bytesEach).Reverse();
        }

        writer.Write(turned);
    }
}
