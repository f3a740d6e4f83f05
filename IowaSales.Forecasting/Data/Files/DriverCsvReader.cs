using System.IO.Compression;
using IowaSales.Forecasting.Data.Drivers;

namespace IowaSales.Forecasting.Data.Files;

/// <summary>
/// Reads tables of drivers and of item attributes from CSV, plain or gzipped, as strictly as sales: <c>date,item_name,price,promo</c> (without an item,
/// or with a blank one, for all items), and <c>item_name,category,vendor</c>. All columns but day and item are values.
/// </summary>
/// <param name="columns">How day and item are headed in the sales; the names of the project's own files are understood too.</param>
/// <param name="format">How the text is written; recognised when left out.</param>
/// <param name="rules">What days there can be; up to ten years ahead when left out.</param>
public sealed class DriverCsvReader(SalesColumns columns, SalesFormat? format = null, SalesRules? rules = null)
{
    private readonly SalesFormat _format = format ?? SalesFormat.Recognised;
    private readonly SalesRules _rules = rules ?? SalesRules.OfDrivers(TimeProvider.System);

    /// <summary>Most values of a table, blank ones included: they are held in memory; <see cref="DriverCollector.MaxCells"/> by default.</summary>
    public long MaxValues { get; init; } = DriverCollector.MaxCells;

    /// <summary>Reads drivers.</summary>
    /// <param name="stream">CSV or gzipped CSV, seekable; left open.</param>
    /// <param name="name">What messages call the input.</param>
    /// <param name="known">The drivers that are known already; they fix the types of columns of their names.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="SalesDataException">The table cannot be used; the message and its problems say why.</exception>
    public DriverFile ReadDrivers(Stream stream, string name, DriverSet known, CancellationToken cancellationToken = default) =>
        Read(stream, name, TableContent.Drivers, known, cancellationToken);

    /// <summary>Reads attributes.</summary>
    /// <param name="stream">CSV or gzipped CSV, seekable; left open.</param>
    /// <param name="name">What messages call the input.</param>
    /// <param name="known">What is known already; it fixes the types of attributes of the same names.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="SalesDataException">The table cannot be used; the message and its problems say why.</exception>
    public DriverFile ReadAttributes(Stream stream, string name, DriverSet known, CancellationToken cancellationToken = default) =>
        Read(stream, name, TableContent.Attributes, known, cancellationToken);

    private DriverFile Read(Stream stream, string name, TableContent content, DriverSet known, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(known);
        var start = stream.Position;
        var asWritten = _format;
        while (true)
        {
            stream.Position = start;
            var (file, better) = Read(stream, name, content, known, asWritten, cancellationToken);
            if (file is not null)
            {
                return file;
            }

            asWritten = better!;
        }
    }

    private (DriverFile? File, SalesFormat? Better) Read(
        Stream stream, string name, TableContent content, DriverSet known, SalesFormat asWritten, CancellationToken cancellationToken)
    {
        var problems = new List<SalesDataProblem>();
        using var text = SalesCsvReader.IsGzip(stream) ? new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true) : null;
        using var rows = new SalesCsvRows(text ?? stream, columns, asWritten, _rules, name, problems.Add, content);
        DriverCollector? drivers = null;
        AttributeCollector? attributes = null;
        var count = 0L;
        try
        {
            while (problems.Count < SalesDataException.MaxProblems && rows.Read() && rows.Better is null)
            {
                if (content == TableContent.Drivers)
                {
                    rows.AddTo(drivers ??= new DriverCollector(rows.ValueColumns, name, asWritten, rows.Delimiter) { MaxValues = MaxValues });
                }
                else
                {
                    rows.AddTo(attributes ??= new AttributeCollector(rows.ValueColumns, name, asWritten, rows.Delimiter) { MaxValues = MaxValues });
                }

                if (++count % 4096 == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }
            }
        }
        catch (InvalidDataException exception)
        {
            throw SalesCsvReader.DamagedGzip(name, exception);
        }

        if (rows.Better is { } better)
        {
            return (null, better);
        }

        if (problems.Count > 0)
        {
            throw SalesCsvReader.Refused(name, problems);
        }

        if (count == 0)
        {
            throw new SalesDataException($"{name} has no rows below its header; give at least one, or leave the file out.");
        }

        var set = drivers?.Build(known) ?? attributes!.Build(known);
        return (new DriverFile(set, count) { Remarks = [.. drivers?.Remarks ?? attributes!.Remarks, .. rows.Ambiguities] }, null);
    }
}

/// <summary>Drivers or attributes that were read, and what the reading noticed.</summary>
/// <param name="Set">The drivers, or the attributes.</param>
/// <param name="Rows">Number of rows.</param>
public sealed record DriverFile(DriverSet Set, long Rows)
{
    /// <summary>What a person should know: columns without a value, and how the file can be read in another way. A sentence each.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}
