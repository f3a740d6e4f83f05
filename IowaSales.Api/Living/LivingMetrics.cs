using System.Diagnostics.Metrics;
using IowaSales.Api.Hosting;
using IowaSales.Api.Living.Ledger;
using IowaSales.Contracts;
using IowaSales.Storage.Entities;
using IowaSales.Storage.Ledger;

namespace IowaSales.Api.Living;

/// <summary>What comes in and how right the forecasts were, on the service's own meter.</summary>
internal sealed class LivingMetrics
{
    private readonly Counter<long> _batches;
    private readonly Counter<long> _rows;
    private readonly Counter<long> _issued;
    private readonly Counter<long> _scored;
    private readonly Counter<long> _raised;

    /// <summary>Creates the instruments.</summary>
    /// <param name="meters">Creates the meter.</param>
    /// <param name="source">Whose figures are observed.</param>
    public LivingMetrics(IMeterFactory meters, LedgerSource source)
    {
        var meter = meters.Create(ApiMetrics.MeterName);
        _batches = meter.CreateCounter<long>("iowasales.sales.batches", "{batch}", "Batches taken in here.");
        _rows = meter.CreateCounter<long>("iowasales.sales.rows", "{row}", "Rows of the batches taken in here.");
        _issued = meter.CreateCounter<long>("iowasales.ledger.issued", "{forecast}", "Forecasts of all items entered in the ledger.");
        _scored = meter.CreateCounter<long>("iowasales.ledger.scored", "{item_day}", "Item-days of forecasts scored.");
        _raised = meter.CreateCounter<long>("iowasales.alerts.raised", "{alert}", "Alerts raised, by kind.");
        Gauge("iowasales.accuracy.mase", "1", "MASE of served forecasts over the last 28 days.", live => live.Total?.Mase);
        Gauge("iowasales.accuracy.naive_mase", "1", "The seasonal naive's MASE on the same item-days.", live => live.Total?.NaiveMase);
        Gauge("iowasales.accuracy.promised_mase", "1", "MASE that the model's backtest promised.", live => live.Promised?.Mase);
        Gauge("iowasales.accuracy.wql", "1", "Weighted quantile loss over the last 28 days.", live => live.Total?.Wql);
        Gauge("iowasales.accuracy.bias", "1", "Forecast less sales, over sales, over the last 28 days.", live => live.Total?.Bias);
        Gauge("iowasales.accuracy.coverage", "1", "Share of item-days inside the 80 % interval over the last 28 days.", live => live.Total?.Coverage80);
        meter.CreateObservableGauge("iowasales.alerts.open", () => OpenAlerts(source), "{alert}", "Open alerts, by kind.");

        void Gauge(string name, string unit, string description, Func<LiveAccuracy, double?> figure) =>
            meter.CreateObservableGauge(
                name,
                () => source.View is { } view && figure(view.Recent) is { } value ? [new Measurement<double>(value)] : Array.Empty<Measurement<double>>(),
                unit,
                description);
    }

    /// <summary>Counts a batch.</summary>
    /// <param name="batch">The batch.</param>
    public void Taken(Batch batch)
    {
        _batches.Add(1);
        _rows.Add(batch.Rows);
    }

    /// <summary>Counts what settling the ledger did.</summary>
    /// <param name="outcome">What it did.</param>
    public void Settled(LedgerOutcome outcome)
    {
        _issued.Add(outcome.Issued);
        _scored.Add(outcome.Scored);
        Raised(outcome.Raised);
    }

    /// <summary>Counts alerts.</summary>
    /// <param name="kinds">Their kinds.</param>
    public void Raised(IReadOnlyList<string> kinds)
    {
        foreach (var kind in kinds)
        {
            _raised.Add(1, new KeyValuePair<string, object?>("kind", kind));
        }
    }

    private static Measurement<int>[] OpenAlerts(LedgerSource source) =>
        [.. (source.Alerts?.Count ?? new Dictionary<string, int>()).Select(kind => new Measurement<int>(kind.Value, new KeyValuePair<string, object?>("kind", kind.Key)))];
}
