using System.Globalization;
using CsvHelper;

namespace IowaSales.Web.Components.Downloads;

/// <summary>Writes tables as CSV (RFC 4180) for programs and spreadsheets.</summary>
internal static class CsvText
{
    /// <summary>Writes a header and rows. A text that a spreadsheet would run as a formula gets a leading apostrophe.</summary>
    /// <param name="header">Names of the columns.</param>
    /// <param name="rows">One list of texts or numbers per row, as many as columns; null is an empty field.</param>
    /// <returns>The text.</returns>
    public static string Write(IEnumerable<string> header, IEnumerable<IEnumerable<object?>> rows)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = CsvWriter.Create(text, new CsvWriterOptions { NewLine = "\n", Injection = CsvInjection.Escape }, leaveOpen: true))
        {
            foreach (var row in rows.Prepend(header))
            {
                foreach (var value in row)
                {
                    csv.WriteField(value);
                }

                csv.EndRecord();
            }
        }

        return text.ToString();
    }
}
