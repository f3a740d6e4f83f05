using System.Text.Json.Serialization;

namespace IowaSales.Trainer.Aggregate;

/// <summary>What an aggregation did.</summary>
/// <param name="File">The file written.</param>
/// <param name="By">What a series is: <c>item</c>, <c>store</c> or <c>store,item</c>.</param>
/// <param name="Lines">Invoice lines read.</param>
/// <param name="Returns">Lines with negative bottles; they are netted.</param>
/// <param name="ReturnedBottles">Bottles on those lines, positive.</param>
/// <param name="Bottles">Bottles over all lines, returns taken off.</param>
/// <param name="Rows">Rows written.</param>
/// <param name="Series">Series written.</param>
/// <param name="SeriesLeftOut">Series outside the top.</param>
/// <param name="NegativeDays">Rows written whose returns exceed their sales.</param>
/// <param name="From">First date.</param>
/// <param name="Through">Last date.</param>
/// <param name="Seconds">Wall time.</param>
/// <param name="RepeatedLines">Lines that repeat an invoice line; each was counted once.</param>
/// <param name="ConflictingLines">Invoice lines whose number stands for different contents; all were counted.</param>
/// <param name="BlankLines">Lines without a description of the item; they were left out.</param>
/// <param name="Ambiguity">How the dates can be read two ways; null when they cannot.</param>
internal sealed record AggregateSummary(
    string File,
    string By,
    long Lines,
    long Returns,
    long ReturnedBottles,
    long Bottles,
    long Rows,
    long Series,
    long SeriesLeftOut,
    long NegativeDays,
    DateOnly From,
    DateOnly Through,
    double Seconds,
    long RepeatedLines,
    long ConflictingLines,
    long BlankLines,
    string? Ambiguity);

/// <summary>Source-generated JSON of <see cref="AggregateSummary"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(AggregateSummary))]
internal sealed partial class AggregateJson : JsonSerializerContext;
