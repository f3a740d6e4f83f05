using System.Text.Unicode;
using CsvHelper;

namespace IowaSales.Forecasting.Data.Files;

/// <summary>
/// Reads sales row by row from CSV, holding one row at a time, strictly: a line that cannot be understood is a problem with its number,
/// never skipped without a word. Files and batches are read by it alike.
/// </summary>
public sealed class SalesCsvRows : IDisposable, IAsyncDisposable
{
    private const int MaxDateLength = 40;
    private const int MaxSpellings = 100;

    private readonly CsvReader _reader;
    private readonly SalesColumns _columns;
    private readonly TableContent _content;
    private readonly SalesFormat _format;
    private readonly string _input;
    private readonly SalesDates _dates;
    private readonly SalesCsvRows? _before;
    private readonly Action<SalesDataProblem> _refuse;
    private readonly SortedSet<string> _spellings = new(StringComparer.Ordinal);
    private readonly char[] _written = new char[ItemName.MaxWrittenLength];
    private readonly char[] _name = new char[2 * ItemName.MaxLength];
    private SalesAmounts _amounts = null!;
    private ColumnPlaces? _places;
    private int _nameLength;
    private (string Written, string Name) _last = ("", "");

    /// <summary>Begins to read sales.</summary>
    /// <param name="stream">The text; left open. It may be neither seekable nor whole yet.</param>
    /// <param name="columns">Which columns hold what; others are passed over.</param>
    /// <param name="format">How the text is written.</param>
    /// <param name="rules">What may come in.</param>
    /// <param name="input">What messages call the text.</param>
    /// <param name="refuse">Called for each line that cannot be used.</param>
    public SalesCsvRows(Stream stream, SalesColumns columns, SalesFormat format, SalesRules rules, string input, Action<SalesDataProblem> refuse)
        : this(stream, columns, format, rules, input, refuse, TableContent.Sales)
    {
    }

    /// <summary>Begins to read sales, or a table of drivers or attributes by the same rules.</summary>
    /// <param name="stream">The text; left open.</param>
    /// <param name="columns">Which columns hold what; all others of a table of drivers or attributes are values.</param>
    /// <param name="format">How the text is written.</param>
    /// <param name="rules">What may come in.</param>
    /// <param name="input">What messages call the text.</param>
    /// <param name="refuse">Called for each line that cannot be used.</param>
    /// <param name="content">What the text holds.</param>
    /// <param name="before">The part before of a table in several texts, which are all written in one way; null for the first.</param>
    internal SalesCsvRows(
        Stream stream, SalesColumns columns, SalesFormat format, SalesRules rules, string input, Action<SalesDataProblem> refuse, TableContent content, SalesCsvRows? before = null)
    {
        ArgumentNullException.ThrowIfNull(format);
        _content = content;
        _columns = columns;
        _format = format;
        _input = input;
        _refuse = refuse;
        _before = before;
        _dates = before?._dates ?? new SalesDates(format, rules);
        _reader = CsvRecords.Open(stream, format, (line, reason) => Refuse(line, reason));
    }

    /// <summary>The format that the text turned out to have once one read so far no longer fits; null otherwise. Rows then have to be read again with it.</summary>
    public SalesFormat? Better => _dates.Better is { } dates ? _format with { DateFormat = dates }
        : _amounts?.Better is { } sign ? _format with { Decimal = sign }
        : null;

    /// <summary>Line of the current row, from 1 with the header.</summary>
    public long Line => _reader.LineNumber;

    /// <summary>The day of the current row.</summary>
    public DateOnly Date { get; private set; }

    /// <summary>The item of the current row; valid until the next is read.</summary>
    public ReadOnlySpan<char> Item => _name.AsSpan(0, _nameLength);

    /// <summary>What was sold, or returned when negative.</summary>
    public double Amount { get; private set; }

    /// <summary>Names of the columns that hold drivers or attributes, as the header writes them; empty before the first row.</summary>
    internal IReadOnlyList<string> ValueColumns { get; private set; } = [];

    /// <summary>What separates fields, stated or recognised.</summary>
    internal char Delimiter => _reader.Separator;

