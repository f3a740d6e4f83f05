using IowaSales.Forecasting.Data.Drivers;

namespace IowaSales.Forecasting.Data.Files;

/// <summary>
/// Collects the rows of a table of drivers, or those of a table of sales with columns of drivers, from whatever it was written in, and tells what each
/// column is. A blank field says nothing.
/// </summary>
public sealed class DriverCollector
{
    /// <summary>Most levels of a category.</summary>
    public const int MaxLevels = 1000;

    /// <summary>Most values of a table, blank ones included: they are held in memory while it is read.</summary>
    public const long MaxCells = 60_000_000;

    private readonly WrittenValues[] _columns;
    private readonly List<int>[] _codes;
    private readonly List<int> _items = [];
    private readonly List<int> _days = [];
    private readonly List<string> _names = [];
    private readonly Dictionary<string, int> _nameIndices = new(StringComparer.Ordinal);
    private readonly string _input;
    private readonly SalesFormat _format;
    private readonly char _delimiter;
    private readonly string _unit;
    private long _place;

    /// <summary>Creates a collector without rows.</summary>
    /// <param name="columns">Names of the columns of drivers.</param>
    /// <param name="input">What messages call the table.</param>
    /// <param name="format">How numbers are written.</param>
    /// <param name="delimiter">What separates fields.</param>
    /// <param name="unit">What places count: lines of a text, or rows of a table.</param>
    public DriverCollector(IReadOnlyList<string> columns, string input, SalesFormat format, char delimiter, string unit = SalesDataProblem.LineOfText)
    {
        _columns = [.. columns.Select(column => new WrittenValues(column))];
        _codes = [.. columns.Select(_ => new List<int>())];
        (_input, _format, _delimiter, _unit) = (input, format, delimiter, unit);
    }

    /// <summary>Most values of this table, blank ones included; <see cref="MaxCells"/> by default.</summary>
    public long MaxValues { get; init; } = MaxCells;

    /// <summary>What a person should know of the table: numbers that can be read two ways, columns without a value. A sentence each, once built.</summary>
    public IReadOnlyList<string> Remarks { get; private set; } = [];

    /// <summary>Begins a row.</summary>
    /// <param name="date">Its day.</param>
    /// <param name="item">Its item; empty for all items.</param>
    /// <param name="place">Its line or row.</param>
    /// <exception cref="SalesDataException">There are too many.</exception>
    public void BeginRow(DateOnly date, ReadOnlySpan<char> item, long place)
    {
        if ((long)(_days.Count + 1) * _columns.Length > MaxValues)
        {
            throw new SalesDataException(FormattableString.Invariant(
                $"{_input} has more than {MaxValues:#,0} values of drivers; leave out columns, {(_format.IsQuery ? "or send it in parts" : "or days on which no driver changes and let the last value go on (--fill last)")}."));
        }

        _days.Add(date.DayNumber);
        _items.Add(item.IsEmpty ? -1 : IndexOf(item));
        _place = place;
        foreach (var codes in _codes)
        {
            codes.Add(-1);
        }
    }

    /// <summary>Sets a value of the row that was begun last.</summary>
    /// <param name="column">Index of its column.</param>
    /// <param name="text">The value as it is written.</param>
    public void Set(int column, ReadOnlySpan<char> text) => _codes[column][^1] = _columns[column].CodeOf(text.Trim(), _place);

    /// <summary>Builds the drivers.</summary>
    /// <param name="known">The drivers that are known already: a column of one of them has to be of its type.</param>
    /// <exception cref="SalesDataException">A value cannot be used, a day has two values, or a category has too many levels.</exception>
    public DriverSet Build(DriverSet known)
    {
        ArgumentNullException.ThrowIfNull(known);
        try
        {
            return BuildFrom(known);
        }
        catch (ArgumentException exception)
        {
            throw new SalesDataException($"{_input}: {char.ToLowerInvariant(exception.Message[0])}{exception.Message[1..].Split(" (Parameter")[0].TrimEnd('.')}; state one.", inner: exception);
        }
    }

    private DriverSet BuildFrom(DriverSet known)
    {
        var problems = new List<SalesDataProblem>();
        var builder = new DriverSetBuilder();
        var remarks = new List<string>();
        for (var column = 0; column < _columns.Length; column++)
        {
            if (_columns[column].IsBlank)
            {
                remarks.Add($"{_input}: column {_columns[column].Name} has no value and is left out.");
                continue;
            }

            var before = known.Drivers.FirstOrDefault(driver => driver.Name.Equals(_columns[column].Name, StringComparison.OrdinalIgnoreCase));
            if (_columns[column].Resolve(_format, _delimiter, _unit, before?.Kind, MaxLevels, problems) is { } fault)
            {
                throw new SalesDataException($"{_input}: column {_columns[column].Name} {fault}.");
            }

            remarks.AddRange(_columns[column].Ambiguity is { } sentence ? [sentence] : Array.Empty<string>());
            if (problems.Count == 0)
            {
                Add(builder, column, before?.Name ?? NameOf(column));
            }
        }

        if (problems.Count > 0)
        {
            throw SalesCsvReader.Refused(_input, problems);
        }

        Remarks = remarks;
        return builder.Build();
    }

    private string NameOf(int column) => ItemName.Normalize(_columns[column].Name, out var name) is { } fault
        ? throw new SalesDataException($"{_input}: the name of column {column + 1} of its drivers {fault}.")
        : name;

    private void Add(DriverSetBuilder builder, int column, string name)
    {
        var values = _columns[column];
        var driver = builder.AddDriver(new Driver(name, values.Kind));
        for (var row = 0; row < _days.Count; row++)
        {
            if (_codes[column][row] is >= 0 and var code)
            {
                var item = _items[row] < 0 ? null : _names[_items[row]];
                var date = DateOnly.FromDayNumber(_days[row]);
                if (values.Kind == DriverKind.Numeric)
                {
                    builder.Set(driver, item, date, values.NumberOf(code));
                }
                else
                {
                    builder.Set(driver, item, date, values.LevelOf(code));
                }
            }
        }

        _codes[column].Clear();
        _codes[column].TrimExcess();
    }

    private int IndexOf(ReadOnlySpan<char> item)
    {
        var lookup = _nameIndices.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(item, out var index))
        {
            index = _names.Count;
            lookup[item] = index;
            _names.Add(item.ToString());
        }

        return index;
    }
}
