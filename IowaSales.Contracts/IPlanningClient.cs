namespace IowaSales.Contracts;

/// <summary>
/// Typed client of planning. Every method throws <see cref="ForecastApiException"/> when the API refuses (404 where it keeps no store, 409 where another
/// person was faster), <see cref="HttpRequestException"/> when it cannot be reached and <see cref="OperationCanceledException"/> when cancelled.
/// </summary>
public interface IPlanningClient
{
    /// <summary><c>GET /overrides</c>: overrides of the forecast, newest first.</summary>
    /// <param name="all">True for those that expired or were ended too.</param>
    /// <param name="page">Number of the page, from 1.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<OverrideList> GetOverridesAsync(bool all = false, int page = 1, CancellationToken cancellationToken = default);

    /// <summary><c>POST /overrides</c>: overrides the forecast, or replaces an override.</summary>
    /// <param name="request">The override.</param>
    /// <param name="key">The API key.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<ForecastOverrideInfo> AddOverrideAsync(OverrideRequest request, string key, CancellationToken cancellationToken = default);

    /// <summary><c>DELETE /overrides/{id}</c>: undoes an override; one that it replaced comes back.</summary>
    /// <param name="id">Number of the override.</param>
    /// <param name="version">Its version as the person saw it.</param>
    /// <param name="author">Who undoes it, 1 to 100 characters.</param>
    /// <param name="key">The API key.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<ForecastOverrideInfo> UndoOverrideAsync(long id, int version, string author, string key, CancellationToken cancellationToken = default);

    /// <summary><c>GET /value-added</c>: errors of naive, model and plan side by side.</summary>
    /// <param name="days">Days looked back, 7, 28 or 91.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<ValueAdded> GetValueAddedAsync(int days = 28, CancellationToken cancellationToken = default);

    /// <summary><c>GET /closures</c>: planned closures and openings, the latest days first.</summary>
    /// <param name="item">Only those that concern this item; null for all.</param>
    /// <param name="from">Only those on this day or later; null for all.</param>
    /// <param name="all">True for those that were undone too.</param>
    /// <param name="page">Number of the page, from 1.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<ClosureList> GetClosuresAsync(string? item = null, DateOnly? from = null, bool all = false, int page = 1, CancellationToken cancellationToken = default);

    /// <summary><c>POST /closures</c>: plans a closure or an opening; the forecasts have followed when it answers.</summary>
    /// <param name="request">The closure.</param>
    /// <param name="key">The API key.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<PlannedClosureInfo> AddClosureAsync(ClosureRequest request, string key, CancellationToken cancellationToken = default);

    /// <summary><c>DELETE /closures/{id}</c>: undoes a planned closure or opening.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="author">Who undoes it, 1 to 100 characters.</param>
    /// <param name="key">The API key.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<PlannedClosureInfo> UndoClosureAsync(long id, string author, string key, CancellationToken cancellationToken = default);

    /// <summary><c>GET /notes</c>: notes and events on dates, the latest days first.</summary>
    /// <param name="item">Only notes that concern this item; null for all.</param>
    /// <param name="from">Only notes on this day or later; null for all.</param>
    /// <param name="to">Only notes on this day or earlier; null for all.</param>
    /// <param name="page">Number of the page, from 1.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<NoteList> GetNotesAsync(string? item = null, DateOnly? from = null, DateOnly? to = null, int page = 1, CancellationToken cancellationToken = default);

    /// <summary><c>POST /notes</c>: adds a note or an event.</summary>
    /// <param name="request">The note.</param>
    /// <param name="key">The API key.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<PlanningNoteInfo> AddNoteAsync(NoteRequest request, string key, CancellationToken cancellationToken = default);

    /// <summary><c>DELETE /notes/{id}</c>: removes a note.</summary>
    /// <param name="id">Number of the note.</param>
    /// <param name="author">Who removes it, 1 to 100 characters.</param>
    /// <param name="key">The API key.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<PlanningNoteInfo> RemoveNoteAsync(long id, string author, string key, CancellationToken cancellationToken = default);
}
