using IowaSales.Forecasting.Artifacts;
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
    private readonly ServedSales _sales;
    private readonly string _forecastTag;
    private readonly OnDemand<ItemClasses> _classes;

    /// <summary>Takes forecasts in that were made for newer sales than the model's own, and computes the parts that are wanted before they serve.</summary>
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
        : this(
            ServedSales.Of(model, panel, forecasts.History),
            ForecastColumns.Of(challenger?.ServedBeside(forecasts) ?? forecasts, model.Backtest),
            challenger is null ? null : forecasts,
            generatedAt,
            stale,
            challenger,
            parts,
            attributes)
    {
    }

    /// <summary>Takes forecasts in that lie in columns.</summary>
    /// <param name="sales">The model and its sales.</param>
    /// <param name="columns">The forecasts that are served.</param>
    /// <param name="champion">The champion's forecasts of all items, where a challenger serves some; null elsewhere.</param>
    /// <param name="generatedAt">When the forecasts were made.</param>
    /// <param name="stale">Whether the sales are too old.</param>
    /// <param name="challenger">A challenger that serves some of the items; null for none.</param>
    /// <param name="parts">What is computed per snapshot.</param>
    /// <param name="attributes">Attributes of the items; null for none.</param>
    public ForecastSnapshot(
        ServedSales sales,
        ForecastColumns columns,
        ForecastSet? champion,
        DateTimeOffset generatedAt,
        bool stale,
        ChallengerModel? challenger,
        IReadOnlyList<SnapshotPart> parts,
        ItemAttributes? attributes = null)
        : this(sales, columns, champion, generatedAt, stale, challenger, parts, attributes ?? ItemAttributes.None, forecastTag: null)
    {
    }

    private ForecastSnapshot(
        ServedSales sales,
        ForecastColumns columns,
        ForecastSet? champion,
        DateTimeOffset generatedAt,
        bool stale,
        ChallengerModel? challenger,
        IReadOnlyList<SnapshotPart> parts,
        ItemAttributes attributes,
        string? forecastTag)
    {
        _sales = sales;
        Attributes = attributes;
        Columns = columns;
        Challenger = challenger;
        Forecasts = columns.AsSet(() => sales.History);
        ChampionForecasts = champion ?? Forecasts;
        GeneratedAt = generatedAt;
        Stale = stale;
        Items = new ItemDirectory(columns);
        _classes = new OnDemand<ItemClasses>(() => ItemClasses.Of(this));
        _forecastTag = forecastTag ?? SnapshotTag.OfForecasts(this);
        EntityTag = SnapshotTag.Of(_forecastTag, stale, attributes.Stored);
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

    /// <summary>What the model is.</summary>
    public ModelManifest Manifest => _sales.Manifest;

    /// <summary>The model; read in whole when it is first asked for.</summary>
    public ForecastModel Model => _sales.Model;

    /// <summary>The sales in use; read when they are first asked for.</summary>
    public SalesPanel Panel => _sales.Panel;

    /// <summary>Whether the sales in use are those that the model was trained on.</summary>
    public bool IsOfTraining => _sales.IsOfTraining;

    /// <summary>The forecasts that are served, in columns.</summary>
    public ForecastColumns Columns { get; }

    /// <summary>The forecasts that are served, one per series.</summary>
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

    /// <summary>The classes of the items, worked out when they are first asked for.</summary>
    public ItemClasses Classes => _classes.Value;

    /// <summary>The attributes of the items.</summary>
    public ItemAttributes Attributes { get; }

    /// <summary>Days forecast.</summary>
    public int Horizon => Columns.Horizon;

    /// <summary>Number of items.</summary>
    public int ItemCount => Columns.Count;

    /// <summary>Version of the model.</summary>
    public string Version => Manifest.ModelVersion;

    /// <summary>First date of the sales.</summary>
    public DateOnly FirstDate => _sales.FirstDate;

    /// <summary>Last date of the sales.</summary>
    public DateOnly DataThrough => _sales.LastDate;

    /// <summary>Version of the store that sales, drivers and closures are of; null where they are not, or not all, the store's.</summary>
    public long? StoreVersion { get; init; }

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
    public ForecastSnapshot WithStale(bool stale) => With(stale, Attributes);

    /// <summary>The same forecasts beside other attributes of the items, which no forecast depends on.</summary>
    /// <param name="attributes">The attributes.</param>
    public ForecastSnapshot WithAttributes(ItemAttributes attributes) => With(Stale, attributes);

    private ForecastSnapshot With(bool stale, ItemAttributes attributes) => new(
        _sales, Columns, ReferenceEquals(ChampionForecasts, Forecasts) ? null : ChampionForecasts, GeneratedAt, stale, Challenger, _registered, attributes, _forecastTag)
    {
        StoreVersion = StoreVersion,
    };

    private SharedWork PartOf(Type type) =>
        _parts.TryGetValue(type, out var part)
            ? part
            : throw new InvalidOperationException($"No {type.Name} is computed per snapshot; register it with {nameof(SnapshotPartServices.AddSnapshotPart)}.");
}
