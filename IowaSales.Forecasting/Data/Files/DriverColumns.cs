namespace IowaSales.Forecasting.Data.Files;

/// <summary>What a table holds.</summary>
internal enum TableContent
{
    /// <summary>Sales: a day, an item, an amount, and drivers where they are named.</summary>
    Sales,

    /// <summary>Drivers: a day, an item or none for all, and values.</summary>
    Drivers,

    /// <summary>Attributes: an item and values.</summary>
    Attributes,
}

/// <summary>Which columns of a table of drivers or attributes hold what, by their names in the table.</summary>
/// <param name="Date">Column of the day; null for attributes.</param>
/// <param name="Key">Columns that name the item; none where drivers are for all items.</param>
/// <param name="Values">All other columns.</param>
public sealed record DriverColumns(string? Date, IReadOnlyList<string> Key, IReadOnlyList<string> Values)
{
    /// <summary>Most columns of drivers or attributes in a table.</summary>
    public const int MaxValues = 100;

    /// <summary>
    /// The columns of a table of drivers: a day, the columns of the item's key or none of them, and drivers. Day and key are headed as in the sales, or
    /// as in the project's own files. A column of the amount sold is passed over.
    /// </summary>
    /// <param name="header">Names of the table's columns.</param>
    /// <param name="columns">The columns of the sales.</param>
    /// <param name="input">What messages call the table.</param>
    /// <exception cref="SalesDataException">There is no day, a part of a key, no driver, or too many.</exception>
    public static DriverColumns OfDrivers(IReadOnlyList<string> header, SalesColumns columns, string input)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(columns);
        RequireHeader(header, input, "date,item_name,price");
        var date = Find(header, columns.Date) ?? Find(header, SalesColumns.Default.Date)
            ?? throw new SalesDataException($"{input} has no column {columns.Date}: its header is {Shown(header)}; a table of drivers is like date,item_name,price, or date,price for all items.");

        // What was sold is what is forecast: as a driver it would tell the answer.
        string?[] sold = [Find(header, columns.Value), Find(header, SalesColumns.Default.Value)];
        return Of([.. header.Where(name => !sold.Contains(name))], date, KeyOf(header, columns, input), input, "driver");
    }

    /// <summary>The columns of a table of attributes: the item's key, and attributes.</summary>
    /// <param name="header">Names of the table's columns.</param>
    /// <param name="columns">The columns of the sales.</param>
    /// <param name="input">What messages call the table.</param>
    /// <exception cref="SalesDataException">There is no key, no attribute, or too many.</exception>
    public static DriverColumns OfAttributes(IReadOnlyList<string> header, SalesColumns columns, string input)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(columns);
        RequireHeader(header, input, "item_name,category");
        var key = KeyOf(header, columns, input);
        return key.Length > 0
            ? Of(header, null, key, input, "attribute")
            : throw new SalesDataException($"{input} has no column {string.Join(" and no column ", columns.Key)}: its header is {Shown(header)}; a table of attributes has one row an item, like item_name,category.");
    }

    private static DriverColumns Of(IReadOnlyList<string> header, string? date, IReadOnlyList<string> key, string input, string what)
    {
        string[] values = [.. header.Where(name => name.Length > 0 && name != date && !key.Contains(name))];
        if (values.Length is 0 or > MaxValues)
        {
            throw new SalesDataException(values.Length == 0
                ? $"{input} has no {what}: its header is {Shown(header)}; add a column for each."
                : $"{input} has {values.Length} columns of {what}s; {MaxValues} are allowed. Leave out those that do not move sales.");
        }

        return new DriverColumns(date, key, values);
    }

    private static void RequireHeader(IReadOnlyList<string> header, string input, string example)
    {
        if (header.All(name => name.Length == 0))
        {
            throw new SalesDataException($"{input} is empty; its first line must be a header like {example}.");
        }
    }

    private static string[] KeyOf(IReadOnlyList<string> header, SalesColumns columns, string input)
    {
        string[] found = [.. columns.Key.Select(column => Find(header, column)).OfType<string>()];
        if (found.Length == columns.Key.Count)
        {
            return found;
        }

        if (found is [var part, ..])
        {
            throw new SalesDataException(
                $"{input} has the column {part} but no column {columns.Key.First(column => Find(header, column) is null)}: a row names its item by all of {string.Join(',', columns.Key)}, or by none for all items.");
        }

        return Find(header, SalesColumns.Default.Key[0]) is { } own ? [own] : [];
    }

    private static string? Find(IReadOnlyList<string> header, string column) =>
        header.FirstOrDefault(name => name.Equals(column.Trim(), StringComparison.OrdinalIgnoreCase));

    private static string Shown(IReadOnlyList<string> header)
    {
        const int MaxShown = 200;
        var text = string.Concat(string.Join(',', header).Select(letter => char.IsControl(letter) ? '?' : letter));
        return text.Length <= MaxShown ? text : $"{text[..MaxShown]}...";
    }
}
