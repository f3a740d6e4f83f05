using System.Globalization;
using IowaSales.Storage.Entities;
using IowaSales.Storage.Planning;

namespace IowaSales.Api.Serving;

/// <summary>The overrides in force as last read from the store, and the plan that they make of a snapshot; swapped as one reference.</summary>
/// <param name="book">Where overrides are kept.</param>
internal sealed class PlanSource(OverrideBook book)
{
    private readonly Lock _lock = new();
    private volatile Held _held = new([], 0);
    private (ForecastSnapshot Snapshot, ForecastPlan Plan)? _made;

    /// <summary>Reads the overrides, unless they are as they were.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="Storage.StoreUnavailableException">The store cannot be reached.</exception>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var (inForce, version) = await book.InForceAsync(_held.Version, cancellationToken);
        if (inForce is not null)
        {
            _held = new Held(inForce, version);
        }
    }

    /// <summary>The plan over a snapshot, made once.</summary>
    /// <param name="snapshot">The snapshot.</param>
    public ForecastPlan For(ForecastSnapshot snapshot)
    {
        var held = _held;
        lock (_lock)
        {
            if (_made is { } made && ReferenceEquals(made.Snapshot, snapshot) && made.Plan.Version == held.Version)
            {
                return made.Plan;
            }

            var plan = new ForecastPlan(snapshot, held.Overrides, held.Version);
            _made = (snapshot, plan);
            return plan;
        }
    }

    /// <summary>The version of a snapshot with its overrides: its entity tag, and after a hyphen the version of the overrides where there ever were any.</summary>
    /// <param name="snapshot">The snapshot.</param>
    public string VersionOver(ForecastSnapshot snapshot) =>
        _held.Version is > 0 and var version ? $"{snapshot.EntityTag}-{version.ToString(CultureInfo.InvariantCulture)}" : snapshot.EntityTag;

    private sealed record Held(IReadOnlyList<ForecastOverride> Overrides, long Version);
}
