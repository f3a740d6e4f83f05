using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Forecasts;
using Microsoft.Extensions.Options;

namespace IowaSales.Api.Snapshots;

/// <summary>Makes snapshots from what lies in the configured places.</summary>
/// <param name="modelOptions">Where the model lies.</param>
/// <param name="dataOptions">Where newer sales lie, and when they are too old.</param>
/// <param name="time">Clock.</param>
internal sealed class SnapshotLoader(IOptions<ModelOptions> modelOptions, IOptions<DataOptions> dataOptions, TimeProvider time)
{
    /// <summary>Loads the model and makes its forecasts.</summary>
    /// <returns>A complete snapshot.</returns>
    /// <exception cref="ModelArtifactException">The model is missing, damaged or of a newer format.</exception>
    public ForecastSnapshot Load()
    {
        var model = ModelStore.Load(modelOptions.Value.Path);
        return Snapshot(model, model.Panel.LastDate, model.Forecast());
    }

    /// <summary>Whether sales up to a date are too old today.</summary>
    /// <param name="through">Last date of the sales.</param>
    public bool IsStale(DateOnly through) =>
        DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).DayNumber - through.DayNumber > dataOptions.Value.StaleAfterDays;

    private ForecastSnapshot Snapshot(ForecastModel model, DateOnly through, ForecastSet forecasts) =>
        new(model, model.Panel, forecasts, time.GetUtcNow(), IsStale(through));
}
