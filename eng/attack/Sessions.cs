using System.Collections.Concurrent;
using System.Globalization;
using System.Net;

namespace IowaSales.Attack;

/// <summary>Sessions of the dashboard: more than there is room for, and some that send too much.</summary>
internal static class Sessions
{
    private const int AtOnce = 8;

    /// <summary>What people look at.</summary>
    private static readonly string[] Pages = ["/", "/", "/product?item=PRODUCT%20001", "/compare?item=PRODUCT%20001&item=PRODUCT%20002", "/accuracy", "/data", "/alerts", "/system"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly IPAddress Other = IPAddress.Parse("127.200.0.1");

    /// <summary>Opens sessions from one address; another visitor must find room meanwhile.</summary>
    public static async Task<string> OfOneClientAsync(Uri target, int count, TimeSpan time)
    {
        var (open, refused) = await OpenAsync(target, count, _ => IPAddress.Loopback);
        try
        {
            await using var visitor = await Circuit.OpenAsync(target, "/", Other, Patience)
                ?? throw new AttackSucceededException("Another client found no room for a session.");
            await StayAsync(target, time);
            return string.Create(CultureInfo.InvariantCulture, $"{open.Count} of {count} let in, {refused} refused, another client had a session");
        }
        finally
        {
            await CloseAsync(open);
        }
    }

    /// <summary>Opens sessions, each from an address of its own.</summary>
    public static async Task<string> OfManyClientsAsync(Uri target, int count, TimeSpan time)
    {
        var (open, refused) = await OpenAsync(target, count, index => new IPAddress([127, 10, (byte)(index / 250), (byte)(1 + (index % 250))]));
        try
        {
            await StayAsync(target, time);
            return string.Create(CultureInfo.InvariantCulture, $"{open.Count} of {count} let in, {refused} refused");
        }
        finally
        {
            await CloseAsync(open);
        }
    }

    /// <summary>Sends messages through a few sessions as fast as they go, text and pieces of files that nobody asked for.</summary>
    public static async Task<string> FloodAsync(Uri target, int count, TimeSpan time)
    {
        var (open, _) = await OpenAsync(target, count, index => new IPAddress([127, 20, 0, (byte)(1 + index)]));
        var sent = 0L;
        try
        {
            using var over = new CancellationTokenSource(time);
            var piece = new byte[16 * 1024];
            var flood = Task.WhenAll(open.Select((circuit, index) => Task.Run(async () =>
            {
                for (var number = 0; !over.IsCancellationRequested && circuit.IsOpen; number++)
                {
                    try
                    {
                        await (index % 2 == 0
                            ? circuit.CallAsync("BeginInvokeDotNetFromJS", "1", null, "Nothing", 9_999_999L, "[]")
                            : circuit.CallAsync("ReceiveJSDataChunk", 1L, (long)number, piece, null));
                        Interlocked.Increment(ref sent);
                    }
                    catch (Exception exception) when (exception is System.Net.WebSockets.WebSocketException or IOException or OperationCanceledException or InvalidOperationException)
                    {
                        return;
                    }
                }
            })));
            await StayAsync(target, time);
            await flood;
            var ended = open.Count(circuit => !circuit.IsOpen);
            return string.Create(CultureInfo.InvariantCulture, $"{sent} messages through {open.Count} sessions, {ended} ended by the service");
        }
        finally
        {
            await CloseAsync(open);
        }
    }

    private static async Task<(List<Circuit> Open, int Refused)> OpenAsync(Uri target, int count, Func<int, IPAddress> from)
    {
        var open = new ConcurrentBag<Circuit>();
        var refused = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (index, _) =>
        {
            if (await Circuit.OpenAsync(target, Pages[index % Pages.Length], from(index), Patience) is { } circuit)
            {
                open.Add(circuit);
            }
            else
            {
                Interlocked.Increment(ref refused);
            }
        });
        return open.IsEmpty ? throw new AttackSucceededException("Not one session was let in.") : ([.. open], refused);
    }

    private static Task<int> StayAsync(Uri target, TimeSpan time) => Connections.ProbeAsync(target, time, () => { });

    private static async Task CloseAsync(IEnumerable<Circuit> open)
    {
        foreach (var circuit in open)
        {
            await circuit.DisposeAsync();
        }
    }
}
