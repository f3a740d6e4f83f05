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
    private static readonly string[] Endings = [".csv", ".csv.gz", ".parquet", ".json", ".json.gz", ".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz"];

    private readonly SalesOptions _options = new(defaultPath: null);
    private readonly Option<string> _data;
    private (string Path, SalesFile Sales)? _read;

    public OutgoingSales() => _data = _options.Data;

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Verb verb)
    {
        _data.Required = true;
        _data.Description = "Daily sales: CSV, CSV.gz, Parquet, JSON (an array of rows) or JSON lines; or a folder of such files.";
        _options.AddTo(verb);
    }

    /// <summary>Paths of the files to send: the file that was named, or the files of sales in the folder that was, by name; none where it holds none.</summary>
    /// <exception cref="VerbException">There is no such file or folder.</exception>
    public IReadOnlyList<string> PathsOf(VerbRun run)
    {
        var path = run.PathOf(_data);
        if (Directory.Exists(path))
        {
            return [.. Directory.EnumerateFiles(path).Where(IsSales).Order(StringComparer.Ordinal)];
        }

        return File.Exists(path) ? [path] : throw VerbException.Input($"There is no file or folder {run.Shown(path)}; name another with --data.");
    }

    /// <summary>Opens the file as a batch; the first time, says what a person should know of it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="path">Path of the file.</param>
    /// <param name="source">Where it comes from, in words.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="SalesDataException">It cannot be used.</exception>
    public OutgoingBatch Open(VerbRun run, string path, string source, CancellationToken cancellationToken)
    {
        if (JsonTypeOf(path) is { } type)
        {
            return new OutgoingBatch(Unpacked(path), type, source);
        }

        if (_read?.Path != path)
        {
            _read = (path, _options.Read(run, path, null, cancellationToken));
            SalesRemarks.Say(run, _read.Value.Sales, isHistory: false);
        }

        return new OutgoingBatch(Rewritten(_read.Value.Sales, cancellationToken), "text/csv", source);
    }

    // A file that is still being written has another name, as long as whoever writes it renames it at the end
    private static bool IsSales(string path) =>
        Endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) && !Path.GetFileName(path).StartsWith('.');

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
