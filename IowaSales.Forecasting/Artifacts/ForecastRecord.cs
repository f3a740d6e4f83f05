using System.Buffers.Binary;
using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Metrics;

namespace IowaSales.Forecasting.Artifacts;

/// <summary>The record of one series: its forecast, then its last sales. What many series share is a number in the tables.</summary>
internal static class ForecastRecord
{
    private const byte Known = 1;
    private const byte OwnGrid = 2;
    private const byte OneUnit = 4;
    private const byte SmallCounts = 8;

    /// <summary>Sales of a day above this are no sales.</summary>
    private const double MaxForecast = 1e15;

    /// <summary>Writes a record.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="parts">The forecast.</param>
    /// <param name="tables">Numbers what is shared.</param>
    /// <param name="days">The series' own days; null for the panel's.</param>
    /// <param name="recent">Its last sales.</param>
    public static void Write(BinaryWriter writer, in ForecastParts parts, ForecastTableBuilder tables, ForecastDay[]? days, RecentDays recent)
    {
        var ownGrid = parts.Units.Length == 0;
        var oneUnit = !ownGrid && parts.Units.AsSpan().IndexOfAnyExcept(parts.Units[0]) < 0;
        var smallCounts = ownGrid && Array.TrueForAll(parts.Grid, value => value is >= 0 and <= byte.MaxValue && value == (byte)value);
        writer.Write((byte)((parts.KnownToModel ? Known : 0) | (ownGrid ? OwnGrid : 0) | (oneUnit ? OneUnit : 0) | (smallCounts ? SmallCounts : 0)));
        writer.Write7BitEncodedInt(tables.Template(parts.Template));
        writer.Write7BitEncodedInt(tables.Days(days));
        writer.Write7BitEncodedInt(tables.Chances(parts.Chances));
        if (ownGrid)
        {
            foreach (var value in parts.Grid)
            {
                if (smallCounts)
                {
                    writer.Write((byte)value);
                }
                else
                {
                    writer.Write(value);
                }
            }
        }
        else
        {
            foreach (var standard in parts.Standards)
            {
                writer.Write7BitEncodedInt(tables.Standard(standard));
            }

            foreach (var unit in oneUnit ? parts.Units.AsSpan(0, 1) : parts.Units)
            {
                writer.Write(unit);
            }
        }

        for (var step = 0; step < parts.Means.Length; step++)
        {
            if (parts.Chances[step] > 0)
            {
                writer.Write(parts.Means[step]);
            }
        }

        writer.Write(recent.Open);
        writer.Write((byte)recent.Sales.Count);
        foreach (var (day, amount) in recent.Sales)
        {
            writer.Write((byte)day);
            writer.Write(amount);
        }
    }

    /// <summary>Reads a record.</summary>
    /// <param name="bytes">The record.</param>
    /// <param name="item">Name of the item.</param>
    /// <param name="tables">What is shared.</param>
    /// <param name="horizon">Number of steps.</param>
    /// <returns>The forecast, the number of its days in the tables, and its last sales.</returns>
    /// <exception cref="InvalidDataException">The record is damaged.</exception>
    public static (SeriesForecast Forecast, int Days, RecentDays Recent) Read(ReadOnlySpan<byte> bytes, string item, ForecastTables tables, int horizon)
    {
        var reader = new RecordReader(bytes);
        var flags = reader.Byte();
        var template = reader.Of(tables.Templates);
        var days = reader.Index(tables.Days.Count);
        var chances = reader.Of(tables.Chances);
        double[] grid = [], units = [], means = new double[horizon];
        double[][] standards = [];
        if ((flags & OwnGrid) != 0)
        {
            grid = new double[horizon * QuantileLevels.Grid.Count];
            foreach (ref var value in grid.AsSpan())
            {
                value = (flags & SmallCounts) != 0 ? reader.Byte() : reader.Number();
            }
        }
        else
        {
            standards = new double[horizon][];
            units = new double[horizon];
            foreach (ref var standard in standards.AsSpan())
            {
                standard = reader.Of(tables.Standards);
            }

            for (var step = 0; step < horizon; step++)
            {
                units[step] = step > 0 && (flags & OneUnit) != 0 ? units[0] : reader.Number();
            }
        }

        for (var step = 0; step < horizon; step++)
        {
            means[step] = chances[step] > 0 ? reader.Number() : 0;
        }

        var recent = ReadRecent(ref reader);
        var forecast = SeriesForecast.Of(new ForecastParts(item, (flags & Known) != 0, grid, units, standards, chances, means, template));
        return reader.IsAtEnd && IsUsable(forecast) ? (forecast, days, recent) : throw RecordReader.Damaged();
    }

    private static RecentDays ReadRecent(ref RecordReader reader)
    {
        var open = reader.Bits();
        var sales = new (int, double)[reader.Byte()];
        foreach (ref var day in sales.AsSpan())
        {
            day = (reader.Byte() is var number && number < ColumnLayout.RecentDays ? number : throw RecordReader.Damaged(), reader.Number());
        }

        return new RecentDays(open, sales);
    }

    private static bool IsUsable(SeriesForecast forecast)
    {
        for (var step = 0; step < forecast.Horizon; step++)
        {
            if (forecast.Mean(step) is not (>= 0 and < MaxForecast) || forecast.Median[step] is not (>= 0 and < MaxForecast))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads a record from its beginning to its end; every number is finite.</summary>
    private ref struct RecordReader(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _left = bytes;

        public readonly bool IsAtEnd => _left.IsEmpty;

        public static InvalidDataException Damaged() => new("The forecast of a series is damaged.");

        public byte Byte() => Take(1)[0];

        public double Number() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double))) is var value && double.IsFinite(value) ? value : throw Damaged();

        public uint Bits() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));

        public T Of<T>(IReadOnlyList<T> table) => table[Index(table.Count)];

        /// <summary>An index in seven bits a byte.</summary>
        public int Index(int count)
        {
            var (index, shift) = (0L, 0);
            byte part;
            do
            {
                part = Byte();
                index |= (long)(part & 0x7F) << shift;
                shift += 7;
            }
            while ((part & 0x80) != 0 && shift < 35);
            return index < count ? (int)index : throw Damaged();
        }

        private ReadOnlySpan<byte> Take(int count)
        {
            if (count > _left.Length)
            {
                throw Damaged();
            }

            var taken = _left[..count];
            _left = _left[count..];
            return taken;
        }
    }
}

/// <summary>The last days of a series.</summary>
/// <param name="Open">Which of them were open: bit 0 is the oldest.</param>
/// <param name="Sales">Days with a row, by their number from the oldest, and their amounts.</param>
internal readonly record struct RecentDays(uint Open, IReadOnlyList<(int Day, double Amount)> Sales);
