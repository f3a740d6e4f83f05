using IowaSales.Forecasting.Artifacts;

namespace IowaSales.Api.Serving;

/// <summary>The folders whose files decide which models are served.</summary>
internal static class ModelPlaces
{
    /// <summary>The model folder, and where versions lie side by side those of the champion and of a challenger.</summary>
    /// <param name="modelFolder">The model folder.</param>
    public static IReadOnlyList<string> Of(string modelFolder)
    {
        if (!ModelRegistry.IsAt(modelFolder))
        {
            return [modelFolder];
        }

        var registry = new ModelRegistry(modelFolder);
        try
        {
            return registry.Read() is not { } state
                ? [modelFolder]
                : state.Challenger is { } challenger
                    ? [modelFolder, registry.FolderOf(state.Champion), registry.FolderOf(challenger.Version)]
                    : [modelFolder, registry.FolderOf(state.Champion)];
        }
        catch (ModelArtifactException)
        {
            // Loading says what is wrong with it.
            return [modelFolder];
        }
    }
}
