namespace IowaSales.Forecasting.Data.Files;

/// <summary>The header of a text of sales: every column has a name of its own, and the needed ones are there.</summary>
internal sealed class SalesHeader
{
    private const int MaxShown = 200;

    private readonly string[] _names;
    private readonly SalesFormat _format;
    private readonly string _input;

    private SalesHeader(string[] names, SalesFormat format, string input)
    {
        _names = names;
        _format = format;
        _input = input;
    }

    /// <summary>The header of its fields.</summary>
    /// <param name="fields">The fields of the first line.</param>
    /// <param name="format">How the text is written.</param>
    /// <param name="input">What messages call the text.</param>
    /// <exception cref="SalesDataException">The line is no header.</exception>
    public static SalesHeader Of(IReadOnlyList<string> fields, SalesFormat format, string input)
    {
        string[] names = [.. fields.Select(field => field.Trim())];
        if (names.Any(name => name.Contains('\0', StringComparison.Ordinal)))
        {
            throw new SalesDataException(
                $"{input}: line 1 is not UTF-8 text; if the file is UTF-16, say so with {format.Option("encoding", "utf-16")}.");
        }

        if (names.Any(name => name.Contains('\uFFFD', StringComparison.Ordinal)))
        {
            throw new SalesDataException(
                $"{input}: line 1 is not UTF-8 text; save the file as UTF-8, or name its encoding, for example {format.Option("encoding", "windows-1252")}.");
        }

        var twice = names.Where(name => name.Length > 0).GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
        return twice is null
            ? new SalesHeader(names, format, input)
            : throw new SalesDataException($"{input}: the header has {Shown(twice.Key)} {(twice.Count() == 2 ? "twice" : $"{twice.Count()} times")}; give every column a name of its own.");
    }

    /// <summary>Names of the columns.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Where the columns of a table of drivers or attributes are.</summary>
    public ColumnPlaces Find(DriverColumns columns) => new(
        columns.Date is { } date ? IndexOf(date) : -1, [.. columns.Key.Select(IndexOf)], -1, [.. columns.Values.Select(IndexOf)]);

    /// <summary>Where the needed columns of sales are.</summary>
    /// <exception cref="SalesDataException">One is missing.</exception>
    public ColumnPlaces Find(SalesColumns columns)
    {
        var missing = columns.All.Where(column => IndexOf(column) < 0).ToArray();
        if (missing.Length == 0)
        {
            return new ColumnPlaces(
                IndexOf(columns.Date), [.. columns.Key.Select(IndexOf)], IndexOf(columns.Value), [.. columns.Known.Select(IndexOf)]);
        }

        if (_names.All(name => name.Length == 0))
        {
            throw new SalesDataException($"{_input} is empty; its first line must be the header {string.Join(',', columns.All)}.");
        }

        var advice = _format.IsQuery
            ? $"the first line must be {string.Join(',', columns.All)}"
            : $"correct the header, or name the columns with --date, --key{(columns.Known.Count > 0 ? ", --value and --known" : " and --value")}";
        throw new SalesDataException(
            $"{_input} has no column {string.Join(" and no column ", missing)}: its header is {Shown(string.Join(',', _names))}; {advice}.");
    }

    private static string Shown(string text)
    {
        var clean = string.Concat(text.Select(letter => char.IsControl(letter) ? '?' : letter));
        return clean.Length <= MaxShown ? clean : $"{clean[..MaxShown]}...";
    }

    private int IndexOf(string column) => Array.FindIndex(_names, name => name.Equals(column.Trim(), StringComparison.OrdinalIgnoreCase));
}

/// <summary>Where the columns of a table are; -1 for one that it does not have.</summary>
/// <param name="Date">Column of the day.</param>
/// <param name="Key">Columns that name the item.</param>
/// <param name="Value">Column of the amount sold.</param>
/// <param name="Others">Columns of drivers or attributes.</param>
internal sealed record ColumnPlaces(int Date, int[] Key, int Value, int[] Others);
