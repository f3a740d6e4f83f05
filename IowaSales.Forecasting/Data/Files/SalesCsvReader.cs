using System.IO.Compression;
using CsvHelper;

namespace IowaSales.Forecasting.Data.Files;

/// <summary>
/// Reads sales from CSV, plain or gzipped, strictly: a line that cannot be understood is an error with its number, never skipped.
/// </summary>
/// <param name="columns">Which columns hold what.</param>
public sealed class SalesCsvReader(SalesColumns columns)
{
    private const int MaxRecordBytes = 1 << 20;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Path of a CSV or gzipped CSV file.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The sales.</returns>
    /// <exception cref="SalesDataException">The data cannot be used; the message and its problems say why.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public SalesFile Read(string path, CancellationToken cancellationToken = default)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan);
        return Read(stream, Path.GetFileName(path), SalesSource.Of(path), cancellationToken);
    }

    /// <summary>Reads a stream.</summary>
    /// <param name="stream">CSV or gzipped CSV, seekable.</param>
    /// <param name="name">What messages call the input.</param>
    /// <param name="source">Where the sales came from.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The sales.</returns>
    /// <exception cref="SalesDataException">The data cannot be used; the message and its problems say why.</exception>
    public SalesFile Read(Stream stream, string name, SalesSource source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(source);
        var problems = new List<SalesDataProblem>();
        var builder = new SalesPanelBuilder();
        try
        {
            using var text = IsGzip(stream) ? new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true) : stream;
            using var reader = CsvReader.Create(text, OptionsFor(problems), leaveOpen: true);
            var rows = new SalesRowParser(reader, columns, IndicesIn(reader, name), builder, problems);
            for (var row = 0; problems.Count < SalesDataException.MaxProblems && reader.Read(); row++)
            {
                if (row % 4096 == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }

                rows.AddCurrent();
            }
        }
        catch (CsvFormatException exception)
        {
            problems.Add(new SalesDataProblem(exception.LineNumber, exception.Message));
        }
        catch (InvalidDataException exception)
        {
            throw new SalesDataException($"{name} is damaged: it starts like a gzip file but does not unpack; copy or fetch it again.", inner: exception);
        }

        if (problems.Count > 0)
        {
            throw Refused(name, problems);
        }

        if (builder.RowCount == 0)
        {
            throw new SalesDataException($"{name} has no rows of sales below its header; give a file with at least some weeks of daily sales.");
        }

        var panel = builder.Build();
        return new SalesFile(panel, source, builder.RowCount, builder.DuplicateCount);
    }

    /// <summary>The exception for lines that cannot be used.</summary>
    /// <param name="name">What to call the input.</param>
    /// <param name="problems">The lines, as many as were found.</param>
    public static SalesDataException Refused(string name, IEnumerable<SalesDataProblem> problems)
    {
        var lines = problems.OrderBy(problem => problem.Line).Take(SalesDataException.MaxProblems).ToArray();
        var unit = lines[0].Unit;
        var count = lines.Length == SalesDataException.MaxProblems ? $"{lines.Length} or more {unit}s" : lines.Length == 1 ? $"1 {unit}" : $"{lines.Length} {unit}s";
        return new SalesDataException($"{name} has {count} that cannot be read ({lines[0]}); correct the file and run again.", lines);
    }

    private static bool IsGzip(Stream stream)
    {
        Span<byte> start = stackalloc byte[2];
        var position = stream.Position;
        var read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = position;
        return read == 2 && start[0] == 0x1f && start[1] == 0x8b;
    }

    private static CsvReaderOptions OptionsFor(List<SalesDataProblem> problems) => new()
    {
        Separator = ',',
        TrackLineNumbers = true,
        TrimWhitespace = true,
        TrimInsideQuotes = true,
        SkipEmptyLines = true,
        MaxRecordSize = MaxRecordBytes,
        MalformedData = CsvMalformedDataHandling.Skip,
        FieldCountMismatch = CsvFieldCountHandling.Skip,
        OnMalformedRecord = record =>
        {
            if (problems.Count < SalesDataException.MaxProblems)
            {
                problems.Add(new SalesDataProblem(record.LineNumber, ReasonOf(record.Reason)));
            }
        },
    };

    private static string ReasonOf(CsvMalformedReason reason) => reason switch
    {
        CsvMalformedReason.FieldCountMismatch => "it has more or fewer fields than the header",
        CsvMalformedReason.UnterminatedQuote => "a quote is opened and never closed",
        CsvMalformedReason.TextAfterClosingQuote => "there is text after a closing quote",
        CsvMalformedReason.StrayQuote => "there is a quote inside an unquoted field",
        _ => "it is not well-formed CSV",
    };

    private int[] IndicesIn(CsvReader reader, string name)
    {
        reader.ReadHeader();
        var missing = columns.All.Where(column => !reader.TryGetFieldIndex(column, out _)).ToArray();
        if (missing.Length == 0)
        {
            return [.. columns.All.Select(column => reader.GetFieldIndex(column))];
        }

        if (reader.Headers.Count == 0)
        {
            throw new SalesDataException($"{name} is empty; its first line must be the header {string.Join(',', columns.All)}.");
        }

        throw new SalesDataException(
            $"{name} has no column {string.Join(" and no column ", missing)}: its header is {string.Join(',', reader.Headers)}. Correct the header, or name the columns with --date, --key and --value.");
    }
}
