using System.Text.Json.Serialization;

namespace IowaSales.Trainer.Retrain;

/// <summary>What a retraining came to.</summary>
/// <param name="Outcome"><c>promoted</c>, <c>kept</c>, <c>tried</c>, <c>dropped</c>, <c>undecided</c> or <c>not_due</c>.</param>
/// <param name="Champion">Version that is the champion now.</param>
/// <param name="Challenger">Version of the challenger; null when none was saved.</param>
/// <param name="Reason">Why, in one sentence.</param>
internal sealed record RetrainOutcome(string Outcome, string Champion, string? Challenger, string Reason);

/// <summary>Source-generated JSON of the outcome.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(RetrainOutcome))]
internal sealed partial class RetrainJson : JsonSerializerContext;
