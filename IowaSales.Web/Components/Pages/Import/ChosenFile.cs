using IowaSales.Contracts;
using Microsoft.AspNetCore.Components.Forms;

namespace IowaSales.Web.Components.Pages.Import;

/// <summary>A file that a person chose, kept while the page is open so that what was previewed is what is sent.</summary>
internal sealed class ChosenFile : IAsyncDisposable
{
    /// <summary>Largest file taken from a browser; larger ones go from the command line.</summary>
    public const long MostBytes = 64L << 20;

    private string? _path;
    private string _name = "";

    /// <summary>Whether there is a file.</summary>
    public bool IsKept => _path is not null;

    /// <summary>Keeps a file in place of any earlier one.</summary>
    /// <param name="file">The file in the browser.</param>
    /// <returns>False when it is too large.</returns>
    public async Task<bool> KeepAsync(IBrowserFile file)
    {
        await DisposeAsync().ConfigureAwait(false);
        if (file.Size > MostBytes)
        {
            return false;
        }

        var path = Path.GetTempFileName();
        try
        {
            await using var sent = file.OpenReadStream(MostBytes);
            await using var kept = File.Create(path);
            await sent.CopyToAsync(kept).ConfigureAwait(false);
        }
        catch
        {
            File.Delete(path);
            throw;
        }

        (_path, _name) = (path, Path.GetFileName(file.Name));
        return true;
    }

    /// <summary>The file as a batch.</summary>
    public OutgoingBatch Open() => new(File.OpenRead(_path!), TypeOf(_name), _name.Length > 200 ? _name[..200] : _name);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (_path is not null)
        {
            File.Delete(_path);
            _path = null;
        }

        return ValueTask.CompletedTask;
    }

    private static string TypeOf(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".json" => "application/json",
        ".jsonl" or ".ndjson" => "application/x-ndjson",
        _ => "text/csv",
    };
}
