using IowaSales.Contracts;
using IowaSales.Web.SignIn;

namespace IowaSales.Web.Api;

/// <summary>What one person plans: overrides and notes, each made under their name.</summary>
/// <param name="client">The API's planning.</param>
/// <param name="cache">Answers that a change makes old.</param>
/// <param name="person">Who plans.</param>
internal sealed class PlanningStore(IPlanningClient client, ForecastCache cache, Person person)
{
    /// <summary>Raised after every change.</summary>
    public event Action? Changed;

    /// <summary>Overrides in force, newest first, or all there were.</summary>
    public Task<StoreAnswer<OverrideList>> GetOverridesAsync(bool all, CancellationToken cancellationToken) =>
        StoreAnswer<OverrideList>.AskAsync(() => client.GetOverridesAsync(all, cancellationToken: cancellationToken));

    /// <summary>Errors of naive, model and plan.</summary>
    public Task<StoreAnswer<ValueAdded>> GetValueAddedAsync(int days, CancellationToken cancellationToken) =>
        StoreAnswer<ValueAdded>.AskAsync(() => client.GetValueAddedAsync(days, cancellationToken));

    /// <summary>Notes and planned closures that concern a product, from a day on.</summary>
    public Task<StoreAnswer<NotedDays>> GetNotesAsync(string item, DateOnly from, CancellationToken cancellationToken) =>
        StoreAnswer<NotedDays>.AskAsync(async () =>
        {
            var notes = client.GetNotesAsync(item, from, cancellationToken: cancellationToken);
            var closures = client.GetClosuresAsync(item, from, cancellationToken: cancellationToken);
            await Task.WhenAll(notes, closures).ConfigureAwait(false);
            return new NotedDays((await notes.ConfigureAwait(false)).Notes, (await closures.ConfigureAwait(false)).Closures);
        });

    /// <summary>Plans a closure or an opening under the person's name.</summary>
    public async Task AddClosureAsync(ClosureRequest request)
    {
        await client.AddClosureAsync(request with { Author = person.Name }, await person.CredentialAsync().ConfigureAwait(false)).ConfigureAwait(false);
        Tell();
    }

    /// <summary>Undoes a planned closure or opening under the person's name.</summary>
    public async Task UndoClosureAsync(long id)
    {
        await client.UndoClosureAsync(id, person.Name, await person.CredentialAsync().ConfigureAwait(false)).ConfigureAwait(false);
        Tell();
    }

    /// <summary>Adds a note under the person's name.</summary>
    public async Task AddNoteAsync(NoteRequest request) =>
        await client.AddNoteAsync(request with { Author = person.Name }, await person.CredentialAsync().ConfigureAwait(false)).ConfigureAwait(false);

    /// <summary>Removes a note under the person's name.</summary>
    public async Task RemoveNoteAsync(long id) =>
        await client.RemoveNoteAsync(id, person.Name, await person.CredentialAsync().ConfigureAwait(false)).ConfigureAwait(false);

    /// <summary>Overrides the forecast under the person's name.</summary>
    public async Task AddAsync(OverrideRequest request)
    {
        await client.AddOverrideAsync(request with { Author = person.Name }, await person.CredentialAsync().ConfigureAwait(false)).ConfigureAwait(false);
        Tell();
    }

    /// <summary>Undoes an override under the person's name.</summary>
    public async Task UndoAsync(ForecastOverrideInfo change)
    {
        await client.UndoOverrideAsync(change.Id, change.Version, person.Name, await person.CredentialAsync().ConfigureAwait(false)).ConfigureAwait(false);
        Tell();
    }

    private void Tell()
    {
        cache.Forget();
        Changed?.Invoke();
    }
}

/// <summary>What people noted and planned of days.</summary>
/// <param name="Notes">Notes and events, the latest days first.</param>
/// <param name="Closures">Planned closures and openings, the latest days first.</param>
internal sealed record NotedDays(IReadOnlyList<PlanningNoteInfo> Notes, IReadOnlyList<PlannedClosureInfo> Closures);
