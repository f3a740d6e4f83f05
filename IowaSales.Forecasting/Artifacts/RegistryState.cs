using System.Text.Json.Serialization;

namespace IowaSales.Forecasting.Artifacts;

/// <summary>What <c>registry.json</c> of a model folder holds: which of its versions is in charge, and how that came about.</summary>
public sealed record RegistryState
{
    /// <summary>The version in charge.</summary>
    public required string Current { get; init; }

    /// <summary>A version that is tried beside it; null for none.</summary>
    public RegisteredChallenger? Challenger { get; init; }

    /// <summary>What happened, oldest first; the last 200.</summary>
    public IReadOnlyList<RegistryEvent> Events { get; init; } = [];
}

/// <summary>A version that is tried beside the one in charge.</summary>
/// <param name="Version">The version.</param>
/// <param name="Share">Share of items that it serves, 0 .. 1.</param>
/// <param name="Since">Since when.</param>
public sealed record RegisteredChallenger(string Version, double Share, DateTimeOffset Since);

/// <summary>Something that happened to a model.</summary>
/// <param name="At">When.</param>
/// <param name="Kind"><c>promoted</c>, <c>kept</c>, <c>tried</c>, <c>dropped</c> or <c>rolled_back</c>.</param>
/// <param name="Version">Version that it is about; in charge from then on when promoted or rolled back to.</param>
/// <param name="Previous">Version that was in charge before; null for the first.</param>
/// <param name="Reason">Why, in one sentence, with the figures.</param>
public sealed record RegistryEvent(DateTimeOffset At, string Kind, string Version, string? Previous, string Reason)
{
    /// <summary>The version came to be in charge.</summary>
    public const string Promoted = "promoted";

    /// <summary>The version stayed in charge, a challenger was refused.</summary>
    public const string Kept = "kept";

    /// <summary>The version is tried on some items.</summary>
    public const string Tried = "tried";

    /// <summary>The version is tried no longer.</summary>
    public const string Dropped = "dropped";

    /// <summary>The version is in charge again.</summary>
    public const string RolledBack = "rolled_back";
}

/// <summary>Source-generated JSON of the registry.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(RegistryState))]
internal sealed partial class RegistryJson : JsonSerializerContext;
