using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Training;

namespace IowaSales.Api.Serving;

/// <summary>
/// What the service answers from: one model over one set of sales, its forecasts, and what features had computed from them. Immutable; a
/// request reads one snapshot from beginning to end, so that no answer mixes two models.
/// </summary>
internal sealed class ForecastSnapshot
{
    private readonly IReadOnlyList<SnapshotPart> _registered;
    private readonly Dictionary<Type, SharedWork> _parts;
    private readonly Action _retire;

    /// <summary>Takes forecasts in, and computes the parts that are wanted before they serve.</summary>
    /// <param name="model">The model.</param>
    /// <param name="panel">The sales in use: the model's own or newer ones.</param>
    /// <param name="forecasts">The model's forecasts from the day after those sales.</param>
    /// <param name="generatedAt">When those forecasts were made.</param>
    /// <param name="stale">Whether the sales are too old.</param>
    /// <param name="challenger">A challenger that serves some of the items; null for none.</param>
    /// <param name="parts">What is computed per snapshot.</param>
    /// <param name="attributes">Attributes of the items; null for none.</param>
    public ForecastSnapshot(
        ForecastModel model,
        SalesPanel panel,
        ForecastSet forecasts,
        DateTimeOffset generatedAt,
        bool stale,
        ChallengerModel? challenger,
        IReadOnlyList<SnapshotPart> parts,
        ItemAttributes? attributes = null)
    {
        Model = model;
        Attributes = attributes ?? ItemAttributes.None;
        Panel = panel;
        ChampionForecasts = forecasts;
        Challenger = challenger;
        Forecasts = challenger?.ServedBeside(forecasts) ?? forecasts;
        GeneratedAt = generatedAt;
        Stale = stale;
        Items = new ItemDirectory(panel.Items);
        EntityTag = SnapshotTag.Of(this);
        _registered = parts;
        var retirement = new CancellationTokenSource();
        var retired = retirement.Token;
        _retire = retirement.Cancel;
        _parts = parts.ToDictionary(part => part.Type, part => new SharedWork(token => part.Compute(this, token), retired));
        foreach (var part in parts.Where(part => part.BeforeServing))
        {
            _parts[part.Type].WaitAsync(retired).GetAwaiter().GetResult();
        }
    }

    /// <summary>The model.</summary>
    public ForecastModel Model { get; }

    /// <summary>The sales in use.</summary>
    public SalesPanel Panel { get; }

    /// <summary>The forecasts that are served, one per series of <see cref="Panel"/>.</summary>
    public ForecastSet Forecasts { get; }

    /// <summary>The champion's forecasts of all items.</summary>
    public ForecastSet ChampionForecasts { get; }

    /// <summary>A challenger that serves some of the items; null for none.</summary>
    public ChallengerModel? Challenger { get; }

    /// <summary>When the forecasts were made.</summary>
    public DateTimeOffset GeneratedAt { get; }

    /// <summary>Whether the sales are older than the service's limit.</summary>
    public bool Stale { get; }

    /// <summary>The items by name.</summary>
    public ItemDirectory Items { get; }

    /// <summary>The attributes of the items.</summary>
    public ItemAttributes Attributes { get; }

    /// <summary>Days forecast.</summary>
    public int Horizon => Forecasts.Horizon;

    /// <summary>Version of the model.</summary>
    public string Version => Model.Manifest.ModelVersion;

    /// <summary>Last date of the sales.</summary>
    public DateOnly DataThrough => Panel.LastDate;

    /// <summary>Changes whenever any answer may.</summary>
    public string EntityTag { get; }

    /// <summary>What was registered to be computed before the snapshot serves; other parts are waited for, which only parts may do.</summary>
    /// <typeparam name="T">Type of the part.</typeparam>
    /// <param name="cancellationToken">Ends the waiting of a part.</param>
    /// <exception cref="InvalidOperationException">Nothing of the type is registered, or this snapshot has none.</exception>
    public T Get<T>(CancellationToken cancellationToken = default)
        where T : class =>
        (T?)PartOf(typeof(T)).WaitAsync(cancellationToken).GetAwaiter().GetResult() ?? throw new InvalidOperationException($"This snapshot has no {typeof(T).Name}.");

    /// <summary>What was registered to be computed, computed beside the requests if it is not yet.</summary>
    /// <typeparam name="T">Type of the part.</typeparam>
    /// <param name="cancellationToken">Ends the waiting, and the computation where nobody else waits for it.</param>
    /// <exception cref="InvalidOperationException">Nothing of the type is registered, or this snapshot has none.</exception>
    public async ValueTask<T> GetAsync<T>(CancellationToken cancellationToken)
        where T : class =>
        await FindAsync<T>(cancellationToken) ?? throw new InvalidOperationException($"This snapshot has no {typeof(T).Name}.");

    /// <summary>What was registered to be computed; null where this snapshot has nothing of the kind.</summary>
    /// <typeparam name="T">Type of the part.</typeparam>
    /// <param name="cancellationToken">Ends the waiting, and the computation where nobody else waits for it.</param>
    /// <exception cref="InvalidOperationException">Nothing of the type is registered.</exception>
    public async ValueTask<T?> FindAsync<T>(CancellationToken cancellationToken)
        where T : class =>
        (T?)await PartOf(typeof(T)).WaitAsync(cancellationToken);

    /// <summary>Ends what is still being computed: another snapshot serves from now on.</summary>
    public void Retire() => _retire();

    /// <summary>The same forecasts with another opinion of their data's age.</summary>
    /// <param name="stale">Whether the sales are too old.</param>
    public ForecastSnapshot WithStale(bool stale) => new(Model, Panel, ChampionForecasts, GeneratedAt, stale, Challenger, _registered, Attributes);

    private SharedWork PartOf(Type type) =>
        _parts.TryGetValue(type, out var part)
            ? part
            : throw new InvalidOperationException($"No {type.Name} is computed per snapshot; register it with {nameof(SnapshotPartServices.AddSnapshotPart)}.");
}
