using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Monitoring;
using IowaSales.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IowaSales.Storage.Ledger;

/// <summary>Looks at scores that are new since the last look, and at gaps in the sales, and raises alerts.</summary>
internal sealed class Watch(SalesContext context, TimeProvider time)
{
    /// <summary>Most items that are named for one day, those furthest out.</summary>
    internal const int MaxItemAlertsPerDay = 5;

    /// <summary>A larger share of items than this outside their 99 % interval, and more than are named, make one alert about the day.</summary>
    private const double UnusualShare = 0.05;

    /// <summary>
    /// Least size of an unusual sale, as a share of what all items together sell on a usual day, and in sales of a usual item, whichever is less: an
    /// item in a hundred lies outside its 99 % interval by chance, so that only what moves the day is worth a look.
    /// </summary>
    private const double MaterialShare = 0.005;
    private const double MaterialItems = 2.5;

    /// <summary>A day that sells and was forecast to sell less than this share of a usual one raises nothing about its sales.</summary>
    private const double QuietShare = 0.05;

    /// <summary>Days looked back for what a day usually sells.</summary>
    private const int UsualDays = 56;

    /// <summary>Days after which unusual sales are no news any more.</summary>
    internal const int NewsDays = 7;

    private readonly List<Alert> _raised = [];
    private Dictionary<int, string> _names = [];

    /// <summary>Raises what there is to raise; sales that came in settle what they answer.</summary>
    /// <param name="served">Forecasts of the champion, made from the newest sales.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<IReadOnlyList<Alert>> LookAsync(ServedForecast served, CancellationToken cancellationToken)
    {
        var history = served.Forecasts.History;
        var through = history.OriginDate.AddDays(-1);
        var state = await context.StoreStates.SingleAsync(cancellationToken).ConfigureAwait(false);
        await SettleAsync(state, history, through, cancellationToken).ConfigureAwait(false);
        if (state.WatchedThrough is { } before)
        {
            _names = await context.Items.AsNoTracking().ToDictionaryAsync(item => item.Id, item => item.Name, cancellationToken).ConfigureAwait(false);
            await WatchScoresAsync(LaterOf(before, through.AddDays(-NewsDays)), cancellationToken).ConfigureAwait(false);
            await WatchDriftAsync(before, through, cancellationToken).ConfigureAwait(false);
            await WatchGapsAsync(history, before, cancellationToken).ConfigureAwait(false);
        }

        state.WatchedThrough = state.WatchedThrough > through ? state.WatchedThrough : through;
        return _raised;
    }

    /// <summary>Whether a day was unusual as a whole.</summary>
    /// <param name="day">One score of each item.</param>
    internal static bool IsUnusual(IReadOnlyCollection<Score> day) => day.Count(score => !score.Inside99) > MaxOutside(day.Count);

    /// <summary>Least difference between sales and forecast of an item that is worth an alert, bottles.</summary>
    /// <param name="usual">What all items together sell on a usual day.</param>
    /// <param name="items">Number of items.</param>
    internal static double Material(double usual, int items) => usual * Math.Min(MaterialShare, MaterialItems / items);

