using System.Globalization;
using System.Net.Http.Json;

namespace IowaSales.Contracts;

/// <summary><see cref="IPlanningClient"/> over HTTP.</summary>
/// <param name="http">Client whose <see cref="HttpClient.BaseAddress"/> is the API's root.</param>
public sealed class PlanningClient(HttpClient http) : IPlanningClient
{
    private readonly ApiConnection _api = new(http);

    /// <inheritdoc/>
    public Task<OverrideList> GetOverridesAsync(bool all = false, int page = 1, CancellationToken cancellationToken = default) =>
        _api.GetAsync($"overrides?state={(all ? "all" : "active")}&page={ApiConnection.Number(page)}", ContractJson.Default.OverrideList, cancellationToken);

    /// <inheritdoc/>
    public Task<ForecastOverrideInfo> AddOverrideAsync(OverrideRequest request, string key, CancellationToken cancellationToken = default) =>
        _api.SendAsync(
            HttpMethod.Post,
            "overrides",
            key,
            JsonContent.Create(request, ContractJson.Default.OverrideRequest),
            ContractJson.Default.ForecastOverrideInfo,
            cancellationToken);

    /// <inheritdoc/>
    public Task<ForecastOverrideInfo> UndoOverrideAsync(long id, int version, string author, string key, CancellationToken cancellationToken = default) =>
        _api.SendAsync(
            HttpMethod.Delete,
            $"overrides/{ApiConnection.Number(id)}?version={ApiConnection.Number(version)}&author={Uri.EscapeDataString(author)}",
            key,
            content: null,
            ContractJson.Default.ForecastOverrideInfo,
            cancellationToken);

    /// <inheritdoc/>
    public Task<ValueAdded> GetValueAddedAsync(int days = 28, CancellationToken cancellationToken = default) =>
        _api.GetAsync($"value-added?days={ApiConnection.Number(days)}", ContractJson.Default.ValueAdded, cancellationToken);

    /// <inheritdoc/>
    public Task<ClosureList> GetClosuresAsync(string? item = null, DateOnly? from = null, bool all = false, int page = 1, CancellationToken cancellationToken = default)
    {
        var uri = $"closures?state={(all ? "all" : "active")}&page={ApiConnection.Number(page)}";
        uri += item is null ? "" : $"&item={Uri.EscapeDataString(item)}";
        uri += from is { } first ? $"&from={first.ToString("O", CultureInfo.InvariantCulture)}" : "";
        return _api.GetAsync(uri, ContractJson.Default.ClosureList, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<PlannedClosureInfo> AddClosureAsync(ClosureRequest request, string key, CancellationToken cancellationToken = default) =>
        _api.SendAsync(
            HttpMethod.Post, "closures", key, JsonContent.Create(request, ContractJson.Default.ClosureRequest), ContractJson.Default.PlannedClosureInfo, cancellationToken);

    /// <inheritdoc/>
    public Task<PlannedClosureInfo> UndoClosureAsync(long id, string author, string key, CancellationToken cancellationToken = default) =>
        _api.SendAsync(
            HttpMethod.Delete,
            $"closures/{ApiConnection.Number(id)}?author={Uri.EscapeDataString(author)}",
            key,
            content: null,
            ContractJson.Default.PlannedClosureInfo,
            cancellationToken);

    /// <inheritdoc/>
    public Task<NoteList> GetNotesAsync(string? item = null, DateOnly? from = null, DateOnly? to = null, int page = 1, CancellationToken cancellationToken = default)
    {
        var uri = $"notes?page={ApiConnection.Number(page)}";
        uri += item is null ? "" : $"&item={Uri.EscapeDataString(item)}";
        uri += from is { } first ? $"&from={first.ToString("O", CultureInfo.InvariantCulture)}" : "";
        uri += to is { } last ? $"&to={last.ToString("O", CultureInfo.InvariantCulture)}" : "";
        return _api.GetAsync(uri, ContractJson.Default.NoteList, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<PlanningNoteInfo> AddNoteAsync(NoteRequest request, string key, CancellationToken cancellationToken = default) =>
        _api.SendAsync(HttpMethod.Post, "notes", key, JsonContent.Create(request, ContractJson.Default.NoteRequest), ContractJson.Default.PlanningNoteInfo, cancellationToken);

    /// <inheritdoc/>
    public Task<PlanningNoteInfo> RemoveNoteAsync(long id, string author, string key, CancellationToken cancellationToken = default) =>
        _api.SendAsync(
            HttpMethod.Delete,
            $"notes/{ApiConnection.Number(id)}?author={Uri.EscapeDataString(author)}",
            key,
            content: null,
            ContractJson.Default.PlanningNoteInfo,
            cancellationToken);
}
