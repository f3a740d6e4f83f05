namespace IowaSales.Web.Api;

/// <summary>
/// Loads one answer for one part of a page and keeps trying: shows what it had while it asks again, tells what is wrong, asks again by
/// itself with growing pauses, and drops a question that is no longer wanted.
/// </summary>
/// <typeparam name="T">The answer.</typeparam>
/// <param name="address">The API's address, to name it in problems.</param>
/// <param name="time">The clock.</param>
/// <param name="changed">Called whenever something to show has changed, on any thread.</param>
internal sealed class Loader<T>(ApiAddress address, TimeProvider time, Action changed) : IDisposable
    where T : class
{
    /// <summary>How long an answer may take before the page says that it is waiting.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan[] Pauses = [.. new[] { 2, 3, 5, 8, 13 }.Select(seconds => TimeSpan.FromSeconds(seconds))];
    private CancellationTokenSource? _asking;
    private Func<CancellationToken, Task<T>>? _ask;
    private ITimer? _ticks;
    private int _failures;

    /// <summary>The latest answer; null before the first. It stays while another is under way.</summary>
    public T? Value { get; private set; }

    /// <summary>Identifies the question that <see cref="Value"/> answers.</summary>
    public string? ValueKey { get; private set; }

    /// <summary>Identifies the question asked last.</summary>
    public string? Key { get; private set; }

    /// <summary>What is wrong with the question asked last; null when nothing is.</summary>
    public ApiProblem? Problem { get; private set; }

    /// <summary>Whether a question is under way.</summary>
    public bool Asking { get; private set; }

    /// <summary>Whether the question under way has taken longer than <see cref="Patience"/>.</summary>
    public bool Slow { get; private set; }

    /// <summary>When it asks again by itself; null when it does not.</summary>
    public DateTimeOffset? NextAttempt { get; private set; }

    /// <summary>When <see cref="Value"/> arrived.</summary>
    public DateTimeOffset? LoadedAt { get; private set; }

    /// <summary>Completes when the question under way is answered, failed or dropped.</summary>
    public Task Attempt { get; private set; } = Task.CompletedTask;

    /// <summary>Whole seconds until it asks again, at least 1; null when it does not.</summary>
    public int? SecondsToNextAttempt =>
        NextAttempt is { } at ? Math.Max(1, (int)Math.Ceiling((at - time.GetUtcNow()).TotalSeconds)) : null;

    /// <summary>Asks, in place of whatever was asked before.</summary>
    /// <param name="key">Identifies the question.</param>
    /// <param name="ask">Asks it.</param>
    public void Load(string key, Func<CancellationToken, Task<T>> ask)
    {
        Key = key;
        _ask = ask;
        _failures = 0;
        Problem = null;
        Attempt = AttemptAsync();
    }

    /// <summary>Asks the same again, now.</summary>
    public void Reload()
    {
        if (_ask is not null)
        {
            Attempt = AttemptAsync();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        _ask = null;
    }

    private async Task AttemptAsync()
    {
        Stop();
        var cancellation = new CancellationTokenSource();
        _asking = cancellation;
        Asking = true;
        try
        {
            var question = _ask!(cancellation.Token);
            if (!question.IsCompleted)
            {
                _ticks = time.CreateTimer(_ => BecomeSlow(cancellation), null, Patience, Timeout.InfiniteTimeSpan);
            }

            var answer = await question;
            if (_asking == cancellation)
            {
                Settle(answer, null);
            }
        }
        catch (Exception exception)
        {
            // A dropped question has been replaced by another, which has its own end to tell.
            if (_asking == cancellation)
            {
                Settle(null, ApiProblem.From(exception, address));
            }
        }
    }

    private void Settle(T? answer, ApiProblem? problem)
    {
        _ticks?.Dispose();
        _ticks = null;
        Asking = false;
        Slow = false;
        Problem = problem;
        if (answer is not null)
        {
            Value = answer;
            ValueKey = Key;
            LoadedAt = time.GetUtcNow();
            _failures = 0;
        }
        else if (problem!.Passes)
        {
            NextAttempt = time.GetUtcNow() + Pauses[Math.Min(_failures++, Pauses.Length - 1)];
            _ticks = time.CreateTimer(_ => Tick(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        }

        changed();
    }

    private void BecomeSlow(CancellationTokenSource cancellation)
    {
        if (_asking == cancellation && Asking)
        {
            Slow = true;
            changed();
        }
    }

    private void Tick()
    {
        if (NextAttempt is { } at && at <= time.GetUtcNow())
        {
            Reload();
        }

        changed();
    }

    private void Stop()
    {
        _ticks?.Dispose();
        _ticks = null;
        NextAttempt = null;
        Slow = false;
        Asking = false;
        var asking = _asking;
        _asking = null;
        asking?.Cancel();
        asking?.Dispose();
    }
}