    private async Task WatchScoresAsync(DateOnly after, CancellationToken cancellationToken)
    {
        var scores = await context.Scores.AsNoTracking()
            .Where(score => score.Date > after)
            .Join(
                context.IssuedForecasts.Where(forecast => !forecast.Superseded && !forecast.Challenger),
                score => score.ForecastId,
                forecast => forecast.Id,
                (score, _) => score)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var usual = await UsualDayAsync(after, cancellationToken).ConfigureAwait(false);
        foreach (var day in scores.GroupBy(score => score.Date).OrderBy(day => day.Key))
        {
            var latest = day.GroupBy(score => score.ItemId).Select(item => item.MinBy(score => score.Step)!).OrderBy(score => score.ItemId).ToList();
            var outside = latest.Where(score => !score.Inside99).ToList();
            if (Math.Max(latest.Sum(score => score.Actual), latest.Sum(score => score.Median)) < QuietShare * usual)
            {
                continue;
            }

            if (IsUnusual(latest))
            {
                // What moves all items at once says nothing about any one of them.
                await RaiseUnusualDayAsync(day.Key, latest, outside, MaxOutside(latest.Count), cancellationToken).ConfigureAwait(false);
                continue;
            }

            var material = Material(usual, latest.Count);
            foreach (var score in outside.Where(score => Math.Abs(score.Actual - score.Median) >= material).OrderByDescending(FarOut).Take(MaxItemAlertsPerDay))
            {
                await RaiseUnusualAsync(score, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>What all items together sell on a usual day: the median of the days with sales before and after a day; 0 without any.</summary>
    private async Task<double> UsualDayAsync(DateOnly around, CancellationToken cancellationToken)
    {
        var (from, to) = (around.AddDays(-UsualDays), around.AddDays(UsualDays));
        var totals = await context.Sales.Where(sale => sale.Date >= from && sale.Date <= to)
            .GroupBy(sale => sale.Date).Select(day => day.Sum(sale => sale.Total))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return totals.Count == 0 ? 0 : Math.Max(0, totals.Order().ElementAt(totals.Count / 2));
    }

    private async Task WatchDriftAsync(DateOnly after, DateOnly through, CancellationToken cancellationToken)
    {
        foreach (var drift in await new DriftWatch(context).LookAsync(after, through, cancellationToken).ConfigureAwait(false))
        {
            var name = drift.ItemId == DriftState.AllItems ? null : _names[drift.ItemId];
            var since = drift.Date.AddDays(-DriftWatch.RecentDays);
            var isKnown = _raised.Any(alert => alert.Kind == AlertKind.Drift && alert.Item == name)
                || await context.Alerts.AnyAsync(
                    alert => alert.Kind == AlertKind.Drift && alert.Item == name && alert.Date > since && alert.DismissedAt == null, cancellationToken).ConfigureAwait(false);
            if (!isKnown)
            {
                var reason = name is null ? AlertReason.CommonDrift(drift) : AlertReason.Drift(name, drift);
                await RaiseAsync(AlertKind.Drift, name, drift.Date, reason, drift.Statistic.Largest, DriftStatistic.Threshold, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private Task RaiseUnusualAsync(Score score, CancellationToken cancellationToken) => RaiseAsync(
        AlertKind.UnusualSales,
        _names[score.ItemId],
        score.Date,
        AlertReason.UnusualSales(_names[score.ItemId], score.Date, score.Actual, score.Median),
        score.Actual,
        score.Median,
        cancellationToken);

    private Task RaiseUnusualDayAsync(DateOnly date, List<Score> all, List<Score> outside, double max, CancellationToken cancellationToken)
    {
        var (actual, forecast) = (all.Sum(score => score.Actual), all.Sum(score => score.Median));
        return RaiseAsync(
            AlertKind.UnusualDay,
            null,
            date,
            AlertReason.UnusualDay(date, outside.Count, all.Count, actual, forecast),
            outside.Count,
            max,
            cancellationToken);
    }

    /// <summary>Raises items that have stopped since a day; those that had stopped before it are old news.</summary>
    private async Task WatchGapsAsync(History history, DateOnly since, CancellationToken cancellationToken)
    {
        var calendar = history.Calendar;
        var day = Math.Clamp(history.Origin - (history.OriginDate.DayNumber - since.DayNumber - 1), 0, history.Origin);
        var openSince = calendar.OpenDaysBefore(history.Origin) - calendar.OpenDaysBefore(day);
        for (var series = 0; series < history.SeriesCount; series++)
        {
            var gap = SellingGaps.Of(history, series);
            if (gap is { HasStopped: true, LastSale: { } last } && gap.Since - openSince <= gap.Limit)
            {
                await RaiseAsync(
                    AlertKind.Stopped,
                    history.Items[series],
                    last,
                    AlertReason.Stopped(history.Items[series], gap.Since, last, gap.Limit),
                    gap.Since,
                    gap.Limit,
                    cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Dismisses alerts that the newest sales have answered: the missing day is there, the stopped item sells again, unusual sales are old news.</summary>
    private async Task SettleAsync(StoreState state, History history, DateOnly through, CancellationToken cancellationToken)
    {
        var open = await context.Alerts
            .Where(alert => alert.DismissedAt == null && (alert.Kind == AlertKind.StaleData || alert.Kind == AlertKind.Stopped
                || alert.Kind == AlertKind.UnusualSales || alert.Kind == AlertKind.UnusualDay))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var alert in open)
        {
            var note = alert.Kind switch
            {
                AlertKind.StaleData => alert.Date <= through ? "Sales have come in." : null,
                AlertKind.Stopped => SoldAgain(history, alert) is { } sold ? AlertReason.SoldAgain(sold) : null,
                _ => alert.Date <= through.AddDays(-NewsDays) ? AlertReason.OldNews(NewsDays) : null,
            };
            if (note is not null)
            {
                (alert.DismissedAt, alert.DismissNote, alert.NextAttemptAt) = (time.GetUtcNow(), note, null);
                state.AlertVersion++;
            }
        }
    }

    private static DateOnly? SoldAgain(History history, Alert alert)
    {
        var series = history.Items.Index().Where(entry => entry.Item == alert.Item).Select(entry => (int?)entry.Index).FirstOrDefault();
        return series is { } index && SellingGaps.Of(history, index).LastSale is { } last && last > alert.Date ? last : null;
    }

    private async Task RaiseAsync(
        string kind, string? item, DateOnly date, string reason, double value, double limit, CancellationToken cancellationToken)
    {
        if (await AlertBook.RaiseAsync(context, kind, item, date, reason, value, limit, time.GetUtcNow(), cancellationToken).ConfigureAwait(false) is { } alert)
        {
            _raised.Add(alert);
        }
    }

    private static DateOnly LaterOf(DateOnly one, DateOnly other) => one > other ? one : other;

    private static double MaxOutside(int items) => Math.Max(MaxItemAlertsPerDay, UnusualShare * items);

    /// <summary>How many 80 % intervals the sale lies from the median; one bottle at least, for items that hardly sell.</summary>
    private static double FarOut(Score score) => Math.Abs(score.Actual - score.Median) / Math.Max(1, score.Upper - score.Lower);
}
