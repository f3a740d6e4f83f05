using IowaSales.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IowaSales.Storage.Planning;

/// <summary>Keeps notes: they are added and removed from sight, never deleted.</summary>
/// <param name="store">The store, prepared.</param>
/// <param name="time">Clock.</param>
public sealed class NoteBook(SalesStore store, TimeProvider time)
{
    /// <summary>Notes of a page.</summary>
    public const int PageSize = 50;

    private const int MaxKept = 100_000;

    /// <summary>A page of the notes on some days, the latest days first.</summary>
    /// <param name="query">Which notes.</param>
    /// <param name="page">Number of the page, from 1.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The notes and the number of all that were asked for.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<(IReadOnlyList<PlanningNote> Notes, int Total)> ListAsync(NoteQuery query, int page, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return store.ReadAsync(
            async context =>
            {
                var (item, category) = (query.Item ?? "", query.Category ?? "");
                var notes = context.Notes.AsNoTracking().Where(note => note.RemovedAt == null && note.LastDate >= query.From && note.FirstDate <= query.Through);
                notes = query.Item is null
                    ? notes
                    : notes.Where(note => note.Scope == OverrideScope.All
                        || (note.Scope == OverrideScope.Item && note.Target == item)
                        || (note.Scope == OverrideScope.Category && note.Target == category));
                return (
                    (IReadOnlyList<PlanningNote>)await notes.OrderByDescending(note => note.FirstDate).ThenByDescending(note => note.Id)
                        .Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken).ConfigureAwait(false),
                    await notes.CountAsync(cancellationToken).ConfigureAwait(false));
            },
            SalesStore.RequestLimit);
    }

    /// <summary>Adds a note.</summary>
    /// <param name="note">The note.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The note as kept; null where the store holds as many as it takes.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<PlanningNote?> AddAsync(PlanningNote note, CancellationToken cancellationToken = default) =>
        store.WriteAsync<PlanningNote?>(
            async context =>
            {
                if (await context.Notes.CountAsync(cancellationToken).ConfigureAwait(false) >= MaxKept)
                {
                    return null;
                }

                context.Notes.Add(note);
                await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                return note;
            },
            cancellationToken);

    /// <summary>Removes a note from sight; one that was removed already stays as it is.</summary>
    /// <param name="id">Number of the note.</param>
    /// <param name="author">Who removes it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The note; null when there is none of that number.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<PlanningNote?> RemoveAsync(long id, string author, CancellationToken cancellationToken = default) =>
        store.WriteAsync(
            async context =>
            {
                var note = await context.Notes.SingleOrDefaultAsync(candidate => candidate.Id == id, cancellationToken).ConfigureAwait(false);
                if (note is { RemovedAt: null })
                {
                    (note.RemovedAt, note.RemovedBy) = (time.GetUtcNow(), author);
                }

                return note;
            },
            cancellationToken);
}

/// <summary>Which notes are asked for.</summary>
/// <param name="From">Only notes on this day or later.</param>
/// <param name="Through">Only notes on this day or earlier.</param>
/// <param name="Item">Only notes that concern this item; null for all notes.</param>
/// <param name="Category">Category of that item; null for none.</param>
public sealed record NoteQuery(DateOnly From, DateOnly Through, string? Item = null, string? Category = null);
