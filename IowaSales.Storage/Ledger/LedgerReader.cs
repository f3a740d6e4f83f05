using IowaSales.Forecasting.Metrics;
using IowaSales.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IowaSales.Storage.Ledger;

/// <summary>Reads the ledger: sums of scores, and past forecasts beside sales.</summary>
/// <param name="store">The store, prepared.</param>
public sealed class LedgerReader(SalesStore store)
{
    /// <summary>Scores by day and step, over all items.</summary>
    /// <param name="after">Days up to this one are left out.</param>
    /// <param name="challenger">Whether to read the challenger's scores instead of those of the champion.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<List<ScoreSums>> ByDayAndStepAsync(DateOnly after, bool challenger = false, CancellationToken cancellationToken = default) =>
        store.ReadAsync(context => InForce(context, after, challenger)
            .GroupBy(score => new { score.Date, score.Step })
            .Select(group => new ScoreSums
            {
                Date = group.Key.Date,
                Step = group.Key.Step,
                Count = group.Count(),
                Sales = group.Sum(score => score.Actual),
                Forecast = group.Sum(score => score.Mean),
                AbsoluteError = group.Sum(score => score.AbsoluteError),
                NaiveError = group.Sum(score => score.NaiveError),
                ScaledError = group.Sum(score => score.Scale == null ? 0 : score.AbsoluteError / score.Scale.Value),
                ScaledNaiveError = group.Sum(score => score.Scale == null ? 0 : score.NaiveError / score.Scale.Value),
                Scaled = group.Sum(score => score.Scale == null ? 0 : 1),
                QuantileLoss = group.Sum(score => score.QuantileLoss),
                Inside80 = group.Sum(score => score.Inside80 ? 1 : 0),
                Inside99 = group.Sum(score => score.Inside99 ? 1 : 0),
                Below10 = group.Sum(score => score.Pit <= 0.1 ? 1 : 0),
                Below20 = group.Sum(score => score.Pit <= 0.2 ? 1 : 0),
                Below30 = group.Sum(score => score.Pit <= 0.3 ? 1 : 0),
                Below40 = group.Sum(score => score.Pit <= 0.4 ? 1 : 0),
                Below50 = group.Sum(score => score.Pit <= 0.5 ? 1 : 0),
                Below60 = group.Sum(score => score.Pit <= 0.6 ? 1 : 0),
                Below70 = group.Sum(score => score.Pit <= 0.7 ? 1 : 0),
                Below80 = group.Sum(score => score.Pit <= 0.8 ? 1 : 0),
                Below90 = group.Sum(score => score.Pit <= 0.9 ? 1 : 0),
            })
            .ToListAsync(cancellationToken));

    /// <summary>Scores by item, over all days and steps.</summary>
    /// <param name="after">Days up to this one are left out.</param>
    /// <param name="challenger">Whether to read the challenger's scores instead of those of the champion.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Sums by name of the item.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<Dictionary<string, ScoreSums>> ByItemAsync(DateOnly after, bool challenger = false, CancellationToken cancellationToken = default) =>
        store.ReadAsync(async context =>
        {
            var sums = await InForce(context, after, challenger)
                .GroupBy(score => score.ItemId)
                .Select(group => new ScoreSums
                {
                    ItemId = group.Key,
                    Count = group.Count(),
                    Sales = group.Sum(score => score.Actual),
                    Forecast = group.Sum(score => score.Mean),
                    AbsoluteError = group.Sum(score => score.AbsoluteError),
                    NaiveError = group.Sum(score => score.NaiveError),
                    ScaledError = group.Sum(score => score.Scale == null ? 0 : score.AbsoluteError / score.Scale.Value),
                    ScaledNaiveError = group.Sum(score => score.Scale == null ? 0 : score.NaiveError / score.Scale.Value),
                    Scaled = group.Sum(score => score.Scale == null ? 0 : 1),
                    QuantileLoss = group.Sum(score => score.QuantileLoss),
                    Inside80 = group.Sum(score => score.Inside80 ? 1 : 0),
                    Inside99 = group.Sum(score => score.Inside99 ? 1 : 0),
                })
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            var names = await context.Items.AsNoTracking().ToDictionaryAsync(item => item.Id, item => item.Name, cancellationToken).ConfigureAwait(false);
            return sums.ToDictionary(sum => names[sum.ItemId], StringComparer.Ordinal);
        });

