using System.Net;

namespace IowaSales.ServiceDefaults.Connections;

/// <summary>
/// Bounds connections in total and per client. Where a bound is reached, the connection that was idle longest makes room: a client that only
/// holds connections open shuts nobody out. When none can, a few more are let in for a moment, for probes only.
/// </summary>
/// <param name="max">Most connections.</param>
/// <param name="maxPerClient">Most connections of one client.</param>
/// <param name="time">Clock.</param>
internal sealed class ConnectionGate(long max, long maxPerClient, TimeProvider time)
{
    /// <summary>Connections beyond the limits that a probe may have.</summary>
    public const int Reserve = 16;

    /// <summary>How long a connection may stay that was let in beyond the limits.</summary>
    public static readonly TimeSpan ReserveTime = TimeSpan.FromSeconds(5);

    /// <summary>Idle time after which a connection without any request makes room: whoever connects to ask asks at once.</summary>
    private static readonly TimeSpan Unused = TimeSpan.FromMilliseconds(500);

    /// <summary>Idle time after which a connection between two requests makes room.</summary>
    private static readonly TimeSpan BetweenRequests = TimeSpan.FromSeconds(2);

    /// <summary>Most connections.</summary>
    public long Max => max;

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, Connections> _clients = [];
    private long _count;
    private int _reserve;

    /// <summary>Takes a connection in.</summary>
    /// <param name="client">Who connects.</param>
    /// <param name="abort">Closes the connection.</param>
    /// <param name="isTrusted">Whether it is a proxy, behind which many clients are; only the total is then bounded.</param>
    /// <returns>Its slot; null when there is no room at all.</returns>
    public ConnectionSlot? Enter(IPAddress client, Action abort, bool isTrusted)
    {
        ConnectionSlot? entered;
        ConnectionSlot? leaving = null;
        lock (_lock)
        {
            var own = _clients.GetValueOrDefault(client) ?? new Connections();
            if (!isTrusted && own.Count >= maxPerClient)
            {
                leaving = EvictableOf(own);
            }
            else if (_count >= max)
            {
                leaving = Evictable();
            }

            if (leaving is not null)
            {
                Remove(leaving);
            }

            var full = (!isTrusted && own.Count >= maxPerClient) || _count >= max;
            if (full && _reserve >= Reserve)
            {
                return null;
            }

            entered = new ConnectionSlot(client, abort, full);
            if (full)
            {
                _reserve++;
            }
            else
            {
                _count++;
                own.Count++;
                _clients[client] = own;
                MakeIdle(entered);
            }
        }

        leaving?.Abort();
        return entered;
    }

    /// <summary>Notes that a request has begun.</summary>
    /// <param name="slot">Its connection.</param>
    public void Begin(ConnectionSlot slot)
    {
        lock (_lock)
        {
            slot.Requests++;
            slot.WasUsed = true;
            TakeOut(slot);
        }
    }

    /// <summary>Notes that a request has been answered.</summary>
    /// <param name="slot">Its connection.</param>
    public void End(ConnectionSlot slot)
    {
        lock (_lock)
        {
            if (--slot.Requests == 0 && !slot.IsGone && !slot.IsReserve)
            {
                MakeIdle(slot);
            }
        }
    }

    /// <summary>Notes that a connection has closed.</summary>
    /// <param name="slot">The connection.</param>
    public void Leave(ConnectionSlot slot)
    {
        lock (_lock)
        {
            Remove(slot);
        }
    }

    private void MakeIdle(ConnectionSlot slot)
    {
        slot.IdleSince = time.GetTimestamp();
        slot.Place = _clients[slot.Client].Idle.AddLast(slot);
    }

    private void Remove(ConnectionSlot slot)
    {
        if (slot.IsGone)
        {
            return;
        }

        slot.IsGone = true;
        if (slot.IsReserve)
        {
            _reserve--;
            return;
        }

        _count--;
        TakeOut(slot);
        var own = _clients[slot.Client];
        if (--own.Count == 0)
        {
            _clients.Remove(slot.Client);
        }
    }

    private void TakeOut(ConnectionSlot slot)
    {
        if (slot.Place is { } place)
        {
            _clients[slot.Client].Idle.Remove(place);
            slot.Place = null;
        }
    }

    /// <summary>The connection that makes room in total: one of the client that holds most.</summary>
    private ConnectionSlot? Evictable() =>
        _clients.Values.OrderByDescending(own => own.Idle.Count).Take(8).Select(EvictableOf).FirstOrDefault(slot => slot is not null);

    /// <summary>The connection of a client that was idle longest, if it was so long enough.</summary>
    private ConnectionSlot? EvictableOf(Connections own) =>
        own.Idle.First?.Value is { } oldest && time.GetElapsedTime(oldest.IdleSince) >= (oldest.WasUsed ? BetweenRequests : Unused) ? oldest : null;

    private sealed class Connections
    {
        public long Count { get; set; }

        public LinkedList<ConnectionSlot> Idle { get; } = [];
    }
}
