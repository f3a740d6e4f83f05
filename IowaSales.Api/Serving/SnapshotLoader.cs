using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Forecasting.Distributions;
using Microsoft.Extensions.Options;

namespace IowaSales.Api.Serving;

/// <summary>Makes snapshots from what lies in the configured places.</summary>
/// <param name="modelOptions">Where the model lies.</param>
/// <param name="dataOptions">Where newer sales lie, and when they are too old.</param>
/// <param name="calendar">Days known to be open or closed.</param>
/// <param name="time">Clock.</param>
/// <param name="parts">What is computed per snapshot.</param>
/// <param name="stored">Sales of the store; null where none is configured.</param>
internal sealed class SnapshotLoader(
    IOptions<ModelOptions> modelOptions,
    IOptions<DataOptions> dataOptions,
    StatedCalendarSource calendar,
    TimeProvider time,
    IEnumerable<SnapshotPart> parts,
    StoredSales? stored = null)
{
    /// <summary>Loads the model and makes its forecasts, from the day after its own sales or after the data file's newer ones.</summary>
    /// <returns>A complete snapshot.</returns>
    /// <exception cref="ModelArtifactException">The model is missing, damaged or of a newer format.</exception>
    /// <exception cref="SalesDataException">The data file is missing or cannot be used.</exception>
    public ForecastSnapshot Load()
    {
        var folder = modelOptions.Value.Path;
        var items = 0;
        try
        {
            items = ModelStore.ReadManifest(folder).Items;
            ItemCapacity.Check(folder, items);
            var model = ModelStore.Load(folder);
            var panel = (stored?.For(model.Panel) ?? NewerSales(model.Panel) ?? model.Panel).With(calendar.Read() ?? model.Panel.Stated);
            ItemCapacity.Check(folder, items = panel.SeriesCount);
            var forecasts = model.Forecast(History.Of(panel));
            var attributes = new ItemAttributes(stored?.Drivers ?? DriverSet.Empty, model.Panel.Drivers, stored?.DriverVersion);
            return new ForecastSnapshot(
                model, panel, forecasts, time.GetUtcNow(), IsStale(panel.LastDate), LoadChallenger(forecasts, panel), [.. parts], attributes);
        }
        catch (Exception exception) when (IsOutOfMemory(exception))
        {
            throw ItemCapacity.TooSmall(folder, items, exception);
        }
        catch (AggregateException exception) when (exception.Flatten().InnerExceptions.All(inner => inner is InvalidDataException))
        {
            throw new ModelArtifactException(
                $"The model in {folder} cannot forecast; train again: dotnet run --project IowaSales.Trainer -- train", exception);
        }
    }

    /// <summary>Whether sales up to a date are too old today.</summary>
    /// <param name="through">Last date of the sales.</param>
    public bool IsStale(DateOnly through) =>
        DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).DayNumber - through.DayNumber > dataOptions.Value.StaleAfterDays;

    private static bool IsOutOfMemory(Exception exception) =>
        exception is OutOfMemoryException || (exception is AggregateException several && several.Flatten().InnerExceptions.Any(inner => inner is OutOfMemoryException));

    /// <summary>The challenger on trial, if it knows the same items and horizon as the champion.</summary>
    private ChallengerModel? LoadChallenger(ForecastSet champion, SalesPanel panel)
    {
        var registry = new ModelRegistry(modelOptions.Value.Path);
        if (!ModelRegistry.IsAt(modelOptions.Value.Path) || registry.Read()?.Challenger is not { } challenger)
        {
            return null;
        }

        var model = ModelStore.Load(registry.FolderOf(challenger.Version));
        return model.Manifest.Horizon == champion.Horizon && panel.Items.Take(model.Panel.SeriesCount).SequenceEqual(model.Panel.Items, StringComparer.Ordinal)
            ? new ChallengerModel(challenger.Version, challenger.Share, model.Forecast(champion.History))
            : null;
    }

    private SalesPanel? NewerSales(SalesPanel trained)
    {
        if (dataOptions.Value.Path is not { Length: > 0 } path)
        {
            return null;
        }

        try
        {
            var newer = new SalesCsvReader(SalesColumns.Default).Read(path).Panel;
            return newer.LastDate > trained.LastDate ? RollForward.Extend(trained, newer).Panel : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SalesDataException($"The sales in {path} cannot be read; put the file there, or correct Data:Path.", inner: exception);
        }
    }
}
