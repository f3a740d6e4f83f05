using System.CommandLine;
using System.IO.Compression;
using IowaSales.Contracts;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Trainer.CommandLine;
using IowaSales.Trainer.Data;

namespace IowaSales.Trainer.Import;

/// <summary>
/// A file of sales as a batch. CSV and Parquet are read here, by the reader and the rules of every other verb, and go out as the totals of
/// each item and day; JSON goes out as it is, unpacked, so that what the API says of a row is true of the file.
/// </summary>
internal sealed class OutgoingSales
{
    private readonly SalesOptions _options = new(defaultPath: null);
    private readonly Option<string> _data;
    private SalesFile? _sales;

    public OutgoingSales() => _data = _options.Data;

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Verb verb)
    {
        _data.Required = true;
        _data.Description = "Daily sales: CSV, CSV.gz, Parquet, JSON (an array of rows) or JSON lines.";
        _options.AddTo(verb);
    }

    /// <summary>Path of the file.</summary>
    /// <exception cref="VerbException">There is no such file.</exception>
    public string PathOf(VerbRun run)
    {
        var path = run.PathOf(_data);
        return File.Exists(path) ? path : throw VerbException.Input($"There is no file {run.Shown(path)}; name another with --data.");
    }

    /// <summary>Opens the file as a batch; the first time, says what a person should know of it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="source">Where it comes from, in words.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="SalesDataException">It cannot be used.</exception>
    public OutgoingBatch Open(VerbRun run, string source, CancellationToken cancellationToken)
    {
        var path = PathOf(run);
        if (JsonTypeOf(path) is { } type)
        {
            return new OutgoingBatch(Unpacked(path), type, source);
        }

        if (_sales is null)
        {
            _sales = _options.Read(run, cancellationToken);
            SalesRemarks.Say(run, _sales, isHistory: false);
        }

        return new OutgoingBatch(Rewritten(_sales, cancellationToken), "text/csv", source);
    }

    private static string? JsonTypeOf(string path)
    {
        var name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        return Path.GetExtension(name).ToLowerInvariant() switch
        {
            ".json" => "application/json",
            ".jsonl" or ".ndjson" => "application/x-ndjson",
            _ => null,
        };
    }

    private static Stream Unpacked(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        Span<byte> start = stackalloc byte[2];
        var packed = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start is [0x1F, 0x8B];
        file.Position = 0;
        return packed ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    private static FileStream Rewritten(SalesFile sales, CancellationToken cancellationToken)
    {
        var temporary = new FileStream(
            Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        SalesCsvWriter.Write(sales.Panel, temporary, cancellationToken);
        temporary.Position = 0;
        return temporary;
    }
}
