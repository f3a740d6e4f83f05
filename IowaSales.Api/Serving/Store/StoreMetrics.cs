using System.Diagnostics.Metrics;
using IowaSales.Storage.Entities;
using IowaSales.Storage.Ledger;

namespace IowaSales.Api.Serving.Store;

/// <summary>What comes in and what is made of it, on the service's own meter.</summary>
internal sealed class StoreMetrics
{
    private readonly Counter<long> _batches;
    private readonly Counter<long> _rows;
    private readonly Counter<long> _issued;
    private readonly Counter<long> _scored;
    private readonly Counter<long> _raised;

    /// <summary>Creates the instruments.</summary>
    /// <param name="meters">Creates the meter.</param>
    public StoreMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(ApiMetrics.MeterName);
        _batches = meter.CreateCounter<long>("iowasales.sales.batches", "{batch}", "Batches imported here.");
        _rows = meter.CreateCounter<long>("iowasales.sales.rows", "{row}", "Rows of the batches imported here.");
        _issued = meter.CreateCounter<long>("iowasales.ledger.issued", "{forecast}", "Forecasts of all items entered in the ledger.");
        _scored = meter.CreateCounter<long>("iowasales.ledger.scored", "{item_day}", "Item-days of forecasts scored.");
        _raised = meter.CreateCounter<long>("iowasales.alerts.raised", "{alert}", "Alerts raised, by kind.");
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
}
