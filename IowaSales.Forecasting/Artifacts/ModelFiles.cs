namespace IowaSales.Forecasting.Artifacts;

/// <summary>Reads the files of a model into memory.</summary>
internal static class ModelFiles
{
    /// <summary>The content of a file, if there is memory for a model of which it is one part.</summary>
    /// <param name="folder">The model folder.</param>
    /// <param name="file">Name of the file.</param>
    /// <exception cref="ModelArtifactException">It cannot be read, or is too large.</exception>
    public static byte[] Contents(string folder, string file)
    {
        try
        {
            using var stream = new FileStream(Path.Combine(folder, file), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            var max = Math.Min(Array.MaxLength, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2);
            using var content = new MemoryStream(stream.CanSeek ? (int)Math.Min(stream.Length, max) : 0);
            var buffer = new byte[1 << 16];
            int read;
            while ((read = stream.Read(buffer)) > 0)
            {
                content.Write(buffer, 0, content.Length + read <= max ? read : throw TooLarge(folder, file, max));
            }

            return content.Length == content.Capacity ? content.GetBuffer() : content.ToArray();
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException || (exception is IOException and not (FileNotFoundException or DirectoryNotFoundException)))
        {
            throw Unreadable(folder, file, exception);
        }
    }

    /// <summary>What is said of a file that cannot be read.</summary>
    public static ModelArtifactException Unreadable(string folder, string file, Exception exception) => new(
        $"The model in {folder} cannot be read ({file}: {exception.Message.TrimEnd('.')}); let this program read the folder and its files.", exception);

    private static ModelArtifactException TooLarge(string folder, string file, long max) => new(
        $"The model in {folder} is too large for the memory of this program: {file} has more than {max >> 20} MiB. Allow the program more memory, or train with fewer items.");
}
