using System.Threading.RateLimiting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace IowaSales.Web.Visitors;

/// <summary>Ends a session that sends more messages than a person at a keyboard, or a page that sends a chosen file, ever would.</summary>
/// <param name="options">The settings.</param>
/// <param name="logger">The log.</param>
internal sealed partial class MessageRateFilter(IOptions<VisitorOptions> options, ILogger<MessageRateFilter> logger) : IHubFilter
{
    private const int BurstSeconds = 10;
    private const int ChunksPerMessage = 40;

    /// <summary>The method by which a browser sends a piece of a chosen file.</summary>
    private const string ChunkMethod = "ReceiveJSDataChunk";

    private static readonly object MessagesKey = new();
    private static readonly object ChunksKey = new();

    /// <inheritdoc/>
    public Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        var perSecond = options.Value.MessagesPerSecond;
        context.Context.Items[MessagesKey] = Bucket(perSecond);
        context.Context.Items[ChunksKey] = Bucket(perSecond * ChunksPerMessage);
        return next(context);
    }

    /// <inheritdoc/>
    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var key = invocationContext.HubMethodName == ChunkMethod ? ChunksKey : MessagesKey;
        if (invocationContext.Context.Items.TryGetValue(key, out var value) && value is TokenBucketRateLimiter limiter)
        {
            limiter.TryReplenish();
            using var lease = limiter.AttemptAcquire();
            if (!lease.IsAcquired)
            {
                EndedForRate(options.Value.MessagesPerSecond);
                invocationContext.Context.Abort();
                return ValueTask.FromResult<object?>(null);
            }
        }

        return next(invocationContext);
    }

    /// <inheritdoc/>
    public Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        foreach (var limiter in context.Context.Items.Values.OfType<TokenBucketRateLimiter>())
        {
            limiter.Dispose();
        }

        return next(context, exception);
    }

    private static TokenBucketRateLimiter Bucket(int perSecond) => new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = perSecond * BurstSeconds,
        TokensPerPeriod = perSecond,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        AutoReplenishment = false,
    });

    [LoggerMessage(LogLevel.Warning, "A session was ended: it sent more than {PerSecond} messages a second for long.")]
    private partial void EndedForRate(int perSecond);
}
