using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Artifacts;

/// <summary>The sales inside an artifact: columns in little-endian order, day indices as differences.</summary>
internal static class PanelFormat
{
    public static void Write(BinaryWriter writer, SalesPanel panel)
    {
        writer.Write(panel.FirstDate.DayNumber);
        writer.Write(panel.DayCount);
        writer.Write(panel.SeriesCount);
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            var rows = panel.Rows(series);
            writer.Write(panel.Items[series]);
            writer.Write7BitEncodedInt(rows.Count);
            var previous = 0;
            for (var i = 0; i < rows.Count; i++)
            {
                writer.Write7BitEncodedInt(rows.Days[i] - previous);
                writer.Write(rows.Values[i]);
                previous = rows.Days[i];
            }
        }
    }

    public static SalesPanel Read(BinaryReader reader)
    {
        var firstDate = DateOnly.FromDayNumber(reader.ReadInt32());
        var dayCount = reader.ReadInt32();
        var items = new string[reader.ReadInt32()];
        var starts = new int[items.Length + 1];
        var days = new List<int>();
        var values = new List<double>();
        for (var series = 0; series < items.Length; series++)
        {
            items[series] = reader.ReadString();
            var count = reader.Read7BitEncodedInt();
            var day = 0;
            for (var i = 0; i < count; i++)
            {
                day += reader.Read7BitEncodedInt();
                days.Add(day);
                values.Add(reader.ReadDouble());
            }

            starts[series + 1] = days.Count;
        }

        return new SalesPanel(firstDate, dayCount, items, starts, [.. days], [.. values]);
    }
}
