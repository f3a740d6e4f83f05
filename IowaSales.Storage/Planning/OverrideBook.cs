using IowaSales.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IowaSales.Storage.Planning;

/// <summary>Keeps overrides: they are added, replaced and undone, never deleted. Who changes one says which version they saw.</summary>
/// <param name="store">The store, prepared.</param>
/// <param name="time">Clock.</param>
public sealed class OverrideBook(SalesStore store, TimeProvider time)
{
    /// <summary>Overrides of a page.</summary>
    public const int PageSize = 50;

    private const int MaxInForce = 2_000;
    private const int MaxKept = 100_000;

    /// <summary>Reads the overrides in force, unless they are known.</summary>
    /// <param name="known">The version that is known; null to read.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The overrides that were not ended, null when <paramref name="known"/> is still theirs; and their version, 0 where there never were any.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<(IReadOnlyList<ForecastOverride>? InForce, long Version)> InForceAsync(long? known = null, CancellationToken cancellationToken = default) =>
        store.ReadAsync(
            async context =>
            {
                var version = await VersionAsync(context, cancellationToken).ConfigureAwait(false);
                return version == known
                    ? ((IReadOnlyList<ForecastOverride>?)null, version)
                    : (await context.Overrides.AsNoTracking().Where(change => change.EndedAt == null)
                        .OrderByDescending(change => change.Through).Take(MaxInForce).ToListAsync(cancellationToken).ConfigureAwait(false), version);
            },
            SalesStore.RequestLimit);

    /// <summary>A page of overrides, newest first.</summary>
    /// <param name="page">Number of the page, from 1.</param>
    /// <param name="activeAfter">Only those not ended that reach beyond this day; null for all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The overrides and the number of all of them.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<(IReadOnlyList<ForecastOverride> Overrides, int Total)> ListAsync(int page, DateOnly? activeAfter, CancellationToken cancellationToken = default) =>
        store.ReadAsync(
            async context =>
            {
                var kept = context.Overrides.AsNoTracking().Where(change => activeAfter == null || (change.EndedAt == null && change.Through > activeAfter));
                return (
                    (IReadOnlyList<ForecastOverride>)await kept.OrderByDescending(change => change.Id)
                        .Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken).ConfigureAwait(false),
                    await kept.CountAsync(cancellationToken).ConfigureAwait(false));
            },
            SalesStore.RequestLimit);

    /// <summary>Adds an override, or puts it in the place of another.</summary>
    /// <param name="change">The override.</param>
    /// <param name="replacedVersion">Version of the override that <see cref="ForecastOverride.Replaces"/> names, as its replacer saw it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="OverrideConflictException">Another person was faster, there is one of the same scope and days already, or there are too many.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<ForecastOverride> AddAsync(ForecastOverride change, int? replacedVersion, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        return store.WriteAsync(
            async context =>
            {
                change.ChangedVersion = await VersionAsync(context, cancellationToken).ConfigureAwait(false) + 1;
                if (change.Replaces is { } replaced)
                {
                    var old = await FoundAsync(context, replaced, replacedVersion ?? 0, cancellationToken).ConfigureAwait(false)
                        ?? throw new OverrideConflictException($"There is no override {replaced} to replace; GET /overrides lists them.");
                    End(old, change.Author, change.MadeThrough, change.ChangedVersion);
                    old.IsReplaced = true;
                }

                var rival = await context.Overrides.AsNoTracking().OrderBy(other => other.Id).FirstOrDefaultAsync(
                    other => other.EndedAt == null && other.Scope == change.Scope && other.Target == change.Target && other.Id != change.Replaces
                        && other.From <= change.Through && other.Through >= change.From,
                    cancellationToken).ConfigureAwait(false);
                if (rival is not null)
                {
                    throw new OverrideConflictException(
                        $"Override {rival.Id} by {rival.Author} is of the same days ({rival.From:yyyy-MM-dd} to {rival.Through:yyyy-MM-dd}); replace it by its number and version {rival.Version}, or undo it first.");
                }

                if (await context.Overrides.CountAsync(cancellationToken).ConfigureAwait(false) >= MaxKept
                    || await context.Overrides.CountAsync(other => other.EndedAt == null && other.Through > change.MadeThrough, cancellationToken).ConfigureAwait(false) >= MaxInForce)
                {
                    throw new OverrideConflictException($"There are {MaxInForce} overrides in force, or {MaxKept} in all; undo some, or state one of a category.");
                }

                context.Overrides.Add(change);
                await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                return change;
            },
            cancellationToken);
    }

    /// <summary>Undoes an override: it counts for no later day, and one that it took the place of comes back as a new one.</summary>
    /// <param name="id">Number of the override.</param>
    /// <param name="version">Its version as the person saw it.</param>
    /// <param name="author">Who undoes it.</param>
    /// <param name="through">Last day whose sales are known.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The override, undone; null when there is none of that number.</returns>
    /// <exception cref="OverrideConflictException">Another person was faster.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<ForecastOverride?> UndoAsync(long id, int version, string author, DateOnly through, CancellationToken cancellationToken = default) =>
        store.WriteAsync(
            async context =>
            {
                if (await FoundAsync(context, id, version, cancellationToken).ConfigureAwait(false) is not { } undone)
                {
                    return null;
                }

                var next = await VersionAsync(context, cancellationToken).ConfigureAwait(false) + 1;
                End(undone, author, through, next);
                if (undone.Replaces is { } replaced
                    && await context.Overrides.AsNoTracking().SingleOrDefaultAsync(old => old.Id == replaced && old.IsReplaced && old.Through > through, cancellationToken).ConfigureAwait(false) is { } before)
                {
                    context.Overrides.Add(new ForecastOverride
                    {
                        Scope = before.Scope,
                        Target = before.Target,
                        From = before.From,
                        Through = before.Through,
                        Kind = before.Kind,
                        Value = before.Value,
                        Days = before.Days,
                        Reason = before.Reason,
                        Author = before.Author,
                        CreatedAt = time.GetUtcNow(),
                        MadeThrough = through,
                        ChangedVersion = next,
                    });
                }

                return undone;
            },
            cancellationToken);

    private static async Task<long> VersionAsync(SalesContext context, CancellationToken cancellationToken) =>
        await context.Overrides.MaxAsync(change => (long?)change.ChangedVersion, cancellationToken).ConfigureAwait(false) ?? 0;

    private static async Task<ForecastOverride?> FoundAsync(SalesContext context, long id, int version, CancellationToken cancellationToken)
    {
        var found = await context.Overrides.SingleOrDefaultAsync(change => change.Id == id, cancellationToken).ConfigureAwait(false);
        return found switch
        {
            null => null,
            { EndedAt: not null } => throw new OverrideConflictException($"Override {id} was {(found.IsReplaced ? "replaced" : "undone")} by {found.EndedBy} already; read it again."),
            _ when found.Version != version => throw new OverrideConflictException($"Override {id} is at version {found.Version}, not {version}: it was changed meanwhile; read it again."),
            _ => found,
        };
    }

    private void End(ForecastOverride change, string author, DateOnly through, long version)
    {
        (change.EndedAt, change.EndedBy, change.EndedThrough, change.ChangedVersion) = (time.GetUtcNow(), author, through, version);
        change.Version++;
    }
}

/// <summary>An override cannot be changed as asked: somebody else was faster, or it would contradict another.</summary>
/// <param name="message">What is in the way, and what to do.</param>
public sealed class OverrideConflictException(string message) : Exception(message);
