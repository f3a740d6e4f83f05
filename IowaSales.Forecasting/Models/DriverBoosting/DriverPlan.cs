using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Models.DriverBoosting;

/// <summary>
/// How each driver is used: its values become codes that stay the same when later sales bring new levels. Learnt from the days before an origin.
/// </summary>
/// <param name="Drivers">The drivers that are used.</param>
/// <param name="Attributes">The attributes that are used.</param>
internal sealed record DriverPlan(IReadOnlyList<PlannedDriver> Drivers, IReadOnlyList<PlannedAttribute> Attributes)
{
    /// <summary>Levels of an attribute above which it tells single items, not groups; as a share of the items.</summary>
    private const double MaxLevelsPerItem = 0.25;

    /// <summary>Distinct values up to which a number is a state and not a quantity.</summary>
    private const int MaxStates = 12;

    /// <summary>Share of the days on which a driver has its usual level, from which on the other levels are events.</summary>
    private const double UsualShare = 0.88;

    /// <summary>Series that the plan is learnt from, at most; evenly over the panel.</summary>
    private const int MaxSeries = 200;

    /// <summary>Learns a plan without profile states.</summary>
    /// <param name="history">What is known.</param>
    public static DriverPlan Of(History history)
    {
        var planned = new List<PlannedDriver>();
        for (var driver = 0; driver < history.Drivers.Count; driver++)
        {
            if (history.Drivers[driver].Role == DriverRole.Ordinary && Plan(history, driver) is { } plan)
            {
                planned.Add(plan);
            }
        }

        return new DriverPlan(
            planned,
            [
                .. history.Attributes
                    .Where(attribute => attribute.Kind == DriverKind.Numeric || attribute.Levels.Count <= Math.Max(2, MaxLevelsPerItem * history.SeriesCount))
                    .Select(attribute => new PlannedAttribute(attribute.Name, attribute.Kind == DriverKind.Category, [.. attribute.Levels])),
            ]);
    }

    /// <summary>Reads back what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The state is damaged.</exception>
    public static DriverPlan Read(BinaryReader reader)
    {
        var drivers = new PlannedDriver[reader.ReadCount(sizeof(int))];
        for (var i = 0; i < drivers.Length; i++)
        {
            var (name, use) = (reader.ReadString(), (DriverUse)reader.ReadByte());
            var levels = ReadTexts(reader);
            drivers[i] = new PlannedDriver(name, use, levels, reader.ReadRow(), reader.ReadInt32(), reader.ReadBoolean());
            if (!Enum.IsDefined(use) || drivers[i].Usual < 0 || drivers[i].Usual >= Math.Max(1, drivers[i].Count))
            {
                throw new InvalidDataException("The use of a driver is damaged.");
            }
        }

        var attributes = new PlannedAttribute[reader.ReadCount(2)];
        for (var i = 0; i < attributes.Length; i++)
        {
            attributes[i] = new PlannedAttribute(reader.ReadString(), reader.ReadBoolean(), ReadTexts(reader));
        }

        return new DriverPlan(drivers, attributes);
    }

    /// <summary>Writes the plan.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Drivers.Count);
        foreach (var driver in Drivers)
        {
            writer.Write(driver.Name);
            writer.Write((byte)driver.Use);
            WriteTexts(writer, driver.Levels);
            writer.WriteRow(driver.Values);
            writer.Write(driver.Usual);
            writer.Write(driver.InProfile);
        }