    /// <summary>How the rows read so far can be read in another way; empty when they cannot.</summary>
    public IReadOnlyList<string> Ambiguities => [.. ((string?[])[_dates.Ambiguity, _amounts?.Ambiguity]).OfType<string>()];

    /// <summary>Names that were written in another form than they are kept in, at most 100.</summary>
    public IReadOnlyCollection<string> OtherSpellings => _spellings;

    /// <summary>Goes to the next row that can be used, past those refused.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="SalesDataException">The text has no usable header.</exception>
    public bool Read()
    {
        try
        {
            if (_places is null)
            {
                _reader.ReadHeader();
                FindColumns();
            }

            while (_reader.Read())
            {
                if (TryReadCurrent())
                {
                    return true;
                }
            }
        }
        catch (CsvFormatException exception)
        {
            Refuse(exception);
        }

        return false;
    }

    /// <summary>The same without blocking.</summary>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>False at the end.</returns>
    /// <exception cref="SalesDataException">The text has no usable header.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            if (_places is null)
            {
                await _reader.ReadHeaderAsync(cancellationToken).ConfigureAwait(false);
                FindColumns();
            }

            while (await _reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (TryReadCurrent())
                {
                    return true;
                }
            }
        }
        catch (CsvFormatException exception)
        {
            Refuse(exception);
        }

        return false;
    }

    /// <inheritdoc />
    public void Dispose() => _reader.Dispose();

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _reader.DisposeAsync();

    private void FindColumns()
    {
        var header = SalesHeader.Of(_reader.Headers, _format, _input);
        _places = _content switch
        {
            TableContent.Drivers => header.Find(DriverColumns.OfDrivers(header.Names, _columns, _input)),
            TableContent.Attributes => header.Find(DriverColumns.OfAttributes(header.Names, _columns, _input)),
            _ => header.Find(_columns),
        };
        ValueColumns = [.. _places.Others.Select(index => header.Names[index])];
        if (_before is { } part && part.Delimiter != Delimiter)
        {
            throw new SalesDataException($"{_input} separates fields by '{Delimiter}', {part._input} by '{part.Delimiter}'; write all parts in one way.");
        }

        _amounts = _before?._amounts ?? new SalesAmounts(_format, Delimiter);
    }

    private bool TryReadCurrent()
    {
        if (!Utf8.IsValid(_reader.RawRecord))
        {
            return Refuse(_reader.LineNumber, $"it is not UTF-8 text; save the file as UTF-8, or name its encoding, for example {_format.Option("encoding", "windows-1252")}");
        }

        return !IsBlank() && TryReadDate() && TryReadName() && TryReadAmount() && ValuesFit();
    }

    /// <summary>The text of a driver or an attribute in the current row; valid until the next is asked for.</summary>
    private ReadOnlySpan<char> ValueText(int index) => _written.AsSpan(0, _reader.GetChars(_places!.Others[index], _written));

    /// <summary>Adds the drivers of the current row.</summary>
    internal void AddTo(DriverCollector drivers)
    {
        drivers.BeginRow(Date, Item, Line);
        for (var index = 0; index < ValueColumns.Count; index++)
        {
            drivers.Set(index, ValueText(index));
        }
    }

    /// <summary>Adds the attributes of the current row.</summary>
    internal void AddTo(AttributeCollector attributes)
    {
        attributes.BeginRow(Item, Line);
        for (var index = 0; index < ValueColumns.Count; index++)
        {
            attributes.Set(index, ValueText(index));
        }
    }

    private bool ValuesFit()
    {
        foreach (var index in _places!.Others)
        {
            if (_reader.GetSpan(index).Length > _written.Length)
            {
                return Refuse(_reader.Headers[index], $"has a value of {_reader.GetSpan(index).Length} bytes; {ItemName.MaxLength} characters are allowed");
            }
        }

        return true;
    }

    /// <summary>A line of delimiters alone, as spreadsheets leave below their data, says nothing.</summary>
    private bool IsBlank()
    {
        for (var index = 0; index < _reader.FieldCount; index++)
        {
            if (!_reader.IsEmpty(index))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryReadDate()
    {
        var place = _places!.Date;
        if (place < 0)
        {
            return true;
        }

        Span<char> buffer = stackalloc char[MaxDateLength];
        var field = _reader.GetSpan(place);
        if (field.IsEmpty)
        {
            return Refuse(DateColumn, "is blank");
        }

        if (field.Length > MaxDateLength)
        {
            return RefuseValue(place, DateColumn, "is not a date");
        }

        var fault = _dates.Read(buffer[.._reader.GetChars(place, buffer)], _reader.LineNumber, out var date);
        Date = date;
        return fault is null || RefuseValue(place, DateColumn, fault);
    }

    private bool TryReadName()
    {
        _nameLength = 0;
        var keys = _places!.Key;
        if (_content == TableContent.Drivers && Array.TrueForAll(keys, _reader.IsEmpty))
        {
            return true;
        }

        for (var part = 0; part < keys.Length; part++)
        {
            var index = keys[part];
            if (_reader.GetSpan(index).IsEmpty)
            {
                return Refuse(KeyColumn(part), "is blank");
            }

            if (_reader.GetSpan(index).Length > _written.Length)
            {
                return Refuse(KeyColumn(part), $"has a name of {_reader.GetSpan(index).Length} bytes; {ItemName.MaxLength} characters are allowed");
            }

            ReadOnlySpan<char> written = _written.AsSpan(0, _reader.GetChars(index, _written));
            if (!ItemName.IsPlain(written))
            {
                if (!written.SequenceEqual(_last.Written))
                {
                    if (ItemName.Normalize(written, out var normal) is { } fault)
                    {
                        return Refuse(KeyColumn(part), written.IsWhiteSpace() ? "is blank" : $"has a name that {fault}: '{Shown(index)}'");
                    }

                    _last = (written.ToString(), normal);
                }

                if (!written.SequenceEqual(_last.Name) && _spellings.Count < MaxSpellings)
                {
                    _spellings.Add(_last.Name);
                }

                written = _last.Name;
            }

            if (keys.Length > 1 && written.Contains(SalesColumns.KeySeparator))
            {
                return RefuseValue(index, KeyColumn(part), $"holds '{SalesColumns.KeySeparator}', which joins the parts of a key");
            }

            if (_nameLength + written.Length + 1 > _name.Length)
            {
                return Refuse(KeyColumn(part), $"makes a key of more than {ItemName.MaxLength} characters");
            }

            if (part > 0)
            {
                _name[_nameLength++] = SalesColumns.KeySeparator;
            }

            written.CopyTo(_name.AsSpan(_nameLength));
            _nameLength += written.Length;
        }

        return keys.Length == 1 || _nameLength <= ItemName.MaxLength
            || Refuse(KeyColumn(keys.Length - 1), $"makes a key of more than {ItemName.MaxLength} characters");
    }

    private bool TryReadAmount()
    {
        var place = _places!.Value;
        if (place < 0)
        {
            return true;
        }

        var field = _reader.GetSpan(place);
        if (field.IsEmpty)
        {
            return Refuse(_columns.Value, "is blank");
        }

        var fault = _amounts.Read(field, _reader.LineNumber, out var amount);
        Amount = amount;
        return fault is null || RefuseValue(place, _columns.Value, fault);
    }

    private string DateColumn => _content == TableContent.Sales ? _columns.Date : _reader.Headers[_places!.Date].Trim();

    private string KeyColumn(int part) => _content == TableContent.Sales ? _columns.Key[part] : _reader.Headers[_places!.Key[part]].Trim();

    private string Shown(int index)
    {
        const int MaxLength = 40;
        var text = _reader.GetString(index);
        return text.Length <= MaxLength ? text : $"{text[..MaxLength]}...";
    }

    private bool Refuse(string column, string fault)
    {
        _refuse(new SalesDataProblem(_reader.LineNumber, $"column {column} {fault}") { Column = column });
        return false;
    }

    private bool RefuseValue(int index, string column, string fault)
    {
        _refuse(new SalesDataProblem(_reader.LineNumber, $"'{Shown(index)}' in column {column} {fault}") { Column = column });
        return false;
    }

    private bool Refuse(long line, string reason)
    {
        _refuse(new SalesDataProblem(line, reason));
        return false;
    }

    private void Refuse(CsvFormatException exception) =>
        Refuse(exception.LineNumber, CsvRecords.EndlessRecord);
}
