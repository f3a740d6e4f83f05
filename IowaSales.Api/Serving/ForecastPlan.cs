using IowaSales.Contracts;
using IowaSales.Storage.Entities;
using IowaSales.Storage.Planning;

namespace IowaSales.Api.Serving;

/// <summary>The plan: the forecasts of a snapshot with the overrides in force. The forecasts themselves stay as they are.</summary>
internal sealed class ForecastPlan
{
    private readonly Dictionary<int, double[]> _changed = [];

    /// <summary>Makes the plan.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="overrides">The overrides in force, in any order.</param>
    /// <param name="version">Their version.</param>
    public ForecastPlan(ForecastSnapshot snapshot, IEnumerable<ForecastOverride> overrides, long version)
    {
        Version = version;
        ForecastOverride[] ordered = [.. overrides.OrderBy(change => change.Scope).ThenBy(change => change.Id)];
        var members = ordered.Select(change => MembersOf(snapshot, change.Scope, change.Target)).ToArray();
        for (var step = 0; step < snapshot.Horizon; step++)
        {
            ApplyDay(snapshot, step, ordered, members);
        }
    }

    /// <summary>Changes with the overrides.</summary>
    public long Version { get; }

    /// <summary>Planned demand of a series by day; null where no override bears on it.</summary>
    /// <param name="series">Index of the series.</param>
    public IReadOnlyList<double>? Of(int series) => _changed.GetValueOrDefault(series);

    /// <summary>The series that an override is of.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="scope">What it is of.</param>
    /// <param name="target">Name of the item or category.</param>
    public static IReadOnlyList<int> MembersOf(ForecastSnapshot snapshot, OverrideScope scope, string target) => scope switch
    {
        OverrideScope.Item => snapshot.Items.Find(target) is >= 0 and var series ? [series] : [],
        OverrideScope.Category =>
        [
            .. Enumerable.Range(0, snapshot.ItemCount).Where(
                series => target.Equals(snapshot.Attributes.TextOf(PlanningAttributes.Category, snapshot.Items.NameOf(series)), StringComparison.OrdinalIgnoreCase)),
        ],
        _ => [.. Enumerable.Range(0, snapshot.ItemCount)],
    };

    private void ApplyDay(ForecastSnapshot snapshot, int step, ForecastOverride[] overrides, IReadOnlyList<int>[] members)
    {
        var day = snapshot.Forecasts.Days[step].Date;
        double[]? forecast = null;
        double[] plan = [];
        foreach (var (index, change) in overrides.Index().Where(change => change.Item.IsOf(day)))
        {
            forecast ??= [.. snapshot.Forecasts.Series.Select(series => series.Mean(step))];
            plan = plan.Length > 0 ? plan : [.. forecast];

            // What an item got of a day that was closed since stays off the plan: nobody buys on it. A group's units go to its open items anyway.
            if (members[index] is not [var only] || !snapshot.Forecasts.DayOf(only, step).Closed)
            {
                OverrideSpread.Apply(change, day, members[index], forecast, plan);
            }
        }

        if (forecast is null)
        {
            return;
        }

        foreach (var series in overrides.Index().Where(change => change.Item.IsOf(day)).SelectMany(change => members[change.Index]).Distinct())
        {
            if (!_changed.TryGetValue(series, out var days))
            {
                var own = snapshot.Forecasts.Series[series];
                _changed[series] = days = [.. Enumerable.Range(0, snapshot.Horizon).Select(own.Mean)];
            }

            days[step] = plan[series];
        }
    }
}
