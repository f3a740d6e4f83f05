using System.Globalization;
using CsvHelper;

namespace IowaSales.Forecasting.Data.Files;

/// <summary>Turns the current record of a CSV reader into a row of sales, or into a problem with its line number.</summary>
internal sealed class SalesRowParser
{
    private const int MaxNameLength = 512;
    private const int MaxDateLength = 32;

    private readonly CsvReader _reader;
    private readonly SalesColumns _columns;
    private readonly int _dateIndex;
    private readonly int[] _keyIndices;
    private readonly int _valueIndex;
    private readonly SalesPanelBuilder _builder;
    private readonly List<SalesDataProblem> _problems;
    private readonly char[] _name = new char[MaxNameLength];
    private SalesDateFormat? _format;
    private long _formatLine;

    /// <param name="reader">The reader, its header read.</param>
    /// <param name="columns">Names of the columns.</param>
    /// <param name="indices">Their indices in the order of <see cref="SalesColumns.All"/>.</param>
    /// <param name="builder">Receives the rows.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public SalesRowParser(
        CsvReader reader, SalesColumns columns, int[] indices, SalesPanelBuilder builder, List<SalesDataProblem> problems)
    {
        _reader = reader;
        _columns = columns;
        _dateIndex = indices[0];
        _keyIndices = indices[1..^1];
        _valueIndex = indices[^1];
        _builder = builder;
        _problems = problems;
    }

    /// <summary>Adds the current record to the builder, or one problem to the list.</summary>
    public void AddCurrent()
    {
        if (TryReadDate(out var date) && TryReadName(out var length) && TryReadValue(out var value))
        {
            _builder.Add(date, _name.AsSpan(0, length), value);
        }
    }

    private bool TryReadDate(out DateOnly date)
    {
        Span<char> buffer = stackalloc char[MaxDateLength];
        if (_reader.GetSpan(_dateIndex).Length > MaxDateLength)
        {
            date = default;
            return Fail($"'{Shown(_dateIndex)}' in column {_columns.Date} is not a date");
        }

        ReadOnlySpan<char> text = buffer[.._reader.GetChars(_dateIndex, buffer)];
        if (_format is not null && _format.TryParse(text, out date))
        {
            return true;
        }

        var format = SalesDateFormat.Of(text);
        if (format is null)
        {
            date = default;
            return Fail(text.IsEmpty
                ? $"column {_columns.Date} is blank"
                : $"'{text}' in column {_columns.Date} is not a date{Expected()}");
        }

        if (_format is not null)
        {
            date = default;
            return Fail($"'{text}' is written {format.Name} while line {_formatLine} is written {_format.Name}: one file, one date format");
        }

        _format = format;
        _formatLine = _reader.LineNumber;
        return format.TryParse(text, out date);
    }

    private string Expected() => _format is null
        ? $" (understood: {SalesDateFormat.Understood})"
        : $" in the form {_format.Name} of line {_formatLine}";

    private bool TryReadName(out int length)
    {
        length = 0;
        for (var part = 0; part < _keyIndices.Length; part++)
        {
            var index = _keyIndices[part];
            var bytes = _reader.GetSpan(index).Length;
            if (bytes == 0)
            {
                return Fail($"column {_columns.Key[part]} is blank");
            }

            if (length + bytes + 1 > MaxNameLength)
            {
                return Fail($"the name in column {_columns.Key[part]} is longer than {MaxNameLength} bytes");
            }

            if (part > 0)
            {
                _name[length++] = SalesColumns.KeySeparator;
            }

            var chars = _reader.GetChars(index, _name.AsSpan(length));
            if (_keyIndices.Length > 1 && _name.AsSpan(length, chars).Contains(SalesColumns.KeySeparator))
            {
                return Fail($"'{Shown(index)}' in column {_columns.Key[part]} holds '{SalesColumns.KeySeparator}', which joins the parts of a key");
            }

            length += chars;
        }

        return true;
    }

    private bool TryReadValue(out double value)
    {
        var text = _reader.GetSpan(_valueIndex);
        if (text.IsEmpty)
        {
            value = 0;
            return Fail($"column {_columns.Value} is blank");
        }

        return (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value))
            || Fail($"'{Shown(_valueIndex)}' in column {_columns.Value} is not a number");
    }

    private string Shown(int index)
    {
        const int Most = 40;
        var text = _reader.GetString(index);
        return text.Length <= Most ? text : $"{text[..Most]}...";
    }

    private bool Fail(string reason)
    {
        _problems.Add(new SalesDataProblem(_reader.LineNumber, reason));
        return false;
    }
}