    /// <summary>Past forecasts of a span of days: for each day the earliest that was issued within the span.</summary>
    /// <param name="from">First day.</param>
    /// <param name="through">Last day.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>One entry per item and day that was forecast.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<List<PastForecast>> PastForecastsAsync(DateOnly from, DateOnly through, CancellationToken cancellationToken = default) =>
        store.ReadAsync(async context =>
        {
            var issued = await context.IssuedForecasts.AsNoTracking()
                .Where(forecast => !forecast.Superseded && !forecast.Challenger && forecast.Origin >= from && forecast.Origin <= through)
                .OrderBy(forecast => forecast.Origin)
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            var earliest = new Dictionary<DateOnly, long>();
            foreach (var forecast in issued)
            {
                for (var step = 0; step < forecast.Horizon; step++)
                {
                    earliest.TryAdd(forecast.Origin.AddDays(step), forecast.Id);
                }
            }

            var used = earliest.Where(day => day.Key <= through).Select(day => day.Value).Distinct().ToArray();
            var steps = await context.IssuedSteps.AsNoTracking()
                .Where(step => used.Contains(step.ForecastId) && step.Date <= through)
                .Join(context.Items, step => step.ItemId, item => item.Id, (step, item) => new { Step = step, item.Name })
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            return steps
                .Where(entry => earliest[entry.Step.Date] == entry.Step.ForecastId)
                .Select(entry => Of(entry.Name, entry.Step))
                .ToList();
        });

    /// <summary>The latest forecast of the champion that began before a day.</summary>
    /// <param name="origin">The day.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The forecast; null where the ledger has none.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<EarlierForecast?> EarlierAsync(DateOnly origin, CancellationToken cancellationToken = default) =>
        store.ReadAsync(
            async context =>
            {
                var issued = await context.IssuedForecasts.AsNoTracking()
                    .Where(forecast => !forecast.Superseded && !forecast.Challenger && forecast.Origin < origin)
                    .OrderByDescending(forecast => forecast.Origin).ThenByDescending(forecast => forecast.Id)
                    .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
                if (issued is null)
                {
                    return null;
                }

                var means = new Dictionary<string, double[]>(StringComparer.Ordinal);
                var steps = context.IssuedSteps.AsNoTracking().Where(step => step.ForecastId == issued.Id)
                    .Join(context.Items, step => step.ItemId, item => item.Id, (step, item) => new { item.Name, step.Step, step.Mean });
                await foreach (var step in steps.AsAsyncEnumerable().WithCancellation(cancellationToken).ConfigureAwait(false))
                {
                    if (!means.TryGetValue(step.Name, out var days))
                    {
                        means[step.Name] = days = new double[issued.Horizon];
                    }

                    days[step.Step - 1] = step.Mean;
                }

                return new EarlierForecast(issued.Id, issued.Origin, means)
                {
                    ModelVersion = issued.ModelVersion,
                    DataVersion = issued.DataVersion,
                    IssuedAt = issued.IssuedAt,
                    Conditions = issued.Conditions,
                };
            },
            SalesStore.RequestLimit);

