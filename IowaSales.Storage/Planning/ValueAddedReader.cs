using IowaSales.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IowaSales.Storage.Planning;

/// <summary>
/// Judges overrides by the sales that came: forecast value added (Gilliland 2010), the absolute error of the forecast before an override less that after it,
/// override by override in the order in which they are applied, so that the parts add up to the error of the model less that of the plan.
/// </summary>
/// <param name="store">The store, prepared.</param>
public sealed class ValueAddedReader(SalesStore store)
{
    /// <summary>Reads the errors of naive, model and plan on the item-days that overrides bore on.</summary>
    /// <param name="after">Days up to this one are left out.</param>
    /// <param name="through">Last day.</param>
    /// <param name="categoryOf">Category of an item; null for none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<ValueAddedSums> ReadAsync(DateOnly after, DateOnly through, Func<string, string?> categoryOf, CancellationToken cancellationToken = default) =>
        store.ReadAsync(
            async context =>
            {
                var changes = await context.Overrides.AsNoTracking().Where(change => change.Through > after && change.From <= through)
                    .OrderBy(change => change.Scope).ThenBy(change => change.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
                var sums = new ValueAddedSums();
                for (var day = after.AddDays(1); day <= through && changes.Count > 0; day = day.AddDays(1))
                {
                    var bearing = changes.Where(change => change.IsOf(day)).ToList();
                    if (bearing.Count > 0)
                    {
                        await AddDayAsync(context, day, bearing, categoryOf, sums, cancellationToken).ConfigureAwait(false);
                    }
                }

                return sums;
            });

    private static async Task AddDayAsync(
        SalesContext context, DateOnly day, List<ForecastOverride> bearing, Func<string, string?> categoryOf, ValueAddedSums sums, CancellationToken cancellationToken)
    {
        // The forecast that was served when the last of them was made.
        var origin = bearing.Max(change => change.MadeThrough).AddDays(1);
        var issued = await context.IssuedForecasts.AsNoTracking()
            .Where(forecast => !forecast.Superseded && !forecast.Challenger && forecast.Origin <= origin)
            .OrderByDescending(forecast => forecast.Origin).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (issued is null || day >= issued.Origin.AddDays(issued.Horizon))
        {
            return;
        }

        var steps = await context.IssuedSteps.AsNoTracking().Where(step => step.ForecastId == issued.Id && step.Date == day)
            .Join(context.Items, step => step.ItemId, item => item.Id, (step, item) => new { step.ItemId, item.Name, step.Mean, step.Naive })
            .OrderBy(step => step.ItemId).ToListAsync(cancellationToken).ConfigureAwait(false);
        var sold = await context.Scores.AsNoTracking().Where(score => score.ForecastId == issued.Id && score.Date == day)
            .ToDictionaryAsync(score => score.ItemId, score => score.Actual, cancellationToken).ConfigureAwait(false);
        if (sold.Count == 0)
        {
            return;
        }

        double[] forecast = [.. steps.Select(step => step.Mean)];
        double[] plan = [.. forecast];
        var touched = new SortedSet<int>();
        foreach (var change in bearing)
        {
            int[] members = [.. steps.Index().Where(step => Concerns(change, step.Item.Name, categoryOf)).Select(step => step.Index)];
            double[] before = [.. plan];
            OverrideSpread.Apply(change, day, members, forecast, plan);
            foreach (var member in members.Where(member => sold.ContainsKey(steps[member].ItemId)))
            {
                var actual = sold[steps[member].ItemId];
                sums.AddChange(change, Math.Abs(actual - before[member]), Math.Abs(actual - plan[member]));
                touched.Add(member);
            }
        }

        foreach (var member in touched)
        {
            var actual = sold[steps[member].ItemId];
            sums.AddItemDay(actual, Math.Abs(actual - steps[member].Naive), Math.Abs(actual - forecast[member]), Math.Abs(actual - plan[member]));
        }
    }

    private static bool Concerns(ForecastOverride change, string item, Func<string, string?> categoryOf) => change.Scope switch
    {
        OverrideScope.Item => change.Target == item,
        OverrideScope.Category => change.Target.Equals(categoryOf(item), StringComparison.OrdinalIgnoreCase),
        _ => true,
    };
}

/// <summary>Sums of absolute errors, in units.</summary>
public sealed class ValueAddedSums
{
    private readonly SortedDictionary<string, ValueAddedPart> _byReason = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedDictionary<string, ValueAddedPart> _byAuthor = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Item-days that overrides bore on and that were sold and scored.</summary>
    public int ItemDays { get; private set; }

    /// <summary>What was sold on them.</summary>
    public double Sales { get; private set; }

    /// <summary>Absolute error of the seasonal naive.</summary>
    public double Naive { get; private set; }

    /// <summary>Absolute error of the model's mean forecast.</summary>
    public double Model { get; private set; }

    /// <summary>Absolute error of the plan.</summary>
    public double Plan { get; private set; }

    /// <summary>Errors before and after the overrides of a reason.</summary>
    public IReadOnlyDictionary<string, ValueAddedPart> ByReason => _byReason;

    /// <summary>Errors before and after the overrides of an author.</summary>
    public IReadOnlyDictionary<string, ValueAddedPart> ByAuthor => _byAuthor;

    internal void AddChange(ForecastOverride change, double before, double after)
    {
        foreach (var (parts, name) in ((IDictionary<string, ValueAddedPart>, string)[])[(_byReason, change.Reason), (_byAuthor, change.Author)])
        {
            var part = parts.TryGetValue(name, out var known) ? known : default;
            parts[name] = new ValueAddedPart(part.ItemDays + 1, part.Before + before, part.After + after);
        }
    }

    internal void AddItemDay(double actual, double naive, double model, double plan)
    {
        ItemDays++;
        (Sales, Naive, Model, Plan) = (Sales + actual, Naive + naive, Model + model, Plan + plan);
    }
}

/// <summary>Sums of absolute errors before and after overrides.</summary>
/// <param name="ItemDays">Item-days.</param>
/// <param name="Before">Error before.</param>
/// <param name="After">Error after.</param>
public readonly record struct ValueAddedPart(int ItemDays, double Before, double After);
