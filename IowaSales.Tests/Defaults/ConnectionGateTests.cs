using System.Net;
using IowaSales.ServiceDefaults.Connections;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace IowaSales.Tests.Defaults;

public sealed class ConnectionGateTests
{
    private static readonly IPAddress One = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress Other = IPAddress.Parse("192.0.2.2");

    private readonly FakeTimeProvider _time = new();
    private readonly List<ConnectionSlot> _closed = [];

    [Fact]
    public void A_client_at_its_limit_loses_the_connection_that_was_idle_longest()
    {
        var gate = new ConnectionGate(10, 2, _time);
        var first = Enter(gate, One);
        _time.Advance(TimeSpan.FromSeconds(1));
        var second = Enter(gate, One);

        Assert.False(Enter(gate, One)!.IsReserve);
        Assert.Same(first, Assert.Single(_closed));
        gate.Leave(first!);
        Assert.True(Enter(gate, One)!.IsReserve);
        Assert.DoesNotContain(second!, _closed);
    }

    [Fact]
    public void A_busy_connection_is_never_closed_and_others_get_in_for_probes()
    {
        var gate = new ConnectionGate(2, 2, _time);
        gate.Begin(Enter(gate, One)!);
        gate.Begin(Enter(gate, One)!);
        _time.Advance(TimeSpan.FromMinutes(1));

        for (var i = 0; i < ConnectionGate.Reserve; i++)
        {
            Assert.True(Enter(gate, Other)!.IsReserve);
        }

        Assert.Null(Enter(gate, Other));
        Assert.Empty(_closed);
    }

    [Fact]
    public void A_connection_between_two_requests_is_left_alone_for_a_while()
    {
        var gate = new ConnectionGate(1, 1, _time);
        var slot = Enter(gate, One)!;
        gate.Begin(slot);
        gate.End(slot);
        _time.Advance(TimeSpan.FromSeconds(1));
        var reserve = Enter(gate, One)!;
        Assert.True(reserve.IsReserve);

        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(Enter(gate, One)!.IsReserve);
        Assert.Same(slot, Assert.Single(_closed));
    }

    [Fact]
    public void The_client_that_holds_most_makes_room_in_total()
    {
        var gate = new ConnectionGate(4, 4, _time);
        var lone = Enter(gate, Other)!;
        var many = new[] { Enter(gate, One)!, Enter(gate, One)!, Enter(gate, One)! };
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.False(Enter(gate, Other)!.IsReserve);
        Assert.Same(many[0], Assert.Single(_closed));
        Assert.DoesNotContain(lone, _closed);
    }

    [Fact]
    public void A_trusted_proxy_is_bounded_by_the_total_only()
    {
        var gate = new ConnectionGate(3, 1, _time);
        Assert.All(Enumerable.Range(0, 3), _ => Assert.False(Enter(gate, One, isTrusted: true)!.IsReserve));
        Assert.True(Enter(gate, One, isTrusted: true)!.IsReserve);
    }

    [Fact]
    public void However_connections_come_and_go_the_limits_hold()
    {
        var gate = new ConnectionGate(20, 8, _time);
        var random = new Random(3);
        var open = new List<ConnectionSlot>();
        for (var i = 0; i < 20_000; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(random.Next(400)));
            open.RemoveAll(slot => slot.IsGone);
            if (random.Next(3) > 0)
            {
                if (Enter(gate, IPAddress.Parse($"192.0.2.{random.Next(6)}")) is { } slot)
                {
                    open.Add(slot);
                }
            }
            else if (open.Count > 0)
            {
                var slot = open[random.Next(open.Count)];
                switch (random.Next(3))
                {
                    case 0:
                        gate.Leave(slot);
                        break;
                    case 1:
                        gate.Begin(slot);
                        break;
                    default:
                        if (slot.Requests > 0)
                        {
                            gate.End(slot);
                        }

                        break;
                }
            }

            var counted = open.Where(slot => !slot.IsGone && !slot.IsReserve).ToArray();
            Assert.True(counted.Length <= 20);
            Assert.All(counted.GroupBy(slot => slot.Client), client => Assert.True(client.Count() <= 8));
        }
    }

    private ConnectionSlot? Enter(ConnectionGate gate, IPAddress client, bool isTrusted = false)
    {
        ConnectionSlot? slot = null;
        slot = gate.Enter(client, () => _closed.Add(slot!), isTrusted);
        return slot;
    }
}
