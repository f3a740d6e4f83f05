using IowaSales.Contracts;
using Microsoft.AspNetCore.Components.Forms;

namespace IowaSales.Web.Components.Pages.Import;

/// <summary>
/// A file that a person chose. It stays in the browser: each send reads it there and passes it on to the API, so that the dashboard keeps nothing of it,
/// neither in memory nor on disk.
/// </summary>
internal sealed class ChosenFile
{
    /// <summary>Largest file taken from a browser; larger ones go from the command line.</summary>
    public const long MaxBytes = 64L << 20;

    private const int MaxNameLength = 200;

    private readonly IBrowserFile _file;
    private readonly string _name;

    private ChosenFile(IBrowserFile file)
    {
        _file = file;
        var name = Path.GetFileName(file.Name);
        _name = name.Length > MaxNameLength ? name[..MaxNameLength] : name;
    }

    /// <summary>A file in the browser; null when it is too large.</summary>
    /// <param name="file">The file.</param>
    public static ChosenFile? Of(IBrowserFile file) => file.Size > MaxBytes ? null : new ChosenFile(file);

    /// <summary>The file as a batch, read from the browser as it is sent.</summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    public OutgoingBatch Open(CancellationToken cancellationToken) =>
        new(_file.OpenReadStream(MaxBytes, cancellationToken), TypeOf(_name), _name);

    private static string TypeOf(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".json" => "application/json",
        ".jsonl" or ".ndjson" => "application/x-ndjson",
        ".xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "text/csv",
    };
}
