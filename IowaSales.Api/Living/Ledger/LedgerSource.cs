using IowaSales.Api.Answers;
using IowaSales.Contracts;

namespace IowaSales.Api.Living.Ledger;

/// <summary>What the ledger says at the moment, serialised, so that reads never touch the store; swapped as one reference.</summary>
internal sealed class LedgerSource
{
    private volatile LedgerView? _view;
    private volatile AlertView? _alerts;

    /// <summary>Live accuracy; null before the first reading.</summary>
    public LedgerView? View => _view;

    /// <summary>Alerts; null before the first reading.</summary>
    public AlertView? Alerts => _alerts;

    /// <summary>Answers from another view from now on.</summary>
    /// <param name="view">The view.</param>
    public void Publish(LedgerView view) => _view = view;

    /// <summary>Answers from other alerts from now on.</summary>
    /// <param name="alerts">The alerts.</param>
    public void Publish(AlertView alerts) => _alerts = alerts;
}

/// <summary>Answers about accuracy.</summary>
/// <param name="Accuracy">Answers of <c>/accuracy</c> by days looked back.</param>
/// <param name="Items">Answers of <c>/accuracy/items</c> by days looked back.</param>
/// <param name="LastWeek">Answer of <c>/accuracy/last-week</c>.</param>
/// <param name="Recent">The last four weeks, for metrics.</param>
internal sealed record LedgerView(
    IReadOnlyDictionary<int, Answer> Accuracy, IReadOnlyDictionary<int, Answer> Items, Answer LastWeek, LiveAccuracy Recent);

/// <summary>Answers about alerts.</summary>
/// <param name="Open">Answer with the open ones.</param>
/// <param name="All">Answer with dismissed ones too.</param>
/// <param name="Count">Number of open ones by kind, for metrics.</param>
internal sealed record AlertView(Answer Open, Answer All, IReadOnlyDictionary<string, int> Count);
