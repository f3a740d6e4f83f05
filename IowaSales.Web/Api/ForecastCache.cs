using System.Collections.Concurrent;
using IowaSales.Contracts;
using Microsoft.Extensions.Caching.Memory;

namespace IowaSales.Web.Api;

/// <summary>
/// Answers of the API, kept for everyone who looks at the dashboard: the same question asked twice at once is sent once, and an answer
/// is kept until the model or its data change (<see cref="Forget"/>) or it is older than <see cref="Lifetime"/>.
/// </summary>
/// <param name="services">Gives the API's client, a fresh one per request so that connections are recycled.</param>
/// <param name="time">The clock.</param>
internal sealed class ForecastCache(IServiceProvider services, TimeProvider time) : IDisposable
{
    /// <summary>How long an answer is kept at most.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private const int MaximumAnswers = 2_000;
    private readonly MemoryCache _answers = new(new MemoryCacheOptions { SizeLimit = MaximumAnswers });
    private readonly ConcurrentDictionary<string, SharedRequest> _underway = new(StringComparer.Ordinal);
    private int _generation;
    private string? _version;
    private TaskCompletionSource _otherVersion = NewSignal();
    private long _lastAnswerTicks;

    /// <summary>When the API last answered a question; null when it never did.</summary>
    public DateTimeOffset? LastAnswer =>
        Volatile.Read(ref _lastAnswerTicks) is var ticks and > 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Completes when an answer came from other sales or another model than the version that is known.</summary>
    public Task OtherVersion => Volatile.Read(ref _otherVersion).Task;

    /// <summary>Answers from memory, else joins the request under way, else asks the API.</summary>
    /// <typeparam name="T">The answer.</typeparam>
    /// <param name="question">Identifies the question: the same text is the same question.</param>
    /// <param name="ask">Asks the API.</param>
    /// <param name="cancellationToken">Gives up waiting; the request itself is cancelled when no one else waits.</param>
    /// <returns>The answer; a completed task when it was in memory.</returns>
    public Task<T> GetAsync<T>(
        string question, Func<IForecastClient, CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
        where T : class
    {
        var key = $"{Volatile.Read(ref _generation)} {question}";
        return _answers.TryGetValue(key, out T? known) && known is not null
            ? Task.FromResult(known)
            : AskAsync(key, ask, cancellationToken);
    }

    /// <summary>Notes the version of model and sales that the API says it answers from.</summary>
    /// <param name="version">The version.</param>
    public void Know(string version)
    {
        Volatile.Write(ref _version, version);
        Volatile.Write(ref _otherVersion, NewSignal());
    }

    /// <summary>Compares the version that an answer carries with the one that is known.</summary>
    /// <param name="version">The answer's version.</param>
    public void Saw(string version)
    {
        if (Volatile.Read(ref _version) is { } known && known != version)
        {
            Volatile.Read(ref _otherVersion).TrySetResult();
        }
    }

    /// <summary>Forgets every answer: the model or its data have changed, or the API was away.</summary>
    public void Forget()
    {
        Interlocked.Increment(ref _generation);
        _answers.Clear();
    }

    /// <inheritdoc/>
    public void Dispose() => _answers.Dispose();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task<T> AskAsync<T>(
        string key, Func<IForecastClient, CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
        where T : class
    {
        SharedRequest? request;
        while (!_underway.TryGetValue(key, out request) || !request.TryJoin())
        {
            if (request is not null)
            {
                _underway.TryRemove(KeyValuePair.Create(key, request));
                if (_answers.TryGetValue(key, out T? justAnswered) && justAnswered is not null)
                {
                    return justAnswered;
                }
            }

            _underway.TryAdd(key, new SharedRequest(token => SendAsync(key, ask, token)));
        }

        return (T)await request.ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<object> SendAsync<T>(
        string key, Func<IForecastClient, CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
        where T : class
    {
        await Task.Yield();
        try
        {
            var answer = await ask(services.GetRequiredService<IForecastClient>(), cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _lastAnswerTicks, time.GetUtcNow().UtcTicks);
            _answers.Set(key, answer, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Lifetime });
            return answer;
        }
        finally
        {
            _underway.TryRemove(key, out _);
        }
    }
}
