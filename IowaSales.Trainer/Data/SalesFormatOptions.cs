using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Trainer.CommandLine;

namespace IowaSales.Trainer.Data;

/// <summary>The options that say how a text of sales is written, where it cannot be recognised.</summary>
internal sealed class SalesFormatOptions
{
    private readonly Option<char?> _delimiter = new("--delimiter")
    {
        Description = "What separates the fields of CSV: , ; tab or |. Recognised if left out.",
        HelpName = "CHAR",
        CustomParser = ParseDelimiter,
    };

    private readonly Option<char?> _decimal = new("--decimal")
    {
        Description = "Decimal sign of the amounts, . or , (the other one then separates thousands). Recognised if left out.",
        HelpName = "CHAR",
        CustomParser = ParseDecimal,
    };

    private readonly Option<SalesDateFormat?> _dateFormat = new("--date-format")
    {
        Description = "How days are written, for example dd/MM/yyyy. Recognised if left out.",
        HelpName = "PATTERN",
        CustomParser = ParseDateFormat,
    };

    private readonly Option<Encoding?> _encoding = new("--encoding")
    {
        Description = "Encoding of CSV, for example windows-1252; UTF-8, or what a byte order mark says, if left out.",
        HelpName = "NAME",
        CustomParser = ParseEncoding,
    };

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Verb verb)
    {
        verb.Add(_delimiter);
        verb.Add(_decimal);
        verb.Add(_dateFormat);
        verb.Add(_encoding);
    }

    /// <summary>What the command line says.</summary>
    public SalesFormat Of(VerbRun run) => new()
    {
        Delimiter = run.Arguments.GetValue(_delimiter),
        Decimal = run.Arguments.GetValue(_decimal),
        DateFormat = run.Arguments.GetValue(_dateFormat),
        Encoding = run.Arguments.GetValue(_encoding),
    };

    private static char? ParseDelimiter(ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        switch (text.ToUpperInvariant())
        {
            case "TAB" or "\\T" or "\t":
                return '\t';
            case [var sign] when SalesFormat.CanDelimit(sign):
                return sign;
            default:
                result.AddError($"--delimiter must be one sign such as , ; | or the word tab, not '{text}'.");
                return null;
        }
    }

    private static char? ParseDecimal(ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        if (text is "." or ",")
        {
            return text[0];
        }

        result.AddError($"--decimal must be . or , and not '{text}'.");
        return null;
    }

    private static SalesDateFormat? ParseDateFormat(ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        if (SalesDateFormat.Of(text) is { } format)
        {
            return format;
        }

        result.AddError($"--date-format '{text}' does not write a whole day; give year, month and day like yyyy-MM-dd, dd/MM/yyyy or d.M.yy.");
        return null;
    }

    private static Encoding? ParseEncoding(ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        if (SalesFormat.EncodingOf(text) is { } encoding)
        {
            return encoding;
        }

        result.AddError($"--encoding '{text}' is not known; name one like utf-8, utf-16, windows-1252 or iso-8859-1.");
        return null;
    }
}
