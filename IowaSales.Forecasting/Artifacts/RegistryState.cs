using System.Text.Json.Serialization;

namespace IowaSales.Forecasting.Artifacts;

/// <summary>What <c>registry.json</c> of a model folder holds: which of its versions is the champion, and every change of it.</summary>
public sealed record RegistryState
{
    /// <summary>The version that is served.</summary>
    public required string Champion { get; init; }

    /// <summary>The version on trial against it; null for none.</summary>
    public RegisteredChallenger? Challenger { get; init; }

    /// <summary>What happened, oldest first; the last 200.</summary>
    public IReadOnlyList<RegistryEvent> Events { get; init; } = [];
}

/// <summary>A version on trial: it serves some of the items beside the champion.</summary>
/// <param name="Version">The version.</param>
/// <param name="Share">Share of items that it serves, 0 .. 1.</param>
/// <param name="Since">Since when.</param>
public sealed record RegisteredChallenger(string Version, double Share, DateTimeOffset Since);

/// <summary>Something that happened to a model.</summary>
/// <param name="At">When.</param>
/// <param name="Kind"><c>promoted</c>, <c>kept</c>, <c>tried</c>, <c>dropped</c> or <c>rolled_back</c>.</param>
/// <param name="Version">Version that it is about; the champion from then on when promoted or rolled back to.</param>
/// <param name="Previous">The champion before; null for the first.</param>
/// <param name="Reason">Why, in one sentence, with the figures.</param>
public sealed record RegistryEvent(DateTimeOffset At, string Kind, string Version, string? Previous, string Reason)
{
    /// <summary>The version became the champion.</summary>
    public const string Promoted = "promoted";

    /// <summary>The version stayed the champion: a challenger was no better.</summary>
    public const string Kept = "kept";

    /// <summary>The version serves some of the items.</summary>
    public const string TrialStarted = "tried";

    /// <summary>The trial of the version ended without a promotion.</summary>
    public const string TrialEnded = "dropped";

    /// <summary>The version is the champion again.</summary>
    public const string RolledBack = "rolled_back";
}

/// <summary>Source-generated JSON of the registry.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(RegistryState))]
internal sealed partial class RegistryJson : JsonSerializerContext;
