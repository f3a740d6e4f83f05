using IowaSales.Api.Serving;
using IowaSales.Api.Serving.Store;
using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Monitoring;
using IowaSales.Storage.Ledger;

namespace IowaSales.Api.Alerts;

/// <summary>Flags an open day whose sales are not there by their usual hour; nothing is guessed for it.</summary>
/// <param name="book">Where alerts are raised, and how late deliveries usually come.</param>
/// <param name="metrics">Counts alerts.</param>
/// <param name="time">Clock; days begin in its local time zone.</param>
internal sealed class OverdueWatch(AlertBook book, StoreMetrics metrics, TimeProvider time)
{
    private const int Deliveries = 28;

    private (ForecastColumns Forecasts, DateOnly? Day, DateTime Due)? _expected;
    private DateOnly? _flagged;

    /// <summary>Looks once; touches the store only when forecasts were made anew, of other sales or closures, or a day has just become overdue.</summary>
    /// <param name="snapshot">The forecasts being served.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task LookAsync(ForecastSnapshot snapshot, CancellationToken cancellationToken)
    {
        if (!ReferenceEquals(_expected?.Forecasts, snapshot.Columns))
        {
            var delay = TypicalArrival.OverdueAfter(await book.DelaysAsync(Deliveries, time.LocalTimeZone, cancellationToken));
            var day = ExpectedDays.First(snapshot.Forecasts);
            await book.SettleOverdueAsync(snapshot.DataThrough, day, cancellationToken);
            _expected = (snapshot.Columns, day, (day?.ToDateTime(TimeOnly.MinValue) ?? DateTime.MaxValue - delay) + delay);
            _flagged = null;
        }

        var (_, next, due) = _expected.Value;
        var now = time.GetLocalNow().DateTime;
        if (next is not { } missing || now <= due || _flagged == missing)
        {
            return;
        }

        var reason = AlertReason.Overdue(missing, due);
        if (await book.RaiseOverdueAsync(missing, reason, Math.Round((now - due).TotalHours, 1), cancellationToken) is { } alert)
        {
            metrics.Raised([alert.Kind]);
        }

        _flagged = missing;
    }
}
