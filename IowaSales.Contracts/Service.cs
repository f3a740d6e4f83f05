namespace IowaSales.Contracts;

/// <summary>Answer of <c>GET /</c>: that the service runs and where its two oldest endpoints are.</summary>
/// <param name="Status">Always <c>running</c>.</param>
/// <param name="Message">Name of the service.</param>
/// <param name="Endpoints">Path templates by name.</param>
public sealed record ServiceStatus(string Status, string Message, IReadOnlyDictionary<string, string> Endpoints);

/// <summary>Answer of <c>GET /items</c>.</summary>
/// <param name="Items">Names of all items of the model, in ordinal order.</param>
public sealed record ItemList(IReadOnlyList<string> Items);
