namespace IowaSales.Forecasting.Data.Files;

/// <summary>
/// Reads the days of one text in one format: the stated one, or that of the first day. Days such as 03/04/2024 are read with the month
/// first until one of them shows otherwise.
/// </summary>
/// <param name="format">How the text is written.</param>
/// <param name="rules">What days can be.</param>
/// <param name="unit">What places count: lines of a text, or rows of a table.</param>
public sealed class SalesDates(SalesFormat format, SalesRules rules, string unit = SalesDataProblem.LineOfText)
{
    private SalesDateFormat? _format = format.DateFormat;
    private long _line;
    private bool _isTold = format.DateFormat is not null;
    private string _first = "";

    /// <summary>The format that the text turned out to have; null as long as the one in use fits.</summary>
    public SalesDateFormat? Better { get; private set; }

    /// <summary>How the days can be read two ways; null when they cannot.</summary>
    public string? Ambiguity => _isTold || _format?.Other is not { } other
        ? null
        : $"The dates can be read two ways: '{_first}'{(_line > 0 ? $" on {unit} {_line}" : "")} was read as {_format.Name}; {format.Option("date-format", other.Name)} reads them the other way.";

    /// <summary>Reads a day.</summary>
    /// <param name="text">The field.</param>
    /// <param name="line">Its line.</param>
    /// <param name="date">The day.</param>
    /// <returns>What is wrong, in the words after the field's value; null when nothing is.</returns>
    public string? Read(ReadOnlySpan<char> text, long line, out DateOnly date)
    {
        date = default;
        if (_format is null)
        {
            if (SalesDateFormat.For(text) is not { } first)
            {
                return $"is not a date (understood: {SalesDateFormat.Understood}; name another with {format.Option("date-format", "PATTERN")})";
            }

            (_format, _line, _first) = (first, line, text.ToString());
        }

        if (!_format.TryParse(text, out date))
        {
            return Refuse(text);
        }

        // Only one order gives a day when the second number is no month.
        _isTold |= _format.Other is { } swapped && !swapped.TryParse(text, out _);
        return rules.Admits(date) ? null : rules.Refuse(date);
    }

    private string Refuse(ReadOnlySpan<char> text)
    {
        var place = _line > 0 ? $" of {unit} {_line}" : "";
        if (!_isTold && _format!.Other is { } other && other.TryParse(text, out _))
        {
            Better = other;
            return $"is not a date in the form {_format.Name}{place}; say which comes first with {format.Option("date-format", other.Name)}";
        }

        return _line > 0 && SalesDateFormat.For(text) is { } another && another != _format!.Other
            ? $"is written {another.Name} while {unit} {_line} is written {_format.Name}: one file, one date format"
            : $"is not a date in the form {_format!.Name}{place}";
    }
}
