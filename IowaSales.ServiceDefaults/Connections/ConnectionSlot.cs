using System.Net;

namespace IowaSales.ServiceDefaults.Connections;

/// <summary>One connection as <see cref="ConnectionGate"/> sees it; a feature of the connection and of its requests.</summary>
/// <param name="client">Who connected.</param>
/// <param name="abort">Closes the connection.</param>
/// <param name="isReserve">Whether it was let in beyond the limits, for a probe only.</param>
internal sealed class ConnectionSlot(IPAddress client, Action abort, bool isReserve)
{
    /// <summary>Who connected.</summary>
    public IPAddress Client { get; } = client;

    /// <summary>Whether it was let in beyond the limits, for a probe only.</summary>
    public bool IsReserve { get; } = isReserve;

    /// <summary>Requests being answered.</summary>
    public int Requests { get; set; }

    /// <summary>Whether a request ever came.</summary>
    public bool WasUsed { get; set; }

    /// <summary>When it last became idle, in ticks of the gate's clock.</summary>
    public long IdleSince { get; set; }

    /// <summary>Its place among the idle ones of its client; null while it is busy or gone.</summary>
    public LinkedListNode<ConnectionSlot>? Place { get; set; }

    /// <summary>Whether it is counted no more.</summary>
    public bool IsGone { get; set; }

    /// <summary>Closes the connection.</summary>
    public void Abort() => abort();
}
