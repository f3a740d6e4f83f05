using System.Net;
using System.Threading.RateLimiting;
using IowaSales.ServiceDefaults;

namespace IowaSales.Web.Visitors;

/// <summary>Bounds how many pages are rendered at once, in total and for one client: a page takes some twenty milliseconds of the processor.</summary>
internal sealed class PageQueue : IDisposable
{
    private const int AtOnce = 32;
    private const int Waiting = 64;
    private const int AtOncePerClient = 8;
    private const int WaitingPerClient = 32;

    private readonly PartitionedRateLimiter<HttpContext> _limiter = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<HttpContext, IPAddress>(context => RateLimitPartition.GetConcurrencyLimiter(
            ClientNetwork.Of(context.Connection.RemoteIpAddress),
            _ => new ConcurrencyLimiterOptions { PermitLimit = AtOncePerClient, QueueLimit = WaitingPerClient })),
        PartitionedRateLimiter.Create<HttpContext, int>(_ => RateLimitPartition.GetConcurrencyLimiter(
            0, _ => new ConcurrencyLimiterOptions { PermitLimit = AtOnce, QueueLimit = Waiting })));

    /// <summary>Waits until a page may be rendered.</summary>
    /// <param name="context">The exchange.</param>
    /// <returns>Held while the page is rendered; not acquired when too many wait already.</returns>
    public ValueTask<RateLimitLease> EnterAsync(HttpContext context) => _limiter.AcquireAsync(context, 1, context.RequestAborted);

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();
}
