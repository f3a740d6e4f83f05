using System.Globalization;
using IowaSales.Forecasting.Calendars;
using IowaSales.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IowaSales.Storage.Planning;

/// <summary>
/// Keeps planned closures and openings: they are added and undone, never deleted. Each change counts as one of the sales, so that every replica makes its
/// forecasts anew.
/// </summary>
/// <param name="store">The store, prepared.</param>
/// <param name="time">Clock.</param>
public sealed class ClosureBook(SalesStore store, TimeProvider time)
{
    /// <summary>Closures of a page.</summary>
    public const int PageSize = 50;

    private const int MaxDays = 20_000;
    private const int MaxKept = 100_000;

    /// <summary>What the closures in force state.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<StatedCalendar> InForceAsync(CancellationToken cancellationToken = default) =>
        store.ReadAsync(
            async context =>
            {
                var closures = await context.PlannedClosures.AsNoTracking().Where(closure => closure.UndoneAt == null).ToListAsync(cancellationToken).ConfigureAwait(false);
                return closures.Count == 0 ? StatedCalendar.Empty : new StatedCalendar(closures.SelectMany(DaysOf));
            },
            SalesStore.RequestLimit);

    /// <summary>A page of closures, the latest days first.</summary>
    /// <param name="query">Which closures.</param>
    /// <param name="page">Number of the page, from 1.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The closures and the number of all that were asked for.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<(IReadOnlyList<PlannedClosure> Closures, int Total)> ListAsync(ClosureQuery query, int page, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return store.ReadAsync(
            async context =>
            {
                var closures = context.PlannedClosures.AsNoTracking().Where(closure => closure.LastDate >= query.From && closure.FirstDate <= query.Through
                    && (query.Undone || closure.UndoneAt == null) && (query.Item == null || closure.Item == query.Item || closure.Item == ""));
                return (
                    (IReadOnlyList<PlannedClosure>)await closures.OrderByDescending(closure => closure.FirstDate).ThenByDescending(closure => closure.Id)
                        .Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken).ConfigureAwait(false),
                    await closures.CountAsync(cancellationToken).ConfigureAwait(false));
            },
            SalesStore.RequestLimit);
    }

    /// <summary>Adds a closure or an opening.</summary>
    /// <param name="closure">The closure.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ClosureConflictException">Another one in force states some of its days for the same scope, or there are too many.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<PlannedClosure> AddAsync(PlannedClosure closure, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(closure);
        return store.WriteAsync(
            async context =>
            {
                var inForce = await context.PlannedClosures.AsNoTracking().Where(other => other.UndoneAt == null).ToListAsync(cancellationToken).ConfigureAwait(false);
                if (inForce.Find(other => other.Item == closure.Item && other.FirstDate <= closure.LastDate && other.LastDate >= closure.FirstDate) is { } met)
                {
                    throw new ClosureConflictException(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{met.Author} states {met.FirstDate:yyyy-MM-dd} to {met.LastDate:yyyy-MM-dd} as {(met.Open ? "open" : "closed")} already (number {met.Id}, {met.Name}); undo it first."));
                }

                if (inForce.Append(closure).Sum(other => other.LastDate.DayNumber - other.FirstDate.DayNumber + 1) > MaxDays
                    || await context.PlannedClosures.CountAsync(cancellationToken).ConfigureAwait(false) >= MaxKept)
                {
                    throw new ClosureConflictException("The store holds as many planned closures as it takes; undo those that are no longer needed.");
                }

                context.PlannedClosures.Add(closure);
                await CountAsync(context, cancellationToken).ConfigureAwait(false);
                await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                return closure;
            },
            cancellationToken);
    }

    /// <summary>Undoes a closure or an opening; one that was undone already stays as it is.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="author">Who undoes it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The closure; null when there is none of that number.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<PlannedClosure?> UndoAsync(long id, string author, CancellationToken cancellationToken = default) =>
        store.WriteAsync(
            async context =>
            {
                var closure = await context.PlannedClosures.SingleOrDefaultAsync(candidate => candidate.Id == id, cancellationToken).ConfigureAwait(false);
                if (closure is { UndoneAt: null })
                {
                    (closure.UndoneAt, closure.UndoneBy) = (time.GetUtcNow(), author);
                    await CountAsync(context, cancellationToken).ConfigureAwait(false);
                }

                return closure;
            },
            cancellationToken);

    private static async Task CountAsync(SalesContext context, CancellationToken cancellationToken) =>
        (await context.StoreStates.SingleAsync(cancellationToken).ConfigureAwait(false)).DataVersion++;

    private static IEnumerable<StatedDay> DaysOf(PlannedClosure closure) =>
        Enumerable.Range(0, closure.LastDate.DayNumber - closure.FirstDate.DayNumber + 1)
            .Select(day => new StatedDay(closure.FirstDate.AddDays(day), closure.Open, closure.Name, closure.Item.Length == 0 ? null : closure.Item));
}

/// <summary>Which planned closures are asked for.</summary>
/// <param name="From">Only those on this day or later.</param>
/// <param name="Through">Only those on this day or earlier.</param>
/// <param name="Item">Only those that concern this item: its own and those of all items; null for all.</param>
/// <param name="Undone">Whether those that were undone are asked for too.</param>
public sealed record ClosureQuery(DateOnly From, DateOnly Through, string? Item, bool Undone);

/// <summary>A closure cannot be added as asked.</summary>
/// <param name="message">What is in the way, and what to do.</param>
public sealed class ClosureConflictException(string message) : Exception(message);
