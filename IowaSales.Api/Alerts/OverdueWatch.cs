using IowaSales.Api.Serving;
using IowaSales.Api.Serving.Store;
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
    private const int MaxClosedDays = 31;

    private (long Version, DateOnly Day, DateTime Due)? _expected;
    private DateOnly? _flagged;

    /// <summary>Looks once; touches the store only when the sales changed or a day has just become overdue.</summary>
    /// <param name="snapshot">The forecasts being served.</param>
    /// <param name="version">Version of their sales.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task LookAsync(ForecastSnapshot snapshot, long version, CancellationToken cancellationToken)
    {
        if (_expected?.Version != version)
        {
            var delay = TypicalArrival.OverdueAfter(await book.DelaysAsync(Deliveries, time.LocalTimeZone, cancellationToken));
            var day = NextOpenDay(snapshot);
            _expected = (version, day, day.ToDateTime(TimeOnly.MinValue) + delay);
        }

        var (_, missing, due) = _expected.Value;
        var now = time.GetLocalNow().DateTime;
        if (now <= due || _flagged == missing)
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

    private static DateOnly NextOpenDay(ForecastSnapshot snapshot)
    {
        var history = snapshot.Forecasts.History;
        var day = history.Origin;
        while (day < history.Origin + MaxClosedDays && !history.Calendar.IsOpen(day))
        {
            day++;
        }

        return history.DateOf(day);
    }
}
