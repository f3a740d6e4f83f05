using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Artifacts;

/// <summary>The drivers and attributes inside an artifact: definitions, then runs of values by item.</summary>
internal static class DriverFormat
{
    /// <summary>Fewest bytes of a run: a difference of days and a value.</summary>
    private const int RunBytes = 1 + sizeof(double);

    /// <summary>Fewest bytes of what an item has: the length of its name, and a value or a number of runs.</summary>
    private const int ItemBytes = 2;

    /// <summary>Fewest bytes of a driver or attribute.</summary>
    private const int ColumnBytes = 4;

    public static void Write(BinaryWriter writer, DriverSet set)
    {
        writer.Write7BitEncodedInt(set.Drivers.Count);
        for (var driver = 0; driver < set.Drivers.Count; driver++)
        {
            WriteColumn(writer, set.ColumnOf(driver));
        }

        writer.Write7BitEncodedInt(set.Attributes.Count);
        foreach (var attribute in set.Attributes)
        {
            WriteAttribute(writer, attribute);
        }
    }

    public static DriverSet Read(BinaryReader reader)
    {
        var columns = new DriverColumn[reader.ReadShortCount(ColumnBytes)];
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i] = ReadColumn(reader);
        }

        var attributes = new ItemAttribute[reader.ReadShortCount(ColumnBytes)];
        for (var i = 0; i < attributes.Length; i++)
        {
            attributes[i] = ReadAttribute(reader);
        }

        return columns.Length + attributes.Length == 0 ? DriverSet.Empty
            : Different(columns.Select(column => column.Driver.Name)) && Different(attributes.Select(attribute => attribute.Name))
                ? new DriverSet(columns, attributes)
                : throw new InvalidDataException("Two drivers or attributes have the same name.");
    }

    private static void WriteColumn(BinaryWriter writer, DriverColumn column)
    {
        writer.Write(column.Driver.Name);
        WriteKind(writer, column.Driver.Kind, column.Driver.Levels);
        writer.Write(column.Driver.KnownAhead);
        writer.Write((byte)column.Driver.Fill);
        writer.Write(column.Driver.Default);
        WriteRuns(writer, column.Common);
        writer.Write7BitEncodedInt(column.Own.Count);
        foreach (var (item, runs) in column.Own.OrderBy(own => own.Key, StringComparer.Ordinal))
        {
            writer.Write(item);
            WriteRuns(writer, runs);
        }
    }

    private static DriverColumn ReadColumn(BinaryReader reader)
    {
        var name = reader.ReadString();
        var (kind, levels) = ReadKind(reader);
        var driver = new Driver(name, kind)
        {
            Levels = levels,
            KnownAhead = reader.ReadBoolean(),
            Fill = (DriverFill)reader.ReadByte(),
            Default = reader.ReadDouble(),
        };
        if (!Enum.IsDefined(driver.Fill) || (driver.Fill == DriverFill.Default && !IsValue(driver.Default, kind, levels)))
        {
            throw new InvalidDataException("What a driver has on days without a value is damaged.");
        }

        var common = ReadRuns(reader, kind, levels);
        var own = new Dictionary<string, DriverRuns>(StringComparer.Ordinal);
        for (var remaining = reader.ReadShortCount(ItemBytes); remaining > 0; remaining--)
        {
            var item = reader.ReadString();
            own.Add(item, ReadRuns(reader, kind, levels) ?? throw new InvalidDataException("An item has no values of a driver."));
        }

        return new DriverColumn(driver, common, own);
    }

    private static void WriteAttribute(BinaryWriter writer, ItemAttribute attribute)
    {
        writer.Write(attribute.Name);
        WriteKind(writer, attribute.Kind, attribute.Levels);
        writer.Write7BitEncodedInt(attribute.Items.Count());
        foreach (var item in attribute.Items.Order(StringComparer.Ordinal))
        {
            writer.Write(item);
            writer.Write(attribute.ValueOf(item));
        }
    }

    private static ItemAttribute ReadAttribute(BinaryReader reader)
    {
        var name = reader.ReadString();
        var (kind, levels) = ReadKind(reader);
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var remaining = reader.ReadShortCount(1 + sizeof(double)); remaining > 0; remaining--)
        {
            var (item, value) = (reader.ReadString(), reader.ReadDouble());
            values.Add(item, IsValue(value, kind, levels) ? value : throw NoValue());
        }

        return new ItemAttribute(name, kind, levels, values);
    }

    private static void WriteKind(BinaryWriter writer, DriverKind kind, IReadOnlyList<string> levels)
    {
        writer.Write((byte)kind);
        writer.Write7BitEncodedInt(levels.Count);
        foreach (var level in levels)
        {
            writer.Write(level);
        }
    }

    private static (DriverKind Kind, string[] Levels) ReadKind(BinaryReader reader)
    {
        var kind = (DriverKind)reader.ReadByte();
        var levels = new string[reader.ReadShortCount(1)];
        for (var i = 0; i < levels.Length; i++)
        {
            levels[i] = reader.ReadString();
        }

        return Enum.IsDefined(kind) && Different(levels) ? (kind, levels) : throw new InvalidDataException("The kind of a driver or attribute is damaged.");
    }

    private static void WriteRuns(BinaryWriter writer, DriverRuns? runs)
    {
        writer.Write7BitEncodedInt(runs?.Days.Length ?? 0);
        var previous = 0;
        for (var i = 0; i < runs?.Days.Length; i++)
        {
            writer.Write7BitEncodedInt(runs.Days[i] - previous);
            writer.Write(runs.Values[i]);
            previous = runs.Days[i];
        }
    }

    private static DriverRuns? ReadRuns(BinaryReader reader, DriverKind kind, string[] levels)
    {
        var days = new int[reader.ReadShortCount(RunBytes)];
        var values = new double[days.Length];
        var day = -1L;
        for (var i = 0; i < days.Length; i++)
        {
            var next = Math.Max(day, 0) + reader.Read7BitEncodedInt();
            values[i] = reader.ReadDoubleOrNaN();
            if (next <= day || next > DateOnly.MaxValue.DayNumber || (!double.IsNaN(values[i]) && !IsValue(values[i], kind, levels)))
            {
                throw NoValue();
            }

            days[i] = (int)next;
            day = next;
        }

        return days.Length == 0 ? null : double.IsNaN(values[^1]) ? new DriverRuns(days, values) : throw NoValue();
    }

    private static bool IsValue(double value, DriverKind kind, string[] levels) =>
        double.IsFinite(value) && (kind == DriverKind.Numeric || (value >= 0 && value < levels.Length && value == Math.Floor(value)));

    private static bool Different(IEnumerable<string> names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return names.All(seen.Add);
    }

    private static InvalidDataException NoValue() => new("The values of a driver or attribute are damaged.");
}
