using System.Globalization;
using System.IO.Compression;
using CsvHelper;
using IowaSales.Storage.Import;
using MiniExcelLibs;

namespace IowaSales.Api.Sales;

/// <summary>Reads the first sheet of a workbook as the CSV that it stands for, so that both are judged by the same rules.</summary>
internal static class AttributeSheet
{
    /// <summary>Media type of a workbook of Excel.</summary>
    public const string MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const int MaxColumns = 200;
    private const int MaxEntries = 1000;

    /// <summary>The sheet as CSV: numbers and dates in the invariant form, a blank cell as a blank field, one line a row.</summary>
    /// <param name="workbook">The workbook, at its beginning.</param>
    /// <param name="maxUnpackedBytes">Most bytes of its parts once they are unpacked.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="BatchRejectedException">It is no workbook, is too large unpacked, or has too many columns.</exception>
    public static MemoryStream ToCsv(MemoryStream workbook, long maxUnpackedBytes, CancellationToken cancellationToken)
    {
        try
        {
            CheckSize(workbook, maxUnpackedBytes, cancellationToken);
            return Write(workbook, cancellationToken);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or BatchRejectedException or OutOfMemoryException))
        {
            // Whatever a reader of workbooks trips over, the file is at fault: it was written by somebody else.
            throw new BatchRejectedException("The workbook cannot be read. Save it as .xlsx, with the table in its first sheet and the names of the columns in its first row.");
        }
    }

    /// <summary>A few bytes may unpack to more than the memory holds: nothing is read before it is counted.</summary>
    private static void CheckSize(MemoryStream workbook, long maxUnpackedBytes, CancellationToken cancellationToken)
    {
        using var archive = new ZipArchive(workbook, ZipArchiveMode.Read, leaveOpen: true);
        var left = maxUnpackedBytes;
        var buffer = new byte[64 * 1024];
        if (archive.Entries.Count > MaxEntries)
        {
            throw new BatchRejectedException($"The workbook has more than {MaxEntries} parts; send a workbook of one sheet.");
        }

        foreach (var entry in archive.Entries)
        {
            using var part = entry.Open();
            for (var read = part.Read(buffer); read > 0; read = part.Read(buffer))
            {
                cancellationToken.ThrowIfCancellationRequested();
                left -= read;
                if (left < 0)
                {
                    throw new BatchRejectedException($"The workbook is larger than {maxUnpackedBytes >> 20} MiB unpacked; send the table in parts, or as CSV.");
                }
            }
        }

        workbook.Position = 0;
    }

    private static MemoryStream Write(MemoryStream workbook, CancellationToken cancellationToken)
    {
        var csv = new MemoryStream();
        using (var writer = CsvWriter.Create(csv, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true))
        {
            var columns = 0;
            foreach (var row in MiniExcel.Query(workbook, excelType: ExcelType.XLSX).Cast<IDictionary<string, object?>>())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (row.Count > MaxColumns)
                {
                    throw new BatchRejectedException($"The sheet has more than {MaxColumns} columns; leave out those that are no attributes.");
                }

                // What lies right of the header belongs to no column.
                columns = columns > 0 ? columns : row.Values.Index().Where(cell => cell.Item is not null).Select(cell => cell.Index + 1).LastOrDefault();
                foreach (var cell in row.Values.Take(columns))
                {
                    writer.WriteField(TextOf(cell));
                }

                writer.EndRecord();
            }
        }

        csv.Position = 0;
        return csv;
    }

    private static string TextOf(object? cell) => cell switch
    {
        null => "",
        DateTime { TimeOfDay.Ticks: 0 } day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString() ?? "",
    };
}
