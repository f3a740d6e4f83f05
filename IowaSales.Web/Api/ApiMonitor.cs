using System.Diagnostics;
using IowaSales.Contracts;

namespace IowaSales.Web.Api;

/// <summary>
/// Watches the API for every page: whether it answers, which model it serves, when either changes. Asks more often while something is
/// wrong, so that pages recover within seconds of the API, and at once when an answer came from other sales than the page's, so that all
/// figures of a page are of one version.
/// </summary>
/// <param name="services">Gives the API's client.</param>
/// <param name="cache">Forgets its answers when the model or its data change.</param>
/// <param name="address">The API's address, to name it in problems.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class ApiMonitor(
    IServiceProvider services, ForecastCache cache, ApiAddress address, TimeProvider time, ILogger<ApiMonitor> logger)
    : BackgroundService
{
    /// <summary>Pause between two questions while all is well.</summary>
    public static readonly TimeSpan CalmPause = TimeSpan.FromSeconds(5);

    /// <summary>Pause between two questions while something is wrong.</summary>
    public static readonly TimeSpan TroubledPause = TimeSpan.FromSeconds(2);

    /// <summary>Shortest pause between two questions, however many answers are of another version: replicas may differ for a moment.</summary>
    public static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Raised after every question whose answer differs from the one before; handlers must not throw.</summary>
    public event Action<ApiState>? Changed;

    /// <summary>The latest state.</summary>
    public ApiState State { get; private set; } = ApiState.Unknown;

    /// <summary>Asks once and publishes the answer.</summary>
    /// <param name="cancellationToken">Cancels the question.</param>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var before = State;
        // Not recorded, nor is what follows from it here and in the API: a question every few seconds would bury the traces of people's own.
        using var unrecorded = new Activity(nameof(ApiMonitor)) { ActivityTraceFlags = ActivityTraceFlags.None }.Start();
        try
        {
            var model = await services.GetRequiredService<IForecastClient>().GetModelAsync(cancellationToken).ConfigureAwait(false);
            var stamp = new ModelStamp(model.Version, model.SalesVersion, model.DataThrough, model.TrainedAt, model.Simulated);
            State = new ApiState(null, stamp, time.GetUtcNow(), time.GetElapsedTime(started));
            // The version of the overrides, after a hyphen, is part of the stamp and of no other answer's tag.
            cache.Know(stamp.SalesVersion.Split('-')[0]);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception)
        {
            // A page may have had its answer, and show it, although no question of the monitor's was ever answered.
            var lastAnswer = before.LastAnswer is { } own && !(cache.LastAnswer > own) ? own : cache.LastAnswer;
            State = before with { Problem = ApiProblem.From(exception, address), LastAnswer = lastAnswer };
        }

        if (before.SaysTheSameAs(State))
        {
            return;
        }

        if (State.Problem is null)
        {
            cache.Forget();
        }

        LogChange(State.Problem?.Detail ?? "The API answers.");
        Changed?.Invoke(State);
    }

    /// <summary>Waits until it is time for the next question.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    internal async Task PauseAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(ShortestPause, time, cancellationToken).ConfigureAwait(false);
        var rest = (State.Problem is null ? CalmPause : TroubledPause) - ShortestPause;
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(cache.OtherVersion, Task.Delay(rest, time, woken.Token)).ConfigureAwait(false);
        await woken.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await CheckAsync(stoppingToken).ConfigureAwait(false);
                await PauseAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Change}")]
    private partial void LogChange(string change);
}

/// <summary>What is known of the API.</summary>
/// <param name="Problem">What is wrong; null when the API answers, or was never asked.</param>
/// <param name="Model">The model it last said it serves; null when it never answered.</param>
/// <param name="LastAnswer">When it last answered; null when it never did.</param>
/// <param name="Latency">How long that answer took.</param>
internal sealed record ApiState(ApiProblem? Problem, ModelStamp? Model, DateTimeOffset? LastAnswer, TimeSpan Latency)
{
    /// <summary>Before the first question.</summary>
    public static readonly ApiState Unknown = new(null, null, null, TimeSpan.Zero);

    /// <summary>Whether the API answered the latest question.</summary>
    public bool Answers => Problem is null && LastAnswer is not null;

    /// <summary>Whether two states mean the same to a page, whatever their times.</summary>
    /// <param name="other">The other state.</param>
    /// <returns>True when neither the problem, nor the model, nor its data differ, nor whether there ever was an answer.</returns>
    public bool SaysTheSameAs(ApiState other) =>
        Answers == other.Answers && Problem == other.Problem && Model == other.Model && LastAnswer.HasValue == other.LastAnswer.HasValue;
}

/// <summary>What identifies the model and the data behind every answer.</summary>
/// <param name="Version">The model's version.</param>
/// <param name="SalesVersion">Version of the sales, drivers and calendar: a correction of old days changes nothing else of the stamp.</param>
/// <param name="DataThrough">Last date of the sales.</param>
/// <param name="TrainedAt">When the model was trained.</param>
/// <param name="Simulated">Whether its sales are simulated.</param>
internal sealed record ModelStamp(string Version, string SalesVersion, DateOnly DataThrough, DateTimeOffset TrainedAt, bool Simulated);
