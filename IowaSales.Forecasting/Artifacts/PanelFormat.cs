using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Artifacts;

/// <summary>The sales inside an artifact: columns in little-endian order, day indices as differences; what was stated of open days;
/// and drivers and attributes.</summary>
internal static class PanelFormat
{
    /// <summary>Most days of a panel, 150 years: what a day costs in memory is not in the file.</summary>
    private const int MaxDays = 150 * 366;

    /// <summary>Fewest bytes of a row: a difference and a value.</summary>
    private const int RowBytes = 1 + sizeof(double);

    /// <summary>Fewest bytes of a series: the length of its name and its number of rows.</summary>
    private const int SeriesBytes = 2;

    public static void Write(BinaryWriter writer, SalesPanel panel)
    {
        WriteBeginning(writer, panel, panel.SeriesCount);
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            WriteSeries(writer, panel.Items[series], panel.Rows(series));
        }

        WriteEnd(writer, panel);
    }

    /// <summary>Writes what comes before the series.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="panel">The panel, or one with its days.</param>
    /// <param name="count">Number of series that will follow.</param>
    public static void WriteBeginning(BinaryWriter writer, SalesPanel panel, int count)
    {
        writer.Write(panel.FirstDate.DayNumber);
        writer.Write(panel.DayCount);
        writer.Write(count);
    }

    /// <summary>Writes a series.</summary>
    public static void WriteSeries(BinaryWriter writer, string item, SeriesRows rows)
    {
        writer.Write(item);
        writer.Write7BitEncodedInt(rows.Count);
        var previous = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            writer.Write7BitEncodedInt(rows.Days[i] - previous);
            writer.Write(rows.Values[i]);
            previous = rows.Days[i];
        }
    }

    /// <summary>Writes what comes after the series.</summary>
    public static void WriteEnd(BinaryWriter writer, SalesPanel panel)
    {
        WriteStated(writer, panel.Stated);
        DriverFormat.Write(writer, panel.Drivers);
        writer.Write((byte)panel.Missing);
    }

    public static SalesPanel Read(BinaryReader reader)
    {
        var firstDate = DateOnly.FromDayNumber(reader.ReadInt32());
        var dayCount = reader.ReadInt32();
        if (dayCount is < 1 or > MaxDays || DateOnly.MaxValue.DayNumber - firstDate.DayNumber < dayCount + MaxDays)
        {
            throw new InvalidDataException("The span of the sales is impossible.");
        }

        var items = new string[reader.ReadCount(SeriesBytes)];
        var starts = new int[items.Length + 1];
        var days = new List<int>();
        var values = new List<double>();
        for (var series = 0; series < items.Length; series++)
        {
            items[series] = ReadSeries(reader, dayCount, days, values);
            starts[series + 1] = days.Count;
        }

        return new SalesPanel(firstDate, dayCount, items, starts, [.. days], [.. values]).With(ReadStated(reader)).With(DriverFormat.Read(reader)).With(ReadMissing(reader));
    }

    /// <summary>Reads a series.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="dayCount">Days of the panel.</param>
    /// <param name="days">Receives its days.</param>
    /// <param name="values">Receives its sales.</param>
    /// <returns>Its name.</returns>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static string ReadSeries(BinaryReader reader, int dayCount, List<int> days, List<double> values)
    {
        var item = reader.ReadString();
        var count = reader.ReadShortCount(RowBytes);
        var day = -1;
        for (var i = 0; i < count; i++)
        {
            var step = reader.Read7BitEncodedInt();
            var next = (long)Math.Max(day, 0) + step;
            if (next <= day || next >= dayCount)
            {
                throw new InvalidDataException("The days of a series do not ascend within the panel.");
            }

            day = (int)next;
            days.Add(day);
            values.Add(reader.ReadDouble());
        }

        return item;
    }

    private static MissingDays ReadMissing(BinaryReader reader) =>
        (MissingDays)reader.ReadByte() is var missing && Enum.IsDefined(missing) ? missing : throw new InvalidDataException("What missing days mean is damaged.");

    private static void WriteStated(BinaryWriter writer, StatedCalendar stated)
    {
        writer.Write7BitEncodedInt(stated.Days.Count);
        foreach (var day in stated.Days)
        {
            writer.Write(day.Date.DayNumber);
            writer.Write(day.Open);
            writer.Write(day.Name ?? "");
            writer.Write(day.Item ?? "");
        }
    }

    private static StatedCalendar ReadStated(BinaryReader reader)
    {
        var days = new List<StatedDay>();
        for (var remaining = reader.Read7BitEncodedInt(); remaining > 0; remaining--)
        {
            var date = DateOnly.FromDayNumber(reader.ReadInt32());
            var open = reader.ReadBoolean();
            var (name, item) = (reader.ReadString(), reader.ReadString());
            days.Add(new StatedDay(date, open, name.Length == 0 ? null : name, item.Length == 0 ? null : item));
        }

        return days.Count == 0 ? StatedCalendar.Empty : new StatedCalendar(days);
    }
}
