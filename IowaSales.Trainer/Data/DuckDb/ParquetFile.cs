namespace IowaSales.Trainer.Data.DuckDb;

/// <summary>
/// Tells Parquet from text by its first bytes, whatever the file is called; a folder of parts is one table, folders in it included. A folder named
/// <c>column=value</c> gives its parts that column, as text (the layout of Hive and Spark).
/// </summary>
internal static class ParquetFile
{
    private static ReadOnlySpan<byte> Magic => "PAR1"u8;

    /// <summary>The parts of a table: a file itself, or the Parquet files of a folder and the folders in it, in the order of their paths.</summary>
    /// <param name="path">The file or folder.</param>
    public static IReadOnlyList<string> PartsOf(string path) => Directory.Exists(path)
        ? [.. Directory.EnumerateFiles(path, "*.parquet", SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
        : [path];

    /// <summary>SQL of the table, with the number of each row in its part.</summary>
    /// <param name="path">The file or folder.</param>
    public static string Table(string path) => $"read_parquet({PartsAsSql(path)}, file_row_number = true)";

    /// <summary>The parts of a table and how their folders are read, as SQL.</summary>
    /// <param name="path">The file or folder.</param>
    public static string PartsAsSql(string path) =>
        $"[{string.Join(", ", PartsOf(path).Select(DuckDbEngine.Literal))}], {(Directory.Exists(path) ? "hive_types_autocast = false" : "hive_partitioning = false")}";

    /// <summary>Whether a file is Parquet.</summary>
    public static bool Is(string path)
    {
        using var stream = File.OpenRead(path);
        Span<byte> start = stackalloc byte[4];
        return stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual(Magic);
    }
}
