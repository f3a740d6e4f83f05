using System.Text.Json.Serialization;
using IowaSales.Forecasting.Backtesting;

namespace IowaSales.Trainer.Evaluate;

/// <summary>An evaluation for machines.</summary>
/// <param name="Data">Where the sales came from.</param>
/// <param name="Simulated">Whether they are simulated.</param>
/// <param name="From">First date of the sales.</param>
/// <param name="Through">Last date of the sales.</param>
/// <param name="Items">Number of products.</param>
/// <param name="Protocol">Days that count: <c>trading</c> or <c>reported</c>.</param>
/// <param name="Horizon">Days forecast from each origin.</param>
/// <param name="Spacing">Days from one origin to the next.</param>
/// <param name="TrainEvery">Windows from one training to the next.</param>
/// <param name="Origins">First day of each window.</param>
/// <param name="Models">The model, or the two that are compared.</param>
/// <param name="Comparisons">The comparison by each loss; empty for one model.</param>
/// <param name="Seconds">Wall time.</param>
public sealed record EvaluationDocument(
    string Data,
    bool Simulated,
    DateOnly From,
    DateOnly Through,
    int Items,
    string Protocol,
    int Horizon,
    int Spacing,
    int TrainEvery,
    IReadOnlyList<DateOnly> Origins,
    IReadOnlyList<EvaluatedModel> Models,
    IReadOnlyList<ComparisonEntry> Comparisons,
    double Seconds);

/// <summary>Accuracy of one model.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="How">How it came by its forecasts.</param>
/// <param name="Accuracy">Its accuracy: over all, and broken down.</param>
/// <param name="Families">The accuracy of each family in it, best first.</param>
public sealed record EvaluatedModel(string Name, string How, AccuracyBreakdown Accuracy, IReadOnlyList<AccuracyGroup> Families);

/// <summary>Two models compared by one loss.</summary>
/// <param name="Sentence">What the comparison says, in words.</param>
/// <param name="Result">The figures.</param>
public sealed record ComparisonEntry(string Sentence, ModelComparison Result);

/// <summary>Source-generated JSON of <see cref="EvaluationDocument"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    UseStringEnumConverter = true,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(EvaluationDocument))]
internal sealed partial class EvaluationJson : JsonSerializerContext;
