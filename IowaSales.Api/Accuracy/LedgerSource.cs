using System.Diagnostics.Metrics;
using IowaSales.Api.Http.Answers;
using IowaSales.Api.Serving;
using IowaSales.Contracts;

namespace IowaSales.Api.Accuracy;

/// <summary>What the ledger says at the moment, serialised, so that reads never touch the store; swapped as one reference.</summary>
internal sealed class LedgerSource
{
    private volatile LedgerView? _view;

    /// <summary>Shows the figures on the service's own meter.</summary>
    /// <param name="meters">Creates the meter.</param>
    public LedgerSource(IMeterFactory meters) => AccuracyMetrics.Observe(meters.Create(ApiMetrics.MeterName), () => _view?.Recent);

    /// <summary>Live accuracy; null before the first reading.</summary>
    public LedgerView? View => _view;

    /// <summary>Answers from another view from now on.</summary>
    /// <param name="view">The view.</param>
    public void Publish(LedgerView view) => _view = view;
}

/// <summary>Answers about accuracy.</summary>
/// <param name="Accuracy">Answers of <c>/accuracy</c> by days looked back.</param>
/// <param name="Items">Answers of <c>/accuracy/items</c> by days looked back.</param>
/// <param name="LastWeek">Answer of <c>/accuracy/last-week</c>.</param>
/// <param name="Recent">The last four weeks, for metrics.</param>
internal sealed record LedgerView(
    IReadOnlyDictionary<int, Answer> Accuracy, IReadOnlyDictionary<int, Answer> Items, Answer LastWeek, LiveAccuracy Recent);
