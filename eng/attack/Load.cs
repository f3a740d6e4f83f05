using System.Net;
using System.Net.Sockets;

namespace IowaSales.Attack;

/// <summary>Clients that ask one thing after another over connections they keep, until the service is gone.</summary>
internal static class Load
{
    public static async Task<string> UntilGoneAsync(Uri target, int clients, TimeSpan limit)
    {
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = clients };
        using var client = new HttpClient(handler) { BaseAddress = target, Timeout = TimeSpan.FromSeconds(10) };
        using var over = new CancellationTokenSource(limit);
        var (answered, failed) = (0, 0);
        string? first = null;
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
        {
            while (!over.IsCancellationRequested)
            {
                try
                {
                    using var response = await client.GetAsync("/items");
                    await response.Content.ReadAsByteArrayAsync();
                    Interlocked.Increment(ref answered);
                    if (response.StatusCode != HttpStatusCode.OK)
                    {
                        Interlocked.Increment(ref failed);
                        first ??= $"{(int)response.StatusCode}";
                    }
                }
                catch (HttpRequestException exception) when (exception.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
                {
                    return;
                }
                catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
                {
                    Interlocked.Increment(ref failed);
                    first ??= exception.Message;
                    return;
                }
            }
        }));
        return over.IsCancellationRequested
            ? throw new AttackSucceededException($"The service was still there after {limit.TotalSeconds} s.")
            : failed > 0
                ? throw new AttackSucceededException($"{failed} of {answered + failed} requests failed: {first}")
                : $"{answered} requests answered before the service was gone, none failed";
    }
}
