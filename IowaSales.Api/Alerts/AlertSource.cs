using System.Diagnostics.Metrics;
using IowaSales.Api.Http.Answers;
using IowaSales.Api.Serving;

namespace IowaSales.Api.Alerts;

/// <summary>The alerts of the moment, serialised, so that reads never touch the store; swapped as one reference.</summary>
internal sealed class AlertSource
{
    private volatile AlertView? _view;

    /// <summary>Shows the number of open alerts on the service's own meter.</summary>
    /// <param name="meters">Creates the meter.</param>
    public AlertSource(IMeterFactory meters) =>
        meters.Create(ApiMetrics.MeterName).CreateObservableGauge("iowasales.alerts.open", OpenByKind, "{alert}", "Open alerts, by kind.");

    /// <summary>The alerts; null before the first reading.</summary>
    public AlertView? View => _view;

    /// <summary>Answers from other alerts from now on.</summary>
    /// <param name="view">The alerts.</param>
    public void Publish(AlertView view) => _view = view;

    private IEnumerable<Measurement<int>> OpenByKind() =>
        _view?.Count.Select(kind => new Measurement<int>(kind.Value, new KeyValuePair<string, object?>("kind", kind.Key))) ?? [];
}

/// <summary>Answers about alerts.</summary>
/// <param name="Open">Answer with the open ones.</param>
/// <param name="Snoozed">Answer with those that are put off.</param>
/// <param name="All">Answer with all of them.</param>
/// <param name="Count">Number of open ones by kind, for metrics.</param>
internal sealed record AlertView(Answer Open, Answer Snoozed, Answer All, IReadOnlyDictionary<string, int> Count);
