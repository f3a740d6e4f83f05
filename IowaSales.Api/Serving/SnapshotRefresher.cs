using System.Diagnostics;
using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Data.Files;
using Microsoft.Extensions.Options;

namespace IowaSales.Api.Serving;

/// <summary>
/// Keeps the snapshot current: looks at the model folder, the data file and the calendar at intervals (mounted volumes do not tell of changes), loads
/// what changed and swaps it in. What cannot be used is refused once, and what was served before stays.
/// </summary>
/// <param name="source">Where the snapshot goes.</param>
/// <param name="loader">Makes snapshots.</param>
/// <param name="model">Where the model lies, and how often to look.</param>
/// <param name="data">Where newer sales lie.</param>
/// <param name="calendar">Where the calendar lies.</param>
/// <param name="metrics">Counts reloads and failures.</param>
/// <param name="log">Log.</param>
/// <param name="stored">Sales of the store; null where none is configured.</param>
internal sealed partial class SnapshotRefresher(
    SnapshotSource source,
    SnapshotLoader loader,
    IOptions<ModelOptions> model,
    IOptions<DataOptions> data,
    IOptions<CalendarOptions> calendar,
    ApiMetrics metrics,
    ILogger<SnapshotRefresher> log,
    StoredSales? stored = null) : IRecurringWork, IDisposable
{
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim _looking = new(1);
    private string? _seen;

    /// <inheritdoc/>
    public string Name => "Refreshing the model";

    /// <inheritdoc/>
    public TimeSpan Interval => model.Value.PollInterval;

    /// <inheritdoc/>
    public Task RunAsync(CancellationToken cancellationToken) => RefreshAsync(cancellationToken);

    /// <summary>Looks once, and loads if anything changed since the last look.</summary>
    /// <param name="cancellationToken">Cancels the waiting for a look that is under way.</param>
    /// <returns>Whether another snapshot is being served.</returns>
    public async Task<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        await _looking.WaitAsync(cancellationToken);
        try
        {
            var places = Places();
            if (places == _seen)
            {
                return RefreshAttributes() || RefreshStaleness();
            }

            return await LoadAsync(places, cancellationToken);
        }
        finally
        {
            _looking.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _looking.Dispose();

    /// <summary>
    /// Loads until the places hold still: while a folder is being replaced, a look may find nothing, or files of two models whose
    /// checksums do not fit. Only what is still wrong a moment later is refused.
    /// </summary>
    private async Task<bool> LoadAsync(string places, CancellationToken cancellationToken)
    {
        while (true)
        {
            var started = Stopwatch.GetTimestamp();
            Exception? failure = null;
            Loading(log, model.Value.Path);
            var changed = false;
            try
            {
                changed = Serve(loader.Load(), started);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                failure = exception;
                await Task.Delay(Settling, cancellationToken);
            }

            var now = Places();
            if (now == places)
            {
                _seen = places;
                if (failure is not null)
                {
                    Refuse(failure);
                }

                return changed;
            }

            places = now;
        }
    }

    private string Places() => $"{PlaceFingerprint.Of(model.Value.Path, data.Value.Path, calendar.Value.Path)}|{stored?.Version}";

    private bool Serve(ForecastSnapshot snapshot, long started)
    {
        var previous = source.Current;
        source.Publish(snapshot);
        metrics.Reloaded();
        Serving(log, snapshot.Version, snapshot.ItemCount, snapshot.DataThrough, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        return previous?.EntityTag != snapshot.EntityTag;
    }

    private void Refuse(Exception exception)
    {
        // Messages of other exceptions are written for programmers; clients get a sentence, the log gets everything.
        var foreseen = exception is ModelArtifactException or SalesDataException;
        var sentence = foreseen
            ? exception.Message
            : $"The model in {model.Value.Path} cannot be loaded; see the service's log. If it does not say what to do, train again: dotnet run --project IowaSales.Trainer -- train";
        if (!foreseen)
        {
            Unexpected(log, exception);
        }

        source.Refuse(sentence);
        metrics.LoadFailed();
        if (source.Current is { } kept)
        {
            Kept(log, kept.Version, sentence);
        }
        else
        {
            NothingToServe(log, sentence);
        }
    }

    /// <summary>What the store states of items, where it changed and no forecast depends on it, comes into service with the forecasts as they are.</summary>
    private bool RefreshAttributes()
    {
        if (source.Current is not { } snapshot || stored is null || snapshot.Attributes.IsOf(stored.Drivers))
        {
            return false;
        }

        source.Publish(snapshot.WithAttributes(loader.AttributesBeside(() => snapshot.Model.Panel.Drivers)), source.Refusal);
        return true;
    }

    private bool RefreshStaleness()
    {
        if (source.Current is not { } snapshot || loader.IsStale(snapshot.DataThrough, snapshot.Forecasts) == snapshot.Stale)
        {
            return false;
        }

        source.Publish(snapshot.WithStale(!snapshot.Stale), source.Refusal);
        return true;
    }

    [LoggerMessage(1, LogLevel.Information, "Model {Version} loaded: {Items} items, sales through {Through:yyyy-MM-dd}, ready in {Milliseconds:F0} ms")]
    private static partial void Serving(ILogger logger, string version, int items, DateOnly through, double milliseconds);

    [LoggerMessage(5, LogLevel.Information, "Loading the model from {Folder}")]
    private static partial void Loading(ILogger logger, string folder);

    [LoggerMessage(2, LogLevel.Error, "Refused what was put in place, still serving model {Version}: {Reason}")]
    private static partial void Kept(ILogger logger, string version, string reason);

    [LoggerMessage(4, LogLevel.Error, "Loading failed in an unforeseen way")]
    private static partial void Unexpected(ILogger logger, Exception exception);

    [LoggerMessage(3, LogLevel.Error, "No model to serve: {Reason}")]
    private static partial void NothingToServe(ILogger logger, string reason);
}
