using System.Text.Json.Serialization;
using IowaSales.Forecasting.Training;

namespace IowaSales.Trainer.Train;

/// <summary>Source-generated JSON of the manifest on standard output.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    WriteIndented = true)]
[JsonSerializable(typeof(ModelManifest))]
internal sealed partial class ManifestOutputJson : JsonSerializerContext;
