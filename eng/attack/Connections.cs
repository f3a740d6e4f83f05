using System.Net;
using System.Net.Sockets;
using System.Text;

namespace IowaSales.Attack;

/// <summary>Connections that take up room: idle, slow to ask, slow to read.</summary>
internal static class Connections
{
    /// <summary>Probes in a row that fail before an orchestrator restarts a service; Kubernetes' default.</summary>
    private const int MaxMissed = 3;

    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenProbes = TimeSpan.FromMilliseconds(500);

    /// <summary>Opens connections, sends the same on each, and reads nothing; liveness must be answered meanwhile.</summary>
    public static async Task<string> HoldAsync(Uri target, int count, TimeSpan time, string request)
    {
        var sockets = Open(target, count, Encoding.ASCII.GetBytes(request), receiveBuffer: 1024);
        try
        {
            var probes = await ProbeAsync(target, time, () => { });
            return $"{sockets.Count} connections for {time.TotalSeconds} s, {probes} probes answered";
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
        }
    }

    /// <summary>Opens connections that send one byte of a header after another without end.</summary>
    public static async Task<string> DripAsync(Uri target, int count, TimeSpan time)
    {
        var sockets = Open(target, count, Encoding.ASCII.GetBytes($"GET /items HTTP/1.1\r\nHost: {target.Authority}\r\nX-Slow: "), receiveBuffer: 1024);
        try
        {
            var drops = 0;
            var probes = await ProbeAsync(target, time, () =>
            {
                foreach (var socket in sockets.Where(socket => socket.Connected))
                {
                    try
                    {
                        socket.Send("x"u8);
                    }
                    catch (SocketException)
                    {
                        drops++;
                    }
                }
            });
            return $"{sockets.Count} connections for {time.TotalSeconds} s, {drops} dropped by the service, {probes} probes answered";
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
        }
    }

    private static List<Socket> Open(Uri target, int count, byte[] first, int receiveBuffer)
    {
        var sockets = new List<Socket>(count);
        for (var i = 0; i < count; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = receiveBuffer, SendTimeout = 1000 };
            try
            {
                socket.Connect(IPAddress.Loopback, target.Port);
                if (first.Length > 0)
                {
                    socket.Send(first);
                }

                sockets.Add(socket);
            }
            catch (SocketException)
            {
                // Refused: a bound of the service.
                socket.Dispose();
            }
        }

        return sockets;
    }

    internal static async Task<int> ProbeAsync(Uri target, TimeSpan time, Action meanwhile)
    {
        var (probes, missed) = (0, 0);
        for (var until = DateTime.UtcNow + time; DateTime.UtcNow < until;)
        {
            meanwhile();
            if (await Healthy.AsksAsync(target, "/alive", ProbeLimit))
            {
                (probes, missed) = (probes + 1, 0);
            }
            else if (++missed == MaxMissed)
            {
                throw new AttackSucceededException($"/alive was not answered {missed} times in a row, each time within {ProbeLimit.TotalSeconds} s.");
            }

            await Task.Delay(BetweenProbes);
        }

        return probes;
    }
}
