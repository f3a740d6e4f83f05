namespace IowaSales.Api.Serving;

/// <summary>What a feature wants computed once per snapshot.</summary>
/// <param name="Type">Type of what is computed; <see cref="ForecastSnapshot.Get{T}"/> finds it by this.</param>
/// <param name="BeforeServing">
/// Whether it is computed before the snapshot serves: a failure then refuses the snapshot, and no request waits for it. Otherwise the first
/// request that needs it has it computed beside the requests, each of which waits no longer than it may; when none waits any longer it ends. A
/// failure fails them all.
/// </param>
/// <param name="Compute">Computes it from the snapshot, and looks at the token in its loops; null where the snapshot has nothing of the kind.</param>
internal sealed record SnapshotPart(Type Type, bool BeforeServing, Func<ForecastSnapshot, CancellationToken, object?> Compute);

/// <summary>Registers parts of snapshots.</summary>
internal static class SnapshotPartServices
{
    /// <summary>Has something computed once per snapshot, and kept as long as the snapshot is.</summary>
    /// <typeparam name="T">Type of what is computed; one part per type.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="compute">Computes it, and looks at the token in its loops; null where the snapshot has nothing of the kind.</param>
    /// <param name="beforeServing">Whether it is computed before the snapshot serves, not when it is first needed.</param>
    public static void AddSnapshotPart<T>(
        this IServiceCollection services, Func<ForecastSnapshot, CancellationToken, T?> compute, bool beforeServing = false)
        where T : class =>
        services.AddSingleton(new SnapshotPart(typeof(T), beforeServing, compute));
}
