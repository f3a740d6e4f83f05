using System.Globalization;

namespace IowaSales.Api.Serving;

/// <summary>What the model folder and the files beside it look like from outside: names, sizes and times. Cheap enough to ask for every second.</summary>
internal static class PlaceFingerprint
{
    /// <summary>The state of the places; equal states hold equal content for all that can be told without reading it.</summary>
    /// <param name="modelFolder">The model's folder.</param>
    /// <param name="files">Other files: sales, a calendar; null where none is configured.</param>
    public static string Of(string modelFolder, params ReadOnlySpan<string?> files)
    {
        var parts = new List<string>();
        foreach (var place in ModelPlaces.Of(modelFolder))
        {
            AddFiles(parts, new DirectoryInfo(place));
        }

        foreach (var file in files)
        {
            parts.Add(string.IsNullOrEmpty(file) ? "" : StateOf(new FileInfo(file)));
        }

        return string.Join('|', parts);
    }

    private static void AddFiles(List<string> parts, DirectoryInfo folder)
    {
        if (folder.Exists)
        {
            try
            {
                parts.AddRange(folder.EnumerateFiles().Where(file => !file.Name.EndsWith(".lock", StringComparison.Ordinal)).OrderBy(file => file.Name, StringComparer.Ordinal).Select(StateOf));
            }
            catch (DirectoryNotFoundException)
            {
                // Renamed away between the two looks; the next look sees what took its place.
                parts.Add("moving");
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Loading says what is wrong with it.
                parts.Add("unreadable");
            }
        }
    }

    private static string StateOf(FileInfo file) => file.Exists
        ? string.Create(CultureInfo.InvariantCulture, $"{file.Name}:{file.Length}:{file.LastWriteTimeUtc.Ticks}")
        : $"{file.Name}:missing";
}