        writer.Write(Attributes.Count);
        foreach (var attribute in Attributes)
        {
            writer.Write(attribute.Name);
            writer.Write(attribute.IsCategory);
            WriteTexts(writer, attribute.Levels);
        }
    }

    private static string[] ReadTexts(BinaryReader reader)
    {
        var texts = new string[reader.ReadCount(1)];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = reader.ReadString();
        }

        return texts;
    }

    private static void WriteTexts(BinaryWriter writer, string[] texts)
    {
        writer.Write(texts.Length);
        foreach (var text in texts)
        {
            writer.Write(text);
        }
    }

    private static PlannedDriver? Plan(History history, int driver)
    {
        var counts = new SortedDictionary<float, int>();
        var positive = true;
        var stride = Math.Max(1, history.SeriesCount / MaxSeries);
        var values = new float[history.Origin];
        for (var series = 0; series < history.SeriesCount; series += stride)
        {
            history.FillDriver(driver, series, 0, values);
            foreach (var value in values)
            {
                if (!float.IsNaN(value) && (counts.Count <= MaxStates || history.Drivers[driver].Kind == DriverKind.Category || counts.ContainsKey(value)))
                {
                    counts[value] = counts.GetValueOrDefault(value) + 1;
                }

                positive &= !(value <= 0);
            }
        }

        if (counts.Count < 2)
        {
            return null;
        }

        var definition = history.Drivers[driver];
        if (definition.Kind == DriverKind.Numeric && counts.Count > MaxStates)
        {
            return new PlannedDriver(definition.Name, positive ? DriverUse.Ratio : DriverUse.Amount, [], [], 0, false);
        }

        var codes = counts.Keys.ToArray();
        var usual = Array.IndexOf(codes, counts.MaxBy(count => count.Value).Key);
        var isUsual = counts[codes[usual]] >= UsualShare * counts.Values.Sum();
        return new PlannedDriver(
            definition.Name,
            isUsual ? DriverUse.Event : DriverUse.State,
            definition.Kind == DriverKind.Category ? [.. codes.Select(code => definition.Levels[(int)code])] : [],
            definition.Kind == DriverKind.Category ? [] : [.. codes.Select(code => (double)code)],
            usual,
            false);
    }
}

/// <summary>An attribute that is used.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsCategory">Whether it is a category.</param>
/// <param name="Levels">The levels of a category, by code.</param>
internal sealed record PlannedAttribute(string Name, bool IsCategory, string[] Levels)
{
    /// <summary>The code of an item's level; that of an unknown one where it is blank or came later.</summary>
    /// <param name="attribute">The attribute as the history has it; null when it does not have it.</param>
    /// <param name="item">Name of the item.</param>
    public double CodeOf(ItemAttribute? attribute, string item) =>
        attribute?.TextOf(item) is { } level && Array.IndexOf(Levels, level) is >= 0 and var code ? code : FeatureRow.None;
}

/// <summary>How a driver is used.</summary>
internal enum DriverUse
{
    /// <summary>A few values or levels that are all common: a promotion.</summary>
    State,

    /// <summary>A usual level and others that are rare: a holiday, a named event.</summary>
    Event,

    /// <summary>A quantity above 0 that counts as a ratio to its usual value: a price.</summary>
    Ratio,

    /// <summary>Any other quantity.</summary>
    Amount,
}

/// <summary>A driver that is used.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Use">How it is used.</param>
/// <param name="Levels">The levels of a category, by code.</param>
/// <param name="Values">The values of a number with few of them, by code.</param>
/// <param name="Usual">The most common code.</param>
/// <param name="InProfile">Whether profiles tell its states apart.</param>
internal sealed record PlannedDriver(string Name, DriverUse Use, string[] Levels, double[] Values, int Usual, bool InProfile)
{
    /// <summary>Number of codes; 0 for a quantity.</summary>
    public int Count => Levels.Length + Values.Length;

    /// <summary>Whether it has codes.</summary>
    public bool IsCoded => Use is DriverUse.State or DriverUse.Event;

    /// <summary>Turns values as they were stated into codes; what no code stands for becomes NaN. Leaves quantities as they are.</summary>
    /// <param name="definition">The driver as the history has it.</param>
    /// <param name="values">The values.</param>
    public void Encode(Driver definition, Span<float> values)
    {
        if (!IsCoded)
        {
            return;
        }

        var codes = definition.Kind == DriverKind.Category ? Array.ConvertAll([.. definition.Levels], level => Array.IndexOf(Levels, level)) : [];
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsNaN(values[i]))
            {
                var code = codes.Length > 0 ? codes[(int)values[i]] : Array.IndexOf(Values, values[i]);
                values[i] = code >= 0 ? code : float.NaN;
            }
        }
    }
}
