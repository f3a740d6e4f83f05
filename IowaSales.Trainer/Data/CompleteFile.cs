namespace IowaSales.Trainer.Data;

/// <summary>Writes files that are there whole or not at all.</summary>
internal static class CompleteFile
{
    /// <summary>Writes a file beside its place and moves it there once it is complete.</summary>
    /// <param name="path">Where to; its folder is made.</param>
    /// <param name="write">Writes the content; when it throws, nothing is left behind.</param>
    public static void Write(string path, Action<Stream> write)
    {
        WriteBy(path, temporary =>
        {
            using var stream = File.Create(temporary);
            write(stream);
            stream.Flush(flushToDisk: true);
        });
    }

    /// <summary>The same for a writer that wants a path.</summary>
    /// <param name="path">Where to; its folder is made.</param>
    /// <param name="write">Writes the content to the path it is given; when it throws, nothing is left behind.</param>
    public static void WriteBy(string path, Action<string> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            write(temporary);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
