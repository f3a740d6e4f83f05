using System.Text;
using System.Text.Unicode;
using CsvHelper;

namespace IowaSales.Forecasting.Data.Files;

/// <summary>
/// Reads sales row by row from CSV, holding one row at a time, strictly: a line that cannot be understood is a problem with its number,
/// never skipped without a word. Files and batches are read by it alike.
/// </summary>
public sealed class SalesCsvRows : IDisposable, IAsyncDisposable
{
    private const int MaxRecordBytes = 1 << 18;
    private const int MaxDateLength = 40;
    private const int MaxSpellings = 100;

    private readonly CsvReader _reader;
    private readonly SalesColumns _columns;
    private readonly SalesFormat _format;
    private readonly string _input;
    private readonly SalesDates _dates;
    private readonly Action<SalesDataProblem> _refuse;
    private readonly SortedSet<string> _spellings = new(StringComparer.Ordinal);
    private readonly char[] _written = new char[ItemName.MaxWrittenLength];
    private readonly char[] _name = new char[2 * ItemName.MaxLength];
    private SalesAmounts _amounts = null!;
    private int _dateIndex = -1;
    private int[] _keyIndices = [];
    private int _valueIndex;
    private int _nameLength;
    private (string Written, string Name) _last = ("", "");

    /// <summary>Begins to read.</summary>
    /// <param name="stream">The text; left open. It may be neither seekable nor whole yet.</param>
    /// <param name="columns">Which columns hold what; others are passed over.</param>
    /// <param name="format">How the text is written.</param>
    /// <param name="rules">What may come in.</param>
    /// <param name="input">What messages call the text.</param>
    /// <param name="refuse">Called for each line that cannot be used.</param>
    public SalesCsvRows(Stream stream, SalesColumns columns, SalesFormat format, SalesRules rules, string input, Action<SalesDataProblem> refuse)
    {
        ArgumentNullException.ThrowIfNull(format);
        _columns = columns;
        _format = format;
        _input = input;
        _refuse = refuse;
        _dates = new SalesDates(format, rules);
        _reader = CsvReader.Create(
            stream,
            new CsvReaderOptions
            {
                Separator = format.Delimiter,
                Encoding = format.Encoding is UTF8Encoding ? null : format.Encoding,
                TrackLineNumbers = true,
                TrimWhitespace = true,
                TrimInsideQuotes = true,
                SkipEmptyLines = true,
                MaxRecordSize = MaxRecordBytes,
                MalformedData = CsvMalformedDataHandling.Skip,
                FieldCountMismatch = CsvFieldCountHandling.Skip,
                OnMalformedRecord = record => Refuse(record.LineNumber, ReasonOf(record.Reason)),
            },
            leaveOpen: true);
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
            if (_dateIndex < 0)
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
            if (_dateIndex < 0)
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

    private static string ReasonOf(CsvMalformedReason reason) => reason switch
    {
        CsvMalformedReason.FieldCountMismatch => "it has more or fewer fields than the header",
        CsvMalformedReason.UnterminatedQuote => "a quote is opened and never closed",
        CsvMalformedReason.TextAfterClosingQuote => "there is text after a closing quote",
        CsvMalformedReason.StrayQuote => "there is a quote inside an unquoted field",
        _ => "it is not well-formed CSV",
    };

    private void FindColumns()
    {
        var header = SalesHeader.Of(_reader.Headers, _format, _input);
        (_dateIndex, _keyIndices, _valueIndex) = header.Find(_columns);
        _amounts = new SalesAmounts(_format, _reader.Separator);
    }

    private bool TryReadCurrent()
    {
        if (!Utf8.IsValid(_reader.RawRecord))
        {
            return Refuse(_reader.LineNumber, $"it is not UTF-8 text; save the file as UTF-8, or name its encoding, for example {_format.Option("encoding", "windows-1252")}");
        }

        return !IsBlank() && TryReadDate() && TryReadName() && TryReadAmount();
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
        Span<char> buffer = stackalloc char[MaxDateLength];
        var field = _reader.GetSpan(_dateIndex);
        if (field.IsEmpty)
        {
            return Refuse(_columns.Date, "is blank");
        }

        if (field.Length > MaxDateLength)
        {
            return RefuseValue(_dateIndex, _columns.Date, "is not a date");
        }

        var fault = _dates.Read(buffer[.._reader.GetChars(_dateIndex, buffer)], _reader.LineNumber, out var date);
        Date = date;
        return fault is null || RefuseValue(_dateIndex, _columns.Date, fault);
    }

    private bool TryReadName()
    {
        _nameLength = 0;
        for (var part = 0; part < _keyIndices.Length; part++)
        {
            var index = _keyIndices[part];
            if (_reader.GetSpan(index).IsEmpty)
            {
                return Refuse(_columns.Key[part], "is blank");
            }

            if (_reader.GetSpan(index).Length > _written.Length)
            {
                return Refuse(_columns.Key[part], $"has a name of {_reader.GetSpan(index).Length} bytes; {ItemName.MaxLength} characters are allowed");
            }

            ReadOnlySpan<char> written = _written.AsSpan(0, _reader.GetChars(index, _written));
            if (!ItemName.IsPlain(written))
            {
                if (!written.SequenceEqual(_last.Written))
                {
                    if (ItemName.Normalize(written, out var normal) is { } fault)
                    {
                        return Refuse(_columns.Key[part], written.IsWhiteSpace() ? "is blank" : $"has a name that {fault}: '{Shown(index)}'");
                    }

                    _last = (written.ToString(), normal);
                }

                if (!written.SequenceEqual(_last.Name) && _spellings.Count < MaxSpellings)
                {
                    _spellings.Add(_last.Name);
                }

                written = _last.Name;
            }

            if (_keyIndices.Length > 1 && written.Contains(SalesColumns.KeySeparator))
            {
                return RefuseValue(index, _columns.Key[part], $"holds '{SalesColumns.KeySeparator}', which joins the parts of a key");
            }

            if (_nameLength + written.Length + 1 > _name.Length)
            {
                return Refuse(_columns.Key[part], $"makes a key of more than {ItemName.MaxLength} characters");
            }

            if (part > 0)
            {
                _name[_nameLength++] = SalesColumns.KeySeparator;
            }

            written.CopyTo(_name.AsSpan(_nameLength));
            _nameLength += written.Length;
        }

        return _keyIndices.Length == 1 || _nameLength <= ItemName.MaxLength
            || Refuse(_columns.Key[^1], $"makes a key of more than {ItemName.MaxLength} characters");
    }

    private bool TryReadAmount()
    {
        var field = _reader.GetSpan(_valueIndex);
        if (field.IsEmpty)
        {
            return Refuse(_columns.Value, "is blank");
        }

        var fault = _amounts.Read(field, _reader.LineNumber, out var amount);
        Amount = amount;
        return fault is null || RefuseValue(_valueIndex, _columns.Value, fault);
    }

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
        Refuse(exception.LineNumber, $"it is longer than {MaxRecordBytes} bytes, or a quote in it is opened and never closed");
}
