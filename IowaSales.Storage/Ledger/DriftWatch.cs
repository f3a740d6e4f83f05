using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Monitoring;
using IowaSales.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IowaSales.Storage.Ledger;

/// <summary>Follows each item's drift statistic from week to week; a week is looked at when sales have gone on past its Sunday.</summary>
internal sealed class DriftWatch(SalesContext context)
{
    /// <summary>Days over which an alert adds up what was sold and what was forecast.</summary>
    public const int RecentDays = 28;

    /// <summary>Days forecast from longer before say little about whether forecasts are right now.</summary>
    private const int MaxLead = 4;

    /// <summary>Takes the weeks in that have ended since the last look.</summary>
    /// <param name="after">Last day of the sales at the last look.</param>
    /// <param name="through">Their last day now.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>
    /// The items, and <see cref="DriftState.AllItems"/> for what they have in common, whose statistic passed its threshold and whose sales bear it
    /// out; it restarts for them.
    /// </returns>
    public async Task<IReadOnlyList<DriftFound>> LookAsync(DateOnly after, DateOnly through, CancellationToken cancellationToken)
    {
        var ends = SundaysOf(after, through);
        if (ends.Count == 0)
        {
            return [];
        }

        var scores = await LatestAsync(ends[0].AddDays(-Week.Days * WeeklyErrors.Weeks), ends[^1], cancellationToken).ConfigureAwait(false);
        var everyDay = scores.Select(PositionOf).ToList();
        var positions = scores.GroupBy(score => score.Date).Where(day => !Watch.IsUnusual([.. day])).SelectMany(day => day).Select(PositionOf).ToList();
        var states = await context.DriftStates.ToDictionaryAsync(state => state.ItemId, cancellationToken).ConfigureAwait(false);
        var found = new List<DriftFound>();
        foreach (var end in ends)
        {
            // Days that were unusual as a whole count here: a shift of all items that is large enough makes every day one.
            if (CommonErrors.Of(everyDay, end) is { } together
                && Next(StateOf(states, DriftState.AllItems), end, together, scores.Where(score => score.Date <= end)) is { } common)
            {
                found.Add(common with { ItemId = DriftState.AllItems });
            }

            foreach (var (item, error) in WeeklyErrors.Of(positions, end).OrderBy(entry => entry.Key))
            {
                if (Next(StateOf(states, item), end, error, scores.Where(score => score.ItemId == item && score.Date <= end)) is { } drift)
                {
                    found.Add(drift);
                }
            }
        }

        return found;
    }

    /// <summary>Takes one week's error in.</summary>
    /// <returns>The drift when the statistic has passed its threshold and the sales confirm it; the statistic then restarts.</returns>
    private static DriftFound? Next(DriftState state, DateOnly end, double error, IEnumerable<Score> scores)
    {
        var statistic = new DriftStatistic(state.High, state.Low).After(error);
        var drift = statistic.IsAlarm ? DriftOf(scores, statistic) : null;
        var isFound = drift is { IsConfirmed: true };
        (state.Through, state.High, state.Low) = isFound
            ? (end, 0, 0)
            : (end, Math.Min(statistic.High, DriftStatistic.Threshold), Math.Min(statistic.Low, DriftStatistic.Threshold));
        return isFound ? drift : null;
    }

    private static DayPosition PositionOf(Score score) => new(score.ItemId, score.Date, score.Pit);

    private DriftState StateOf(Dictionary<int, DriftState> states, int item)
    {
        if (!states.TryGetValue(item, out var state))
        {
            state = new DriftState { ItemId = item };
            states.Add(item, state);
            context.DriftStates.Add(state);
        }

        return state;
    }

    private static DriftFound DriftOf(IEnumerable<Score> own, DriftStatistic statistic)
    {
        var days = own.OrderBy(score => score.Date).ToList();
        var recent = days.Where(score => score.Date > days[^1].Date.AddDays(-RecentDays)).ToList();
        return new DriftFound(days[^1].ItemId, days[^1].Date, statistic, recent.Sum(score => score.Actual), recent.Sum(score => score.Median));
    }

    /// <summary>Of each item and day the score of the last forecast before it.</summary>
    private async Task<List<Score>> LatestAsync(DateOnly after, DateOnly through, CancellationToken cancellationToken)
    {
        var forecasts = await context.IssuedForecasts.AsNoTracking()
            .Where(forecast => !forecast.Superseded && !forecast.Challenger && forecast.Origin > after.AddDays(-MaxLead) && forecast.Origin <= through)
            .OrderBy(forecast => forecast.Origin)
            .Select(forecast => new { forecast.Id, forecast.Origin })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var until = forecasts.Zip(forecasts.Skip(1), (own, next) => (own.Id, Days: next.Origin.DayNumber - own.Origin.DayNumber))
            .Concat(forecasts.TakeLast(1).Select(last => (last.Id, Days: MaxLead)))
            .ToDictionary(forecast => forecast.Id, forecast => Math.Min(forecast.Days, MaxLead));
        var longer = until.Where(forecast => forecast.Value > 1).Select(forecast => forecast.Key).ToArray();
        var scores = await context.Scores.AsNoTracking()
            .Where(score => score.Date > after && score.Date <= through
                && (score.Step == 1 || (score.Step <= MaxLead && longer.Contains(score.ForecastId))))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. scores.Where(score => until.TryGetValue(score.ForecastId, out var steps) && score.Step <= steps)];
    }

    private static List<DateOnly> SundaysOf(DateOnly after, DateOnly through)
    {
        var first = after.AddDays(1);
        var sundays = new List<DateOnly>();
        for (var sunday = first.AddDays((Week.Days - (int)first.DayOfWeek) % Week.Days); sunday <= through; sunday = sunday.AddDays(Week.Days))
        {
            sundays.Add(sunday);
        }

        return sundays;
    }
}

/// <summary>An item whose forecasts have been wrong to one side for too long.</summary>
/// <param name="ItemId">Number of the item; <see cref="DriftState.AllItems"/> for what all have in common.</param>
/// <param name="Date">Last day that was looked at.</param>
/// <param name="Statistic">The statistic.</param>
/// <param name="Actual">What it sold over the last days.</param>
/// <param name="Forecast">Median forecasts of these days.</param>
internal sealed record DriftFound(int ItemId, DateOnly Date, DriftStatistic Statistic, double Actual, double Forecast)
{
    private const double MinDifference = 0.1;

    /// <summary>Whether it sold more than forecast, not less.</summary>
    public bool IsUp => Statistic.High > Statistic.Low;

    /// <summary>Whether the sums lie off to the same side, and enough to matter: many small errors beside a few large ones to the other side do not.</summary>
    public bool IsConfirmed => (IsUp ? Actual - Forecast : Forecast - Actual) >= MinDifference * Forecast;
}
