using IowaSales.Forecasting.Data.Files;
using IowaSales.Trainer.Data.DuckDb;

namespace IowaSales.Trainer.Data;

/// <summary>A folder whose files, those of the folders in it included, are the parts of one table: all Parquet or all CSV.</summary>
/// <param name="Parts">Paths of the parts, in their order.</param>
/// <param name="IsCsv">Whether they are CSV, plain or gzipped.</param>
internal sealed record DataFolder(IReadOnlyList<string> Parts, bool IsCsv)
{
    /// <summary>What messages call a file or folder.</summary>
    /// <param name="path">Its path.</param>
    public static string NameOf(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(path));

    /// <summary>Lists a folder.</summary>
    /// <param name="path">Its path.</param>
    /// <exception cref="SalesDataException">It holds no part, or parts of both kinds.</exception>
    public static DataFolder Open(string path)
    {
        var csv = CsvIn(path);
        var parquet = ParquetFile.PartsOf(path);
        return (csv.Count, parquet.Count) switch
        {
            (0, 0) => throw new SalesDataException($"{NameOf(path)} holds no .parquet, .csv or .csv.gz file; name a file, or a folder of such parts."),
            (0, _) => new DataFolder(parquet, IsCsv: false),
            (_, 0) => new DataFolder(csv, IsCsv: true),
            _ => throw new SalesDataException($"{NameOf(path)} holds {parquet.Count} Parquet and {csv.Count} CSV parts; keep one kind of them, so that no row counts twice."),
        };
    }

    /// <summary>Files of a path, whatever they hold: a file itself, the parts of a folder, or none.</summary>
    /// <param name="path">Path of a file or folder.</param>
    public static IReadOnlyList<string> FilesOf(string path) =>
        Directory.Exists(path) ? [.. ParquetFile.PartsOf(path), .. CsvIn(path)] : File.Exists(path) ? [path] : [];

    private static IReadOnlyList<string> CsvIn(string path) =>
    [
        .. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".csv.gz", StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal),
    ];
}
