using System.IO.Compression;
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
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SalesDataException">The file has no header.</exception>
    public static InvoiceSource Open(DuckDbEngine engine, string path, CancellationToken cancellationToken) =>
        ParquetFile.Is(path) ? OpenParquet(engine, path, cancellationToken) : OpenCsv(path);

    private static InvoiceSource OpenParquet(DuckDbEngine engine, string path, CancellationToken cancellationToken)
    {
        var table = $"read_parquet({DuckDbEngine.Literal(path)})";
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        engine.Query($"DESCRIBE SELECT * FROM {table}", reader => types.Add(reader.GetString(0), reader.GetString(1)), cancellationToken);
        return new InvoiceSource(table, [.. types.Keys], types, IsCsv: false);
    }

    private static InvoiceSource OpenCsv(string path)
    {
        var (header, gzip) = ReadHeader(path);
        if (header.Count == 0)
        {
            throw new SalesDataException($"{Path.GetFileName(path)} is empty; give invoice lines with a header.");
        }

        if (header.GroupBy(column => column, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new SalesDataException($"{Path.GetFileName(path)} has the column '{twice.Key}' twice; give every column a name of its own.");
        }

        var columns = string.Join(", ", header.Select(column => $"{DuckDbEngine.Literal(column)}: 'VARCHAR'"));
        var table = $$"""
            read_csv({{DuckDbEngine.Literal(path)}}, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
                compression = '{{(gzip ? "gzip" : "none")}}', columns = {{{columns}}},
                store_rejects = true, rejects_table = '{{RejectTable}}', rejects_scan = '{{RejectTable}}_scans', rejects_limit = {{SalesDataException.MaxProblems}})
            """;
        return new InvoiceSource(table, header, header.ToDictionary(column => column, _ => "VARCHAR", StringComparer.Ordinal), IsCsv: true);
    }

    private static (IReadOnlyList<string> Header, bool Gzip) ReadHeader(string path)
    {
        using var file = File.OpenRead(path);
        var gzip = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        using var text = gzip ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
        using var reader = CsvReader.Create(text, new CsvReaderOptions { Separator = ',' });
        try
        {
            reader.ReadHeader();
            return ([.. reader.Headers], gzip);
        }
        catch (InvalidDataException exception)
        {
            throw new SalesDataException($"{Path.GetFileName(path)} is damaged: it starts like a gzip file but does not unpack; copy or fetch it again.", inner: exception);
        }
    }
}
