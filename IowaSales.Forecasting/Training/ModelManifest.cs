using System.Text.Json.Serialization;

namespace IowaSales.Forecasting.Training;

/// <summary>The readable part of a model artifact, <c>manifest.json</c>.</summary>
public sealed record ModelManifest
{
    /// <summary>The format that this build writes and reads.</summary>
    public const int CurrentFormat = 9;

    /// <summary>Version of the file format.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>Version of the model: the same for the same content.</summary>
    public string ModelVersion { get; init; } = "";

    /// <summary>When it was trained.</summary>
    public required DateTimeOffset TrainedAt { get; init; }

    /// <summary>Where its sales came from, in words (a file name, a service).</summary>
    public required string DataSource { get; init; }

    /// <summary>Whether its sales are simulated.</summary>
    public required bool Simulated { get; init; }

    /// <summary>SHA-256 of its sales, in hexadecimal.</summary>
    public required string DataHash { get; init; }

    /// <summary>First date of its sales.</summary>
    public required DateOnly DataFrom { get; init; }

    /// <summary>Last date of its sales.</summary>
    public required DateOnly DataThrough { get; init; }

    /// <summary>Number of sales rows.</summary>
    public required int Rows { get; init; }

    /// <summary>Number of items.</summary>
    public required int Items { get; init; }

    /// <summary>Number of days that a person stated as open or closed.</summary>
    public int StatedDays { get; init; }

    /// <summary>Days it forecasts.</summary>
    public required int Horizon { get; init; }

    /// <summary>Probability levels every forecast reports.</summary>
    public required IReadOnlyList<double> QuantileLevels { get; init; }

    /// <summary>Training preset.</summary>
    public required string Preset { get; init; }

    /// <summary>Seed of the training.</summary>
    public required int Seed { get; init; }

    /// <summary>Wall time of the training, seconds.</summary>
    public required double TrainingSeconds { get; init; }

    /// <summary>Every family and the ensemble, best first.</summary>
    public required IReadOnlyList<LeaderboardEntry> Leaderboard { get; init; }

    /// <summary>What was left out of the training, and why, one sentence each.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>By family whose trees know their inputs by position: which inputs these are (a hash of their names, in hexadecimal).</summary>
    public IReadOnlyDictionary<string, string> FeatureHashes { get; init; } = new Dictionary<string, string>();

    /// <summary>SHA-256 of the artifact's other files, by name, in hexadecimal.</summary>
    public IReadOnlyDictionary<string, string> Checksums { get; init; } = new Dictionary<string, string>();
}

/// <summary>One row of the leaderboard.</summary>
/// <param name="Name">Name of the family, or <c>Ensemble</c>.</param>
/// <param name="Mase">MASE on the validation windows, trading days; NaN where no series has a scale.</param>
/// <param name="Wql">WQL on the validation windows, with intervals learnt from the row's own residuals there; null when nothing was sold.</param>
/// <param name="FitSeconds">Wall time of fitting to all sales.</param>
/// <param name="PredictSeconds">Wall time of forecasting all series once.</param>
/// <param name="Weight">Weight in the ensemble, panel-wide.</param>
public sealed record LeaderboardEntry(string Name, double Mase, double? Wql, double FitSeconds, double PredictSeconds, double Weight)
{
    /// <summary>Name of the ensemble's own row.</summary>
    public const string Ensemble = "Ensemble";

    /// <summary>RMSSE of the mean on the validation windows, trading days, where families were weighed by it: on large panels that sell rarely; null elsewhere.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Rmsse { get; init; }
}

/// <summary>Source-generated JSON of the manifest.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    WriteIndented = true)]
[JsonSerializable(typeof(ModelManifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;
