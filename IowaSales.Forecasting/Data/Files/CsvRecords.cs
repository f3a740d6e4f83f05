using System.Text;
using CsvHelper;

namespace IowaSales.Forecasting.Data.Files;

/// <summary>How text is split into the records of a CSV: strictly, one at a time, each bounded; what is malformed is told with its line.</summary>
internal static class CsvRecords
{
    private const int MaxRecordBytes = 1 << 18;

    /// <summary>What is wrong with a record that does not end.</summary>
    public static string EndlessRecord { get; } = $"it is longer than {MaxRecordBytes} bytes, or a quote in it is opened and never closed";

    /// <summary>Begins to read records.</summary>
    /// <param name="stream">The text; left open.</param>
    /// <param name="format">How the text is written.</param>
    /// <param name="refuse">Called with the line of a malformed record and what is wrong with it, in the words after "line N: ".</param>
    public static CsvReader Open(Stream stream, SalesFormat format, Action<long, string> refuse) => CsvReader.Create(
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
            OnMalformedRecord = record => refuse(record.LineNumber, ReasonOf(record.Reason)),
        },
        leaveOpen: true);

    private static string ReasonOf(CsvMalformedReason reason) => reason switch
    {
        CsvMalformedReason.FieldCountMismatch => "it has more or fewer fields than the header",
        CsvMalformedReason.UnterminatedQuote => "a quote is opened and never closed",
        CsvMalformedReason.TextAfterClosingQuote => "there is text after a closing quote",
        CsvMalformedReason.StrayQuote => "there is a quote inside an unquoted field",
        _ => "it is not well-formed CSV",
    };
}
