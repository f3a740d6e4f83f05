namespace IowaSales.Trainer.Data.DuckDb;

/// <summary>Tells Parquet from text by its first bytes, whatever the file is called.</summary>
internal static class ParquetFile
{
    private static ReadOnlySpan<byte> Magic => "PAR1"u8;

    /// <summary>Whether a file is Parquet.</summary>
    public static bool Is(string path)
    {
        using var stream = File.OpenRead(path);
        Span<byte> start = stackalloc byte[4];
        return stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual(Magic);
    }
}
