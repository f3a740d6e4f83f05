using IowaSales.Contracts;

namespace IowaSales.Web.Api;

/// <summary>What one person plans: overrides, and the name they are made under, which is kept as long as the page is open.</summary>
/// <param name="client">The API's planning.</param>
/// <param name="cache">Answers that a change makes old.</param>
/// <param name="session">The key, typed once for all screens.</param>
internal sealed class PlanningStore(IPlanningClient client, ForecastCache cache, SessionKey session)
{
    /// <summary>Raised after every change.</summary>
    public event Action? Changed;

    /// <summary>Name that changes are made under.</summary>
    public string Author { get; set; } = "";

    /// <summary>The API key; empty before one is typed.</summary>
    public string Key => session.Value;

    /// <summary>Overrides in force, newest first, or all there were.</summary>
    public Task<StoreAnswer<OverrideList>> GetOverridesAsync(bool all, CancellationToken cancellationToken) =>
        StoreAnswer<OverrideList>.AskAsync(() => client.GetOverridesAsync(all, cancellationToken: cancellationToken));

    /// <summary>Errors of naive, model and plan.</summary>
    public Task<StoreAnswer<ValueAdded>> GetValueAddedAsync(int days, CancellationToken cancellationToken) =>
        StoreAnswer<ValueAdded>.AskAsync(() => client.GetValueAddedAsync(days, cancellationToken));

    /// <summary>Notes that concern a product, from a day on.</summary>
    public Task<StoreAnswer<NoteList>> GetNotesAsync(string item, DateOnly from, CancellationToken cancellationToken) =>
        StoreAnswer<NoteList>.AskAsync(() => client.GetNotesAsync(item, from, cancellationToken: cancellationToken));

    /// <summary>Adds a note under the person's name.</summary>
    public Task AddNoteAsync(NoteRequest request) => client.AddNoteAsync(request with { Author = Author }, Key);

    /// <summary>Removes a note under the person's name.</summary>
    public Task RemoveNoteAsync(long id) => client.RemoveNoteAsync(id, Author, Key);

    /// <summary>Overrides the forecast under the person's name.</summary>
    public async Task AddAsync(OverrideRequest request)
    {
        await client.AddOverrideAsync(request with { Author = Author }, Key).ConfigureAwait(false);
        Tell();
    }

    /// <summary>Undoes an override under the person's name.</summary>
    public async Task UndoAsync(ForecastOverrideInfo change)
    {
        await client.UndoOverrideAsync(change.Id, change.Version, Author, Key).ConfigureAwait(false);
        Tell();
    }

    private void Tell()
    {
        cache.Forget();
        Changed?.Invoke();
    }
}
