namespace IowaSales.Contracts;

/// <summary>Answer of <c>GET /</c>: that the service runs and where its two oldest endpoints are.</summary>
/// <param name="Status">Always <c>running</c>.</param>
/// <param name="Message">Name of the service.</param>
/// <param name="Endpoints">Path templates by name.</param>
public sealed record ServiceStatus(string Status, string Message, IReadOnlyDictionary<string, string> Endpoints);

/// <summary>Answer of <c>GET /items</c>.</summary>
/// <param name="Items">Names of all items of the model, in ordinal order.</param>
public sealed record ItemList(IReadOnlyList<string> Items);

/// <summary>Answer of <c>GET /health</c>: whether the service can do its work.</summary>
/// <param name="Status"><c>healthy</c>; <c>degraded</c> while something newer was refused and the old keeps serving; else <c>unhealthy</c>.</param>
/// <param name="Detail">The sentence of the worst check.</param>
/// <param name="Checks">What was checked, by name.</param>
public sealed record ServiceHealth(string Status, string Detail, IReadOnlyDictionary<string, HealthOfPart> Checks);

/// <summary>One part of a health report.</summary>
/// <param name="Status">As in <see cref="ServiceHealth.Status"/>.</param>
/// <param name="Detail">What was found, in words; null where there is nothing to say.</param>
public sealed record HealthOfPart(string Status, string? Detail = null);
