namespace IowaSales.Trainer.Data.DuckDb;

/// <summary>Tells Parquet from text by its first bytes, whatever the file is called; a folder of parts is one table.</summary>
internal static class ParquetFile
{
    private static ReadOnlySpan<byte> Magic => "PAR1"u8;

    /// <summary>The parts of a table: a file itself, or the Parquet files of a folder, in the order of their names.</summary>
    /// <param name="path">The file or folder.</param>
    public static IReadOnlyList<string> PartsOf(string path) => Directory.Exists(path)
        ? [.. Directory.EnumerateFiles(path, "*.parquet").Order(StringComparer.Ordinal)]
        : [path];

    /// <summary>SQL of the table, with the number of each row in its part.</summary>
    /// <param name="path">The file or folder.</param>
    public static string Table(string path) => $"read_parquet([{string.Join(", ", PartsOf(path).Select(DuckDbEngine.Literal))}], file_row_number = true)";

    /// <summary>Whether a file is Parquet.</summary>
    public static bool Is(string path)
    {
        using var stream = File.OpenRead(path);
        Span<byte> start = stackalloc byte[4];
        return stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual(Magic);
    }
}
