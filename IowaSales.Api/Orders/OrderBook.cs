using IowaSales.Api.Serving;
using IowaSales.Contracts;
using IowaSales.Storage;
using IowaSales.Storage.Ledger;

namespace IowaSales.Api.Orders;

/// <summary>The order lists of one snapshot, each made once for the service level it is asked for at; the last few are kept.</summary>
internal sealed class OrderBook
{
    private const int MaxKept = 4;

    /// <summary>Most items whose list takes all cores: it is there in a moment. Longer ones leave half of them to requests.</summary>
    private const int MaxItemsOnAllCores = 5000;

    private readonly ForecastSnapshot _snapshot;
    private readonly OrderLines _lines;
    private readonly Lock _lock = new();
    private readonly LinkedList<(double Level, long? Plan, SharedWork Lines)> _kept = new();

    /// <summary>Creates a book without lists.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="earlier">The forecast to compare with; null for none.</param>
    public OrderBook(ForecastSnapshot snapshot, EarlierForecast? earlier)
    {
        _snapshot = snapshot;
        _lines = new OrderLines(snapshot, earlier);
        Earlier = earlier;
        EntityTag = $"{snapshot.EntityTag}-{earlier?.Id}";
    }

    /// <summary>First day of the forecast that changes are told against; null for none.</summary>
    public DateOnly? ComparedWith => Earlier?.Origin;

    /// <summary>The forecast that changes are told against; null for none.</summary>
    public EarlierForecast? Earlier { get; }

    /// <summary>Changes whenever any list may.</summary>
    public string EntityTag { get; }

    /// <summary>Opens the book of a snapshot, and looks up the earlier forecast where there is a store that answers.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="ledger">The ledger; null without a store.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static OrderBook Of(ForecastSnapshot snapshot, LedgerReader? ledger, CancellationToken cancellationToken)
    {
        try
        {
            // Parts of a snapshot are computed on a thread of their own, which may wait.
            return new OrderBook(snapshot, ledger?.EarlierAsync(snapshot.Forecasts.Days[0].Date, cancellationToken).GetAwaiter().GetResult());
        }
        catch (StoreUnavailableException)
        {
            // Orders do without the comparison rather than wait for the store.
            return new OrderBook(snapshot, earlier: null);
        }
    }

    /// <summary>The ranked list at a service level.</summary>
    /// <param name="level">Service level of the items that state none.</param>
    /// <param name="plan">The plan; null where there are no overrides.</param>
    /// <param name="cancellationToken">Ends the waiting and the computation.</param>
    public async ValueTask<IReadOnlyList<OrderLine>> AtAsync(double level, ForecastPlan? plan, CancellationToken cancellationToken) =>
        ((OrderList)(await LinesAt(level, plan).WaitAsync(cancellationToken))!).Ranked;

    private SharedWork LinesAt(double level, ForecastPlan? plan)
    {
        lock (_lock)
        {
            var version = plan?.Version;
            if (_kept.FirstOrDefault(list => list.Level.Equals(level) && list.Plan == version) is { Lines: { } known })
            {
                return known;
            }

            var lines = new SharedWork(token => Make(level, plan, token), CancellationToken.None);
            _kept.AddFirst((level, version, lines));
            if (_kept.Count > MaxKept)
            {
                _kept.RemoveLast();
            }

            return lines;
        }
    }

    /// <summary>Where there are overrides, the lines of all other items are those of the list without any: an override costs what it bears on.</summary>
    private OrderList Make(double level, ForecastPlan? plan, CancellationToken cancellationToken)
    {
        // On a thread of its own, which may wait.
        var without = plan is null ? null : (OrderList)LinesAt(level, plan: null).WaitAsync(cancellationToken).GetAwaiter().GetResult()!;
        var lines = new OrderLine[_snapshot.ItemCount];
        Parallel.For(
            0,
            lines.Length,
            new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = lines.Length > MaxItemsOnAllCores ? Math.Max(1, Environment.ProcessorCount / 2) : -1 },
            series => lines[series] = plan?.Of(series) is { } days ? _lines.Of(series, level, days) : without?.Lines[series] ?? _lines.Of(series, level));
        return new OrderList(lines, OrderLines.Ranked(lines));
    }

    /// <summary>What to order of each item.</summary>
    /// <param name="Lines">By series.</param>
    /// <param name="Ranked">Ranked.</param>
    private sealed record OrderList(OrderLine[] Lines, OrderLine[] Ranked);
}
