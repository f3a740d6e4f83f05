using CsvHelper;

namespace IowaSales.Forecasting.Data.Files;

/// <summary>
/// Every CSV that is written: RFC 4180 in UTF-8, with an apostrophe in front of a text that a spreadsheet would run as a formula
/// (=, +, -, @, tab or carriage return first). <see cref="ItemName"/> takes the apostrophe off again.
/// </summary>
public static class CsvOutput
{
    /// <summary>A writer on a stream.</summary>
    /// <param name="stream">Where to; left open.</param>
    public static CsvWriter To(Stream stream) =>
        CsvWriter.Create(stream, new CsvWriterOptions { NewLine = "\n", Injection = CsvInjection.Escape }, leaveOpen: true);
}
