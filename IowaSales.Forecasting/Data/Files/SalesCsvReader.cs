using System.IO.Compression;
using IowaSales.Forecasting.Data.Drivers;

namespace IowaSales.Forecasting.Data.Files;

/// <summary>
/// Reads a file of sales from CSV, plain or gzipped, into a panel, strictly: a line that cannot be understood is an error with its
/// number, never skipped.
/// </summary>
/// <param name="columns">Which columns hold what.</param>
/// <param name="format">How the file is written; recognised when left out.</param>
/// <param name="rules">What may come in; the rules at the present moment when left out.</param>
/// <param name="known">Drivers that are known already; they fix the types of columns of their names.</param>
public sealed class SalesCsvReader(SalesColumns columns, SalesFormat? format = null, SalesRules? rules = null, DriverSet? known = null)
{
    private readonly SalesFormat _format = format ?? SalesFormat.Recognised;
    private readonly SalesRules _rules = rules ?? SalesRules.At(TimeProvider.System);

    /// <summary>Reads a file.</summary>
    /// <param name="path">Path of a CSV or gzipped CSV file.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The sales.</returns>
    /// <exception cref="SalesDataException">The data cannot be used; the message and its problems say why.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public SalesFile Read(string path, CancellationToken cancellationToken = default)
    {
        using var stream = Open(path);
        return Read(stream, Path.GetFileName(path), SalesSource.Of(path), cancellationToken);
    }

    /// <summary>Reads the parts of one table: rows of an item and day add up over them, and all are written alike.</summary>
    /// <param name="parts">Paths of CSV or gzipped CSV files below the folder, each with a header.</param>
    /// <param name="folder">The folder; messages name a part by its path in it.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The sales.</returns>
    /// <exception cref="SalesDataException">The data cannot be used; the message names the part, its problems say why.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public SalesFile Read(IReadOnlyList<string> parts, string folder, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        return Read(
            name,
            new SalesSource { Description = name },
            (table, asWritten) => parts
                .Select(part =>
                {
                    using var stream = Open(part);
                    return ReadInto(table, stream, Path.Combine(name, Path.GetRelativePath(folder, part)), asWritten, cancellationToken);
                })
                .FirstOrDefault(better => better is not null));
    }

    /// <summary>Reads a stream.</summary>
    /// <param name="stream">CSV or gzipped CSV, seekable; left open.</param>
    /// <param name="name">What messages call the input.</param>
    /// <param name="source">Where the sales came from.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The sales.</returns>
    /// <exception cref="SalesDataException">The data cannot be used; the message and its problems say why.</exception>
    public SalesFile Read(Stream stream, string name, SalesSource source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(source);
        var start = stream.Position;
        return Read(
            name,
            source,
            (table, asWritten) =>
            {
                stream.Position = start;
                return ReadInto(table, stream, name, asWritten, cancellationToken);
            });
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

    /// <summary>Refuses totals beyond the bounds; rows within them can still add up so far.</summary>
    /// <param name="panel">The totals.</param>
    /// <param name="name">What messages call the input.</param>
    /// <exception cref="SalesDataException">A total lies beyond.</exception>
    public static void RefuseTotals(SalesPanel panel, string name)
    {
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            var rows = panel.Rows(series);
            for (var i = 0; i < rows.Count; i++)
            {
                AdmittedTotal(rows.Values[i], name, panel.Items[series], panel.DateOf(rows.Days[i]));
            }
        }
    }

    /// <summary>A total of an item and day, if it lies within what may come in.</summary>
    /// <param name="total">The total.</param>
    /// <param name="name">What messages call the input.</param>
    /// <param name="item">Name of the item.</param>
    /// <param name="date">The day.</param>
    /// <exception cref="SalesDataException">It lies beyond.</exception>
    public static double AdmittedTotal(double total, string name, string item, DateOnly date) => SalesRules.Admits(total)
        ? total
        : throw new SalesDataException(
            FormattableString.Invariant($"{name}: the rows of {item} on {date:yyyy-MM-dd} add up to {total:R}, which {SalesRules.RefusedAmount}."));

    private static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan);

    /// <summary>Reads rows, again from the first one whenever a later one shows how all are written.</summary>
    /// <param name="name">What messages call the input.</param>
    /// <param name="source">Where the sales came from.</param>
    /// <param name="readInto">Reads all rows; null, or the format that they turned out to have.</param>
    private SalesFile Read(string name, SalesSource source, Func<RowsRead, SalesFormat, SalesFormat?> readInto)
    {
        var asWritten = _format;
        while (true)
        {
            var rows = new RowsRead();
            if (readInto(rows, asWritten) is { } better)
            {
                // Each turn settles the order of a date or the decimal sign for good, so there are three at most.
                asWritten = better;
                continue;
            }

            if (rows.Sales.RowCount == 0)
            {
                throw new SalesDataException($"{name} has no rows of sales below its header; give a file with at least some weeks of daily sales.");
            }

            var panel = rows.Sales.Build().With(rows.Drivers?.Build(known ?? DriverSet.Empty) ?? DriverSet.Empty);
            RefuseTotals(panel, name);
            return new SalesFile(panel, source, rows.Sales.RowCount, rows.Sales.DuplicateCount)
            {
                Ambiguities = rows.Last?.Ambiguities ?? [],
                DriverRemarks = rows.Drivers?.Remarks ?? [],
                OtherSpellings = rows.OtherSpellings,
            };
        }
    }

    private SalesFormat? ReadInto(RowsRead read, Stream stream, string name, SalesFormat asWritten, CancellationToken cancellationToken)
    {
        var problems = new List<SalesDataProblem>();
        using var text = IsGzip(stream) ? new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true) : null;
        using var rows = new SalesCsvRows(text ?? stream, columns, asWritten, _rules, name, problems.Add, TableContent.Sales, read.Last);
        try
        {
            while (problems.Count < SalesDataException.MaxProblems && rows.Read() && rows.Better is null)
            {
                read.Sales.Add(rows.Date, rows.Item, rows.Amount);
                if (columns.Known.Count > 0)
                {
                    rows.AddTo(read.Drivers ??= new DriverCollector(rows.ValueColumns, name, asWritten, rows.Delimiter));
                }

                if (read.Sales.RowCount % 4096 == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }
            }
        }
        catch (InvalidDataException exception)
        {
            throw DamagedGzip(name, exception);
        }

        if (rows.Better is { } better)
        {
            return better;
        }

        if (problems.Count > 0)
        {
            throw Refused(name, problems);
        }

        read.Last = rows;
        read.OtherSpellings.UnionWith(rows.OtherSpellings);
        return null;
    }

    /// <summary>The exception for a gzip file that does not unpack.</summary>
    internal static SalesDataException DamagedGzip(string name, InvalidDataException exception) =>
        new($"{name} is damaged: it starts like a gzip file but does not unpack; copy or fetch it again.", inner: exception);

    /// <summary>Whether a stream begins like a gzip file; its position stays.</summary>
    internal static bool IsGzip(Stream stream)
    {
        Span<byte> start = stackalloc byte[2];
        var position = stream.Position;
        var read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = position;
        return read == 2 && start[0] == 0x1f && start[1] == 0x8b;
    }

    /// <summary>What was read so far.</summary>
    private sealed class RowsRead
    {
        public SalesPanelBuilder Sales { get; } = new();

        public DriverCollector? Drivers { get; set; }

        /// <summary>The part read last; how it was written holds for the next.</summary>
        public SalesCsvRows? Last { get; set; }

        public SortedSet<string> OtherSpellings { get; } = new(StringComparer.Ordinal);
    }
}
