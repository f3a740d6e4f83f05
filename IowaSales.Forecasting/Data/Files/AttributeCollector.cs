using IowaSales.Forecasting.Data.Drivers;

namespace IowaSales.Forecasting.Data.Files;

/// <summary>Collects the rows of a table of item attributes, one row an item, and tells what each column is. A blank field says nothing.</summary>
public sealed class AttributeCollector
{
    /// <summary>Most levels of a category.</summary>
    public const int MaxLevels = 10_000;

    private readonly WrittenValues[] _columns;
    private readonly List<(string Item, int[] Codes)> _rows = [];
    private readonly Dictionary<string, long> _places = new(StringComparer.Ordinal);
    private readonly List<SalesDataProblem> _problems = [];
    private readonly string _input;
    private readonly SalesFormat _format;
    private readonly char _delimiter;
    private readonly string _unit;

    /// <summary>Creates a collector without rows.</summary>
    /// <param name="columns">Names of the columns of attributes.</param>
    /// <param name="input">What messages call the table.</param>
    /// <param name="format">How numbers are written.</param>
    /// <param name="delimiter">What separates fields.</param>
    /// <param name="unit">What places count: lines of a text, or rows of a table.</param>
    public AttributeCollector(IReadOnlyList<string> columns, string input, SalesFormat format, char delimiter, string unit = SalesDataProblem.LineOfText)
    {
        _columns = [.. columns.Select(column => new WrittenValues(column))];
        (_input, _format, _delimiter, _unit) = (input, format, delimiter, unit);
    }

    /// <summary>Most values of the table, blank ones included; <see cref="DriverCollector.MaxCells"/> by default.</summary>
    public long MaxValues { get; init; } = DriverCollector.MaxCells;

    /// <summary>What a person should know of the table, a sentence each, once built.</summary>
    public IReadOnlyList<string> Remarks { get; private set; } = [];

    /// <summary>Begins the row of an item.</summary>
    /// <param name="item">Its name.</param>
    /// <param name="place">Its line or row.</param>
    /// <exception cref="SalesDataException">There are too many.</exception>
    public void BeginRow(ReadOnlySpan<char> item, long place)
    {
        if ((long)(_rows.Count + 1) * _columns.Length > MaxValues)
        {
            throw new SalesDataException(FormattableString.Invariant(
                $"{_input} has more than {MaxValues:#,0} values of attributes; leave out columns, or give it in parts."));
        }

        var name = item.ToString();
        if (!_places.TryAdd(name, place) && _problems.Count < SalesDataException.MaxProblems)
        {
            _problems.Add(new SalesDataProblem(place, $"'{name}' is on {_unit} {_places[name]} already; attributes have one {_unit} an item", _unit));
        }

        var codes = new int[_columns.Length];
        Array.Fill(codes, -1);
        _rows.Add((name, codes));
    }

    /// <summary>Sets a value of the row that was begun last.</summary>
    /// <param name="column">Index of its column.</param>
    /// <param name="text">The value as it is written.</param>
    public void Set(int column, ReadOnlySpan<char> text) => _rows[^1].Codes[column] = _columns[column].CodeOf(text.Trim(), _places[_rows[^1].Item]);

    /// <summary>Builds the attributes, as a set without drivers.</summary>
    /// <param name="known">What is known already: a column of one of its attributes has to be of its type.</param>
    /// <exception cref="SalesDataException">An item stands twice, a value cannot be used, or a category has too many levels.</exception>
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
        var problems = new List<SalesDataProblem>(_problems);
        var builder = new DriverSetBuilder();
        var remarks = new List<string>();
        for (var column = 0; column < _columns.Length; column++)
        {
            var values = _columns[column];
            if (values.IsBlank)
            {
                remarks.Add($"{_input}: column {values.Name} has no value and is left out.");
                continue;
            }

            var before = known.Attributes.FirstOrDefault(attribute => attribute.Name.Equals(values.Name, StringComparison.OrdinalIgnoreCase));
            if (values.Resolve(_format, _delimiter, _unit, before?.Kind, MaxLevels, problems) is { } fault)
            {
                throw new SalesDataException($"{_input}: column {values.Name} {fault}.");
            }

            remarks.AddRange(values.Ambiguity is { } sentence ? [sentence] : Array.Empty<string>());
            if (problems.Count == 0)
            {
                Add(builder, column, before?.Name ?? NameOf(values.Name));
            }
        }

        Remarks = remarks;
        return problems.Count == 0 ? builder.Build() : throw SalesCsvReader.Refused(_input, problems);
    }

    private string NameOf(string written) => ItemName.Normalize(written, out var name) is { } fault
        ? throw new SalesDataException($"{_input}: the name of an attribute {fault}.")
        : name;

    private void Add(DriverSetBuilder builder, int column, string name)
    {
        var values = _columns[column];
        var attribute = builder.AddAttribute(name, values.Kind);
        foreach (var (item, codes) in _rows)
        {
            if (codes[column] is >= 0 and var code)
            {
                if (values.Kind == DriverKind.Numeric)
                {
                    builder.SetAttribute(attribute, item, values.NumberOf(code));
                }
                else
                {
                    builder.SetAttribute(attribute, item, values.LevelOf(code));
                }
            }
        }
    }
}
