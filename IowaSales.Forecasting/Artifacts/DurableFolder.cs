using System.Runtime.InteropServices;
using System.Text;

namespace IowaSales.Forecasting.Artifacts;

/// <summary>
/// Makes what happened in a folder last: files are written to the disk with their content, but their names are only there after a crash when
/// the folder was written too (fsync(2)). Where folders cannot be written by themselves, as on Windows, the file system sees to that.
/// </summary>
internal static class DurableFolder
{
    private const int ReadOnly = 0;

    /// <summary>Writes the names in a folder to the disk.</summary>
    /// <param name="folder">The folder.</param>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Open(Encoding.UTF8.GetBytes($"{folder}\0"), ReadOnly);
        if (descriptor >= 0)
        {
            // Some file systems refuse this; there is nothing more that can be done on them.
            _ = Sync(descriptor);
            _ = Close(descriptor);
        }
    }

    /// <summary>Writes a file with its content to the disk.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">Its content.</param>
    public static void WriteFile(string path, ReadOnlySpan<byte> content)
    {
        using var stream = File.Create(path);
        stream.Write(content);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Writes all files of a folder to the disk, then their names.</summary>
    /// <param name="folder">The folder.</param>
    public static void FlushAll(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder))
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
            RandomAccess.FlushToDisk(file);
        }

        Flush(folder);
    }

    [DllImport("libc", EntryPoint = "open")]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    private static extern int Sync(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);
}
