using System.IO.Compression;
using System.Text;
using CsvHelper;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Trainer.Data;
using IowaSales.Trainer.Data.DuckDb;

namespace IowaSales.Trainer.Aggregate;

/// <summary>A file of invoice lines, or a folder of parts, as a table of the engine.</summary>
/// <param name="Table">SQL of the table.</param>
/// <param name="Header">Names of its columns.</param>
/// <param name="Types">The engine's types of the columns, by name.</param>
/// <param name="IsCsv">Whether it is text, with lines to name and lines that may be malformed.</param>
/// <param name="Parts">Its files: one, or those of the folder.</param>
internal sealed record InvoiceSource(
    string Table, IReadOnlyList<string> Header, IReadOnlyDictionary<string, string> Types, bool IsCsv, IReadOnlyList<InvoicePart> Parts)
{
    /// <summary>Name of the table that receives lines that are not well-formed.</summary>
    public const string RejectTable = "malformed_lines";

    /// <summary>Name of the table of the files that were read for them.</summary>
    public const string RejectScanTable = $"{RejectTable}_scans";

    /// <summary>Opens a file, or a folder of parts that are all Parquet or all CSV.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="path">CSV, gzipped CSV or Parquet, or a folder of them.</param>
    /// <param name="format">How a CSV is written.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SalesDataException">A file has no header, or the parts do not fit together.</exception>
    public static InvoiceSource Open(DuckDbEngine engine, string path, SalesFormat format, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(path))
        {
            return ParquetFile.Is(path) ? OpenParquet(engine, path, cancellationToken) : OpenCsv(engine, path, [path], format);
        }

        var folder = DataFolder.Open(path);
        return folder.IsCsv ? OpenCsv(engine, path, folder.Parts, format) : OpenParquet(engine, path, cancellationToken);
    }

    private static InvoiceSource OpenParquet(DuckDbEngine engine, string path, CancellationToken cancellationToken)
    {
        var table = $"read_parquet({ParquetFile.PartsAsSql(path)})";
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        engine.Query($"DESCRIBE SELECT * FROM {table}", reader => types.Add(reader.GetString(0), reader.GetString(1)), cancellationToken);
        var parts = ParquetFile.PartsOf(path);
        return new InvoiceSource(
            table, [.. types.Keys], types, IsCsv: false, [.. parts.Select(part => new InvoicePart(part, NameIn(path, part), parts.Count == 1 ? table : $"read_parquet([{DuckDbEngine.Literal(part)}], hive_types_autocast = false)"))]);
    }

    /// <summary>What messages call a part: its path in the folder.</summary>
    private static string NameIn(string path, string part) => Directory.Exists(path) ? Path.Combine(DataFolder.NameOf(path), Path.GetRelativePath(path, part)) : DataFolder.NameOf(part);

    private static InvoiceSource OpenCsv(DuckDbEngine engine, string path, IReadOnlyList<string> files, SalesFormat format)
    {
        var (header, delimiter) = ((IReadOnlyList<string>)[], ',');
        var texts = new List<(string Path, string Name, bool Gzip)>();
        foreach (var file in files)
        {
            var name = NameIn(path, file);
            var (ownHeader, ownDelimiter, gzip) = ReadHeader(file, format);
            RequireHeader(name, ownHeader);
            if (texts.Count > 0 && (ownDelimiter != delimiter || !ownHeader.SequenceEqual(header, StringComparer.Ordinal)))
            {
                throw new SalesDataException(
                    $"{name} is headed {string.Join(ownDelimiter, ownHeader)}, but {texts[0].Name} {string.Join(delimiter, header)}; give parts of the same columns in the same order.");
            }

            (header, delimiter) = (ownHeader, ownDelimiter);
            var transcoded = format.Encoding is not (null or UTF8Encoding);
            texts.Add(transcoded ? (Transcoded(engine, file, format.Encoding!, gzip), name, false) : (file, name, gzip));
        }

        string TableOf(IReadOnlyList<(string Path, string Name, bool Gzip)> some)
        {
            var compression = some.All(text => text.Gzip) ? "gzip" : some.Any(text => text.Gzip) ? "auto" : "none";
            return $$"""
                read_csv([{{string.Join(", ", some.Select(text => DuckDbEngine.Literal(text.Path)))}}], auto_detect = false, header = true, delim = {{DuckDbEngine.Literal(delimiter.ToString())}}, quote = '"', escape = '"',
                    compression = '{{compression}}', columns = {{{string.Join(", ", header.Select(column => $"{DuckDbEngine.Literal(column)}: 'VARCHAR'"))}}}, hive_partitioning = false,
                    store_rejects = true, rejects_table = '{{RejectTable}}', rejects_scan = '{{RejectScanTable}}', rejects_limit = {{SalesDataException.MaxProblems}})
                """;
        }

        return new InvoiceSource(
            TableOf(texts),
            header,
            header.ToDictionary(column => column, _ => "VARCHAR", StringComparer.Ordinal),
            IsCsv: true,
            [.. texts.Select(text => new InvoicePart(text.Path, text.Name, TableOf([text])))]);
    }

    private static void RequireHeader(string name, IReadOnlyList<string> header)
    {
        if (header.Count == 0)
        {
            throw new SalesDataException($"{name} is empty; give invoice lines with a header.");
        }

        if (header.GroupBy(column => column, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new SalesDataException($"{name} has the column '{twice.Key}' twice; give every column a name of its own.");
        }

        if (header.Any(column => column.Contains('\uFFFD', StringComparison.Ordinal) || column.Contains('\0', StringComparison.Ordinal)))
        {
            throw new SalesDataException($"{name}: line 1 is not UTF-8 text; save the file as UTF-8, or name its encoding, for example --encoding windows-1252.");
        }
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

/// <summary>A file of invoice lines.</summary>
/// <param name="Path">Path that the engine reads.</param>
/// <param name="Name">What messages call it.</param>
/// <param name="Table">SQL of its table.</param>
internal sealed record InvoicePart(string Path, string Name, string Table);