    /// <summary>Scores of single steps that have a scale.</summary>
    /// <param name="after">Days up to this one are left out.</param>
    /// <param name="modelVersion">Whose forecasts; null for those of whichever model was the champion.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<List<ServedStep>> ServedStepsAsync(DateOnly after, string? modelVersion = null, CancellationToken cancellationToken = default) =>
        store.ReadAsync(context => context.Scores.AsNoTracking()
            .Where(score => score.Date > after && score.Scale != null)
            .Join(
                context.IssuedForecasts.Where(forecast => !forecast.Superseded
                    && (modelVersion == null ? !forecast.Challenger : forecast.ModelVersion == modelVersion)),
                score => score.ForecastId,
                forecast => forecast.Id,
                (score, forecast) => new { Score = score, forecast.Origin })
            .Join(
                context.Items,
                entry => entry.Score.ItemId,
                item => item.Id,
                (entry, item) => new ServedStep(entry.Origin, item.Name, entry.Score.Step, entry.Score.Date, entry.Score.Actual, entry.Score.AbsoluteError, entry.Score.Scale!.Value))
            .ToListAsync(cancellationToken));

    private static IQueryable<Score> InForce(SalesContext context, DateOnly after, bool challenger) =>
        context.Scores.AsNoTracking()
            .Where(score => score.Date > after)
            .Join(
                context.IssuedForecasts.Where(forecast => !forecast.Superseded && forecast.Challenger == challenger),
                score => score.ForecastId,
                forecast => forecast.Id,
                (score, _) => score);

    private static PastForecast Of(string item, IssuedStep step)
    {
        var grid = new double[QuantileLevels.Grid.Count];
        QuantileBytes.Read(step.Quantiles, grid);
        return new PastForecast(
            item,
            step.Date,
            QuantileLevels.Interpolate(grid, 0.5),
            QuantileLevels.Interpolate(grid, 0.1),
            QuantileLevels.Interpolate(grid, 0.9),
            step.Naive);
    }
}

/// <summary>What had been forecast for an item and day.</summary>
/// <param name="Item">Name of the item.</param>
/// <param name="Date">The day.</param>
/// <param name="Median">Median.</param>
/// <param name="Lower">10 % quantile.</param>
/// <param name="Upper">90 % quantile.</param>
/// <param name="Naive">Seasonal naive forecast.</param>
public sealed record PastForecast(string Item, DateOnly Date, double Median, double Lower, double Upper, double Naive);

/// <summary>What an earlier forecast expected.</summary>
/// <param name="Id">Number of the forecast.</param>
/// <param name="Origin">First day of the forecast.</param>
/// <param name="Means">Expected sales by item, one for each day from the origin.</param>
public sealed record EarlierForecast(long Id, DateOnly Origin, IReadOnlyDictionary<string, double[]> Means)
{
    /// <summary>Version of the model that made it.</summary>
    public required string ModelVersion { get; init; }

    /// <summary>Version of the sales it was made from.</summary>
    public required long DataVersion { get; init; }

    /// <summary>When it was issued.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>Stands for the calendar and the drivers it was made with; null where it was not kept.</summary>
    public required string? Conditions { get; init; }

    /// <summary>Expected sales of an item over days that both forecast.</summary>
    /// <param name="item">Name of the item.</param>
    /// <param name="from">First day.</param>
    /// <param name="days">Number of days.</param>
    /// <returns>The sum and the number of days in it; null where the item, or every one of the days, was not forecast.</returns>
    public (double Sum, int Days)? Over(string item, DateOnly from, int days)
    {
        var first = from.DayNumber - Origin.DayNumber;
        if (first < 0 || !Means.TryGetValue(item, out var means) || first >= means.Length)
        {
            return null;
        }

        var both = Math.Min(days, means.Length - first);
        return (means.AsSpan(first, both).ToArray().Sum(), both);
    }
}

/// <summary>The error of one step of a forecast that was served.</summary>
/// <param name="Origin">First day of the forecast.</param>
/// <param name="Item">Name of the item.</param>
/// <param name="Step">Step, from 1.</param>
/// <param name="Date">The day.</param>
/// <param name="Actual">What was sold.</param>
/// <param name="AbsoluteError">Absolute error of the median.</param>
/// <param name="Scale">The item's MASE scale, above 0.</param>
public sealed record ServedStep(DateOnly Origin, string Item, int Step, DateOnly Date, double Actual, double AbsoluteError, double Scale);
