using System.Text.Json.Serialization;

namespace IowaSales.Trainer.Simulate;

/// <summary>What was simulated.</summary>
/// <param name="File">The file written.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Items">Its products, or its series of stores and items.</param>
/// <param name="From">First date with sales.</param>
/// <param name="Through">Last date with sales.</param>
/// <param name="Seed">The seed.</param>
internal sealed record SimulateSummary(string File, long Rows, int Items, DateOnly From, DateOnly Through, int Seed);

/// <summary>Source-generated JSON of <see cref="SimulateSummary"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(SimulateSummary))]
internal sealed partial class SimulateJson : JsonSerializerContext;
