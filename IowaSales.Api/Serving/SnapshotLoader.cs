using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Training;
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
    /// <summary>Most items of a model that is loaded whole at once, so that anything that is wrong with it is told before it serves.</summary>
    public const int MaxItemsAtOnce = 20_000;

    private volatile OpenedModel? _opened;

    /// <summary>What people planned of open and closed days; it overrides the calendar file, and that the model's calendar.</summary>
    private StatedCalendar Planned => stored?.Planned ?? StatedCalendar.Empty;

    /// <summary>
    /// Opens the model with the forecasts made at the end of its training; where there are newer sales, in the store or the data file, loads it and makes
    /// its forecasts from the day after those.
    /// </summary>
    /// <returns>A complete snapshot.</returns>
    /// <exception cref="ModelArtifactException">The model is missing, damaged or of another format.</exception>
    /// <exception cref="SalesDataException">The data file is missing or cannot be used.</exception>
    public ForecastSnapshot Load()
    {
        var folder = modelOptions.Value.Path;
        var items = 0;
        try
        {
            var opened = Open(folder);
            var served = opened.Served;
            items = served.Manifest.Items;
            var stated = calendar.Read();
            SalesPanel? newer = null;
            if (served.Forecasts is { } columns && stated is null && Planned.IsEmpty && ChallengerOf(folder) is null && !MayRoll(opened, columns, out var same)
                && (newer = NewerSales(served.Manifest)) is null)
            {
                return OpenSnapshot(opened, columns, same);
            }

            return MakeForecasts(folder, opened, newer, stated, ref items);
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
    /// <param name="forecasts">The forecasts from the day after it.</param>
    public bool IsStale(DateOnly through, ForecastSet forecasts) =>
        ExpectedDays.Count(forecasts, through, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), dataOptions.Value.StaleAfterDays + 1) > dataOptions.Value.StaleAfterDays;

    private static bool IsOutOfMemory(Exception exception) =>
        exception is OutOfMemoryException || (exception is AggregateException several && several.Flatten().InnerExceptions.Any(inner => inner is OutOfMemoryException));

    private static RegisteredChallenger? ChallengerOf(string folder) => ModelRegistry.IsAt(folder) ? new ModelRegistry(folder).Read()?.Challenger : null;

    /// <summary>Whether the store holds other sales than the model was trained on; if not, they are those in use.</summary>
    private bool MayRoll(OpenedModel opened, ForecastColumns columns, out SalesPanel? same)
    {
        var trained = opened.Served.Manifest;
        same = stored?.SameAs(trained, columns.Names, () => opened.Whole.Value.Panel.Drivers);
        return same is null && (stored?.MayBeFor(trained) ?? false);
    }

    /// <summary>Serves the forecasts that the training made; the model of a panel of ordinary size is loaded beside them.</summary>
    private ForecastSnapshot OpenSnapshot(OpenedModel opened, ForecastColumns columns, SalesPanel? same)
    {
        var (served, version) = (opened.Served, same is null ? null : stored?.Version);
        var sales = ServedSales.Of(served.Manifest, () => opened.Whole.Value, same);
        if (columns.Count <= MaxItemsAtOnce)
        {
            served.CheckForecasts();
            _ = sales.Model;
        }

        var stale = IsStale(served.Manifest.DataThrough, columns.AsSet(() => sales.History));
        return new ForecastSnapshot(sales, columns, null, served.Manifest.TrainedAt, stale, null, [.. parts], AttributesBeside(() => sales.Model.Panel.Drivers))
        {
            StoreVersion = Unchanged(version),
        };
    }

    private ForecastSnapshot MakeForecasts(string folder, OpenedModel opened, SalesPanel? newer, StatedCalendar? stated, ref int items)
    {
        var (model, version) = (opened.Whole.Value, stored?.Version);
        var kept = stored?.For(model.Panel);
        var panel = (kept ?? Rolled(model, newer) ?? model.Panel).With((stated ?? model.Panel.Stated).Under(Planned));
        ItemCapacity.Check(folder, items = panel.SeriesCount);
        var forecasts = model.Forecast(History.Of(panel));
        return new ForecastSnapshot(
            model, panel, forecasts, time.GetUtcNow(), IsStale(panel.LastDate, forecasts), LoadChallenger(forecasts, panel), [.. parts], AttributesBeside(() => model.Panel.Drivers))
        {
            StoreVersion = kept is null ? null : Unchanged(version),
        };
    }

    /// <summary>A version of the store; null where another one came in while a snapshot was made: it may then be of both, and the next look makes another.</summary>
    private long? Unchanged(long? version) => stored?.Version == version ? version : null;

    /// <summary>The model's sales rolled forward with those of the data file, which is not read where the store has newer ones.</summary>
    private SalesPanel? Rolled(ForecastModel model, SalesPanel? newer) =>
        (newer ?? NewerSales(model.Manifest)) is { } sales ? RollForward.Extend(model.Panel, sales).Panel : null;

    /// <summary>What the store states of items, beside what a model was trained with.</summary>
    /// <param name="trained">Gives what the model was trained with.</param>
    public ItemAttributes AttributesBeside(Func<DriverSet> trained) => new(stored?.Drivers ?? DriverSet.Empty, trained);

    /// <summary>
    /// The model of the folder. As long as the folder looks the same it is read once: forecasts that are made anew, since sales came in, are made by the
    /// model that is in memory already.
    /// </summary>
    private OpenedModel Open(string folder)
    {
        var state = PlaceFingerprint.Of(folder);
        if (_opened is { } known && known.State == state)
        {
            return known;
        }

        _opened = null;
        var served = ModelStore.Open(folder);
        var opened = new OpenedModel(state, served, new OnDemand<ForecastModel>(() => LoadWhole(served)));
        _opened = opened;
        return opened;
    }

    private ForecastModel LoadWhole(ServedModel served)
    {
        var (folder, items) = (modelOptions.Value.Path, served.Manifest.Items);
        ItemCapacity.Check(folder, items);
        try
        {
            return served.Load();
        }
        catch (Exception exception) when (IsOutOfMemory(exception))
        {
            throw ItemCapacity.TooSmall(folder, items, exception);
        }
    }

    /// <summary>The challenger on trial, if it knows the same items and horizon as the champion.</summary>
    private ChallengerModel? LoadChallenger(ForecastSet champion, SalesPanel panel)
    {
        if (ChallengerOf(modelOptions.Value.Path) is not { } challenger)
        {
            return null;
        }

        var model = ModelStore.Load(new ModelRegistry(modelOptions.Value.Path).FolderOf(challenger.Version));
        return model.Manifest.Horizon == champion.Horizon && panel.Items.Take(model.Panel.SeriesCount).SequenceEqual(model.Panel.Items, StringComparer.Ordinal)
            ? new ChallengerModel(challenger.Version, challenger.Share, model.Forecast(champion.History))
            : null;
    }

    /// <summary>The sales of the data file, where they end after the model's.</summary>
    private SalesPanel? NewerSales(ModelManifest trained)
    {
        if (dataOptions.Value.Path is not { Length: > 0 } path)
        {
            return null;
        }

        try
        {
            var newer = new SalesCsvReader(SalesColumns.Default).Read(path).Panel;
            return newer.LastDate > trained.DataThrough ? newer : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SalesDataException($"The sales in {path} cannot be read; put the file there, or correct Data:Path.", inner: exception);
        }
    }

    /// <summary>A model, and what its folder looked like when it was opened.</summary>
    private sealed record OpenedModel(string State, ServedModel Served, OnDemand<ForecastModel> Whole);
}
