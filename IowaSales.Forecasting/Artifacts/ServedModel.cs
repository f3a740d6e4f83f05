using IowaSales.Forecasting.Training;

namespace IowaSales.Forecasting.Artifacts;

/// <summary>A model as it is served: what it is, and its forecasts, read where they lie. All else is only read where it is asked for.</summary>
public sealed class ServedModel
{
    private readonly string _folder;

    internal ServedModel(string folder, ModelManifest manifest, ForecastColumns? forecasts) => (_folder, Manifest, Forecasts) = (folder, manifest, forecasts);

    /// <summary>What the model is.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>The forecasts made at the end of the training; null where none could be made, since a driver is not known on the days to forecast.</summary>
    public ForecastColumns? Forecasts { get; }

    /// <summary>Reads the forecasts of all items once, and refuses damaged ones.</summary>
    /// <exception cref="ModelArtifactException">A forecast is damaged.</exception>
    public void CheckForecasts()
    {
        try
        {
            Forecasts?.CheckAll();
        }
        catch (InvalidDataException exception)
        {
            throw new ModelArtifactException($"The forecasts of the model in {_folder} are damaged; train again: dotnet run --project IowaSales.Trainer -- train", exception);
        }
    }

    /// <summary>Loads the whole model.</summary>
    /// <exception cref="ModelArtifactException">It is damaged, or another model has taken its place.</exception>
    public ForecastModel Load()
    {
        var model = ModelStore.Load(_folder);
        return model.Manifest.ModelVersion == Manifest.ModelVersion
            ? model
            : throw new ModelArtifactException($"The model in {_folder} is being replaced; try again in a moment.");
    }
}
