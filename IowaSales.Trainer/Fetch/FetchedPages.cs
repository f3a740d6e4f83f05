using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IowaSales.Trainer.Data;

namespace IowaSales.Trainer.Fetch;

/// <summary>
/// Pages that have been fetched, kept in a folder beside the output until all are there, so that a fetch that was cut off goes on at its
/// page. Pages of another query, or old ones, are not used.
/// </summary>
internal sealed class FetchedPages
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private readonly string _folder;

    private FetchedPages(string folder) => _folder = folder;

    /// <summary>Opens the pages of an output.</summary>
    /// <param name="output">Path of the output.</param>
    /// <param name="identity">The queries, in the order they are asked.</param>
    /// <param name="time">Clock.</param>
    public static FetchedPages Open(string output, string identity, TimeProvider time)
    {
        var pages = new FetchedPages($"{output}.pages");
        var marker = Path.Combine(pages._folder, "query.txt");
        var expected = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)));
        var usable = File.Exists(marker)
            && File.ReadAllText(marker) == expected
            && time.GetUtcNow() - new DateTimeOffset(File.GetLastWriteTimeUtc(marker), TimeSpan.Zero) < Lifetime;
        if (!usable)
        {
            pages.Delete();
            CompleteFile.Write(marker, stream => stream.Write(Encoding.UTF8.GetBytes(expected)));
            File.SetLastWriteTimeUtc(marker, time.GetUtcNow().UtcDateTime);
        }

        return pages;
    }

    /// <summary>Throws away the pages of an output that is complete.</summary>
    public static void Discard(string output) => new FetchedPages($"{output}.pages").Delete();

    /// <summary>Number of pages that are there.</summary>
    public int Count => Directory.Exists(_folder) ? Directory.GetFiles(_folder, "*.json").Length : 0;

    /// <summary>A page; null when it is not there.</summary>
    public byte[]? Find(int batch, int page) => File.Exists(PathOf(batch, page)) ? File.ReadAllBytes(PathOf(batch, page)) : null;

    /// <summary>Keeps a page.</summary>
    public void Keep(int batch, int page, byte[] content) => CompleteFile.Write(PathOf(batch, page), stream => stream.Write(content));

    /// <summary>Throws all pages away.</summary>
    public void Delete()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private string PathOf(int batch, int page) =>
        Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{batch:D5}-{page:D6}.json"));
}
