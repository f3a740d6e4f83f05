using System.Net;
using IowaSales.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace IowaSales.Web.Visitors;

/// <summary>Counts open sessions, in total and by client, and says whether another one fits. Safe to use from many threads.</summary>
internal sealed class SessionCount
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, int> _ofClient = [];
    private int _open;

    /// <summary>Takes the limits from the settings, and from the memory of the process where they are not set.</summary>
    /// <param name="options">The settings.</param>
    public SessionCount(IOptions<VisitorOptions> options)
    {
        var configured = options.Value;
        Max = configured.MaxSessions > 0
            ? configured.MaxSessions
            : VisitorOptions.SessionsThatFit(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        MaxPerClient = configured.MaxSessionsPerClient > 0 ? configured.MaxSessionsPerClient : Math.Max(1, Max / 4);
    }

    /// <summary>Sessions in total.</summary>
    public int Max { get; }

    /// <summary>Sessions of one client.</summary>
    public int MaxPerClient { get; }

    /// <summary>Sessions that are open.</summary>
    public int Open
    {
        get
        {
            lock (_gate)
            {
                return _open;
            }
        }
    }

    /// <summary>Whether a client could open another session now.</summary>
    /// <param name="address">The client's address; null where the connection has none.</param>
    public bool HasRoomFor(IPAddress? address)
    {
        lock (_gate)
        {
            return HasRoom(ClientNetwork.Of(address));
        }
    }

    /// <summary>Opens a session.</summary>
    /// <param name="address">The client's address; null where the connection has none.</param>
    /// <returns>Disposed when the session ends; null when there is no room.</returns>
    public IDisposable? TryOpen(IPAddress? address)
    {
        var client = ClientNetwork.Of(address);
        lock (_gate)
        {
            if (!HasRoom(client))
            {
                return null;
            }

            _open++;
            _ofClient[client] = _ofClient.GetValueOrDefault(client) + 1;
        }

        return new OpenSession(this, client);
    }

    private bool HasRoom(IPAddress client) => _open < Max && _ofClient.GetValueOrDefault(client) < MaxPerClient;

    private void Close(IPAddress client)
    {
        lock (_gate)
        {
            _open--;
            if (--_ofClient[client] == 0)
            {
                _ofClient.Remove(client);
            }
        }
    }

    private sealed class OpenSession(SessionCount count, IPAddress client) : IDisposable
    {
        private int _closed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _closed, 1) == 0)
            {
                count.Close(client);
            }
        }
    }
}
