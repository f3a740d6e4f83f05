using IowaSales.Api.Answers;
using IowaSales.Api.Forecasts;
using IowaSales.Api.Overview;
using IowaSales.Api.Quality;
using IowaSales.Contracts;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Training;

namespace IowaSales.Api.Snapshots;

/// <summary>
/// Everything the service answers from: one model over one set of sales, with the forecasts of every item computed and serialised.
/// Immutable; a request reads one snapshot from beginning to end, so that no answer mixes two models.
/// </summary>
internal sealed class ForecastSnapshot
{
    private readonly Lazy<OverviewView> _overview;
    private readonly Lazy<QualitySummary> _quality;
    private readonly Lazy<double[]> _dailyTotals;

    /// <summary>Computes the answers.</summary>
    /// <param name="model">The model.</param>
    /// <param name="panel">The sales in use: the model's own or newer ones.</param>
    /// <param name="forecasts">The model's forecasts from the day after those sales.</param>
    /// <param name="generatedAt">When those forecasts were made.</param>
    /// <param name="stale">Whether the sales are too old.</param>
    /// <param name="tried">A challenger that serves some of the items; null for none.</param>
    public ForecastSnapshot(
        ForecastModel model, SalesPanel panel, ForecastSet forecasts, DateTimeOffset generatedAt, bool stale, TriedModel? tried = null)
    {
        Model = model;
        Panel = panel;
        InCharge = forecasts;
        Tried = tried;
        Forecasts = tried?.ServedBeside(forecasts) ?? forecasts;
        GeneratedAt = generatedAt;
        Stale = stale;
        Items = new ItemDirectory(panel.Items);
        EntityTag = EntityTags.Of(this);
        ItemList = Answer.Json(new ItemList([.. Items.Sorted.Select(series => panel.Items[series])]), ContractJson.Default.ItemList, EntityTag);
        Predictions = new Answer[panel.SeriesCount];
        Parallel.For(0, Predictions.Length, series =>
            Predictions[series] = Answer.Json(ItemForecasts.Of(this, series), ContractJson.Default.ItemForecast, EntityTag));
        _overview = new Lazy<OverviewView>(() => OverviewView.Of(this));
        _quality = new Lazy<QualitySummary>(() => QualityView.Of(panel));
        _dailyTotals = new Lazy<double[]>(() => TotalsOf(panel));
    }

    /// <summary>The model.</summary>
    public ForecastModel Model { get; }

    /// <summary>The sales in use.</summary>
    public SalesPanel Panel { get; }

    /// <summary>The forecasts that are served, one per series of <see cref="Panel"/>.</summary>
    public ForecastSet Forecasts { get; }

    /// <summary>The forecasts of the model in charge, of all items.</summary>
    public ForecastSet InCharge { get; }

    /// <summary>A challenger that serves some of the items; null for none.</summary>
    public TriedModel? Tried { get; }

    /// <summary>When the forecasts were made.</summary>
    public DateTimeOffset GeneratedAt { get; }

    /// <summary>Whether the sales are older than the service's limit.</summary>
    public bool Stale { get; }

    /// <summary>The items by name.</summary>
    public ItemDirectory Items { get; }

    /// <summary>Days forecast.</summary>
    public int Horizon => Forecasts.Horizon;

    /// <summary>Version of the model.</summary>
    public string Version => Model.Manifest.ModelVersion;

    /// <summary>Last date of the sales.</summary>
    public DateOnly DataThrough => Panel.LastDate;

    /// <summary>Changes whenever any answer may.</summary>
    public string EntityTag { get; }

    /// <summary>The answer of <c>/items</c>.</summary>
    public Answer ItemList { get; }

    /// <summary>The answers of <c>/predict/{item}</c>, one per series.</summary>
    public Answer[] Predictions { get; }

    /// <summary>Every item at a glance.</summary>
    public OverviewView Overview => _overview.Value;

    /// <summary>What the sales look like.</summary>
    public QualitySummary Quality => _quality.Value;

    /// <summary>Sales of all items, per day of <see cref="Panel"/>.</summary>
    public IReadOnlyList<double> DailyTotals => _dailyTotals.Value;

    /// <summary>The same forecasts with another opinion of their data's age.</summary>
    /// <param name="stale">Whether the sales are too old.</param>
    public ForecastSnapshot WithStale(bool stale) => new(Model, Panel, InCharge, GeneratedAt, stale, Tried);

    private static double[] TotalsOf(SalesPanel panel)
    {
        var totals = new double[panel.DayCount];
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            var rows = panel.Rows(series);
            for (var i = 0; i < rows.Count; i++)
            {
                totals[rows.Days[i]] += rows.Values[i];
            }
        }

        return totals;
    }
}
