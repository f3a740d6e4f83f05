using System.IO.Compression;
using System.Text;
using CsvHelper;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Trainer.Data.DuckDb;

namespace IowaSales.Trainer.Aggregate;

/// <summary>A file of invoice lines as a table of the engine.</summary>
/// <param name="Table">SQL of the table.</param>
/// <param name="Header">Names of its columns.</param>
/// <param name="Types">The engine's types of the columns, by name.</param>
/// <param name="IsCsv">Whether the file is text, with lines to name and lines that may be malformed.</param>
internal sealed record InvoiceSource(string Table, IReadOnlyList<string> Header, IReadOnlyDictionary<string, string> Types, bool IsCsv)
{
    /// <summary>Name of the table that receives lines that are not well-formed.</summary>
    public const string RejectTable = "malformed_lines";

    /// <summary>Opens a file.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="path">CSV, gzipped CSV or Parquet.</param>
    /// <param name="format">How a CSV is written.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SalesDataException">The file has no header.</exception>
    public static InvoiceSource Open(DuckDbEngine engine, string path, SalesFormat format, CancellationToken cancellationToken) =>
        ParquetFile.Is(path) ? OpenParquet(engine, path, cancellationToken) : OpenCsv(engine, path, format);

    private static InvoiceSource OpenParquet(DuckDbEngine engine, string path, CancellationToken cancellationToken)
    {
        var table = $"read_parquet({DuckDbEngine.Literal(path)})";
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        engine.Query($"DESCRIBE SELECT * FROM {table}", reader => types.Add(reader.GetString(0), reader.GetString(1)), cancellationToken);
        return new InvoiceSource(table, [.. types.Keys], types, IsCsv: false);
    }

    private static InvoiceSource OpenCsv(DuckDbEngine engine, string path, SalesFormat format)
    {
        var (header, delimiter, gzip) = ReadHeader(path, format);
        if (header.Count == 0)
        {
            throw new SalesDataException($"{Path.GetFileName(path)} is empty; give invoice lines with a header.");
        }

        if (header.GroupBy(column => column, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new SalesDataException($"{Path.GetFileName(path)} has the column '{twice.Key}' twice; give every column a name of its own.");
        }

        if (header.Any(column => column.Contains('\uFFFD', StringComparison.Ordinal) || column.Contains('\0', StringComparison.Ordinal)))
        {
            throw new SalesDataException($"{Path.GetFileName(path)}: line 1 is not UTF-8 text; save the file as UTF-8, or name its encoding, for example --encoding windows-1252.");
        }

        var columns = string.Join(", ", header.Select(column => $"{DuckDbEngine.Literal(column)}: 'VARCHAR'"));
        var text = path;
        if (format.Encoding is not (null or UTF8Encoding))
        {
            text = Transcoded(engine, path, format.Encoding, gzip);
            gzip = false;
        }

        var table = $$"""
            read_csv({{DuckDbEngine.Literal(text)}}, auto_detect = false, header = true, delim = {{DuckDbEngine.Literal(delimiter.ToString())}}, quote = '"', escape = '"',
                compression = '{{(gzip ? "gzip" : "none")}}', columns = {{{columns}}},
                store_rejects = true, rejects_table = '{{RejectTable}}', rejects_scan = '{{RejectTable}}_scans', rejects_limit = {{SalesDataException.MaxProblems}})
            """;
        return new InvoiceSource(table, header, header.ToDictionary(column => column, _ => "VARCHAR", StringComparer.Ordinal), IsCsv: true);
    }

    /// <summary>The text in UTF-8, in a file of the engine's own folder.</summary>
    private static string Transcoded(DuckDbEngine engine, string path, Encoding encoding, bool gzip)
    {
        using var file = File.OpenRead(path);
        using var text = gzip ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
        using var utf8 = Encoding.CreateTranscodingStream(text, encoding, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        var copy = engine.NewFile("csv");
        using var written = File.Create(copy);
        utf8.CopyTo(written);
        return copy;
    }

    private static (IReadOnlyList<string> Header, char Delimiter, bool Gzip) ReadHeader(string path, SalesFormat format)
    {
        using var file = File.OpenRead(path);
        var gzip = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        using var text = gzip ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
        using var reader = CsvReader.Create(text, new CsvReaderOptions { Separator = format.Delimiter, Encoding = format.Encoding is UTF8Encoding ? null : format.Encoding });
        try
        {
            reader.ReadHeader();
            return ([.. reader.Headers], reader.Separator, gzip);
        }
        catch (InvalidDataException exception)
        {
            throw new SalesDataException($"{Path.GetFileName(path)} is damaged: it starts like a gzip file but does not unpack; copy or fetch it again.", inner: exception);
        }
    }
}
