using System.Text.Json;
using System.Text.Json.Serialization;

namespace IowaSales.Contracts;

/// <summary>Source-generated JSON of the contract: snake_case names, enums as snake_case words, nulls left out.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DictionaryKeyPolicy = JsonKnownNamingPolicy.Unspecified,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ServiceStatus))]
[JsonSerializable(typeof(ServiceHealth))]
[JsonSerializable(typeof(ItemList))]
[JsonSerializable(typeof(ItemForecast))]
[JsonSerializable(typeof(ForecastPage))]
[JsonSerializable(typeof(GroupTotals))]
[JsonSerializable(typeof(HorizonTotal))]
[JsonSerializable(typeof(WhatIfRequest))]
[JsonSerializable(typeof(WhatIfForecast))]
[JsonSerializable(typeof(ItemExplanation))]
[JsonSerializable(typeof(Overview))]
[JsonSerializable(typeof(OrderPage))]
[JsonSerializable(typeof(ForecastChangeList))]
[JsonSerializable(typeof(ItemChangeDetail))]
[JsonSerializable(typeof(ItemHistory))]
[JsonSerializable(typeof(ItemDrivers))]
[JsonSerializable(typeof(ItemBacktest))]
[JsonSerializable(typeof(ModelInfo))]
[JsonSerializable(typeof(BacktestSummary))]
[JsonSerializable(typeof(QualitySummary))]
[JsonSerializable(typeof(CalendarView))]
[JsonSerializable(typeof(SalesReceipt))]
[JsonSerializable(typeof(SalesBatches))]
[JsonSerializable(typeof(SalesBatchEffect))]
[JsonSerializable(typeof(DriversReceipt))]
[JsonSerializable(typeof(DriverBatches))]
[JsonSerializable(typeof(LiveAccuracy))]
[JsonSerializable(typeof(LiveItems))]
[JsonSerializable(typeof(LastWeek))]
[JsonSerializable(typeof(AlertFeed))]
[JsonSerializable(typeof(OverrideRequest))]
[JsonSerializable(typeof(OverrideList))]
[JsonSerializable(typeof(ValueAdded))]
[JsonSerializable(typeof(NoteRequest))]
[JsonSerializable(typeof(NoteList))]
[JsonSerializable(typeof(ClosureRequest))]
[JsonSerializable(typeof(ClosureList))]
[JsonSerializable(typeof(AlertDismissal))]
[JsonSerializable(typeof(AlertAssignment))]
[JsonSerializable(typeof(AlertSnooze))]
[JsonSerializable(typeof(AlertReopening))]
[JsonSerializable(typeof(ChangedAlerts))]
[JsonSerializable(typeof(ProblemBody))]
public sealed partial class ContractJson : JsonSerializerContext;

/// <summary>Writes enum members as snake_case words (<c>stopped_selling</c>).</summary>
/// <typeparam name="TEnum">The enum.</typeparam>
public sealed class SnakeCaseEnumConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.SnakeCaseLower)
    where TEnum : struct, Enum;

/// <summary>The parts of an RFC 9457 problem answer that a client needs.</summary>
/// <param name="Title">Short name of the problem.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Detail">A sentence one can act on.</param>
/// <param name="TraceId">Identifier to find the request in the logs.</param>
/// <param name="Errors">Rows at fault, where a batch of sales was refused.</param>
/// <param name="Unusual">What looks wrong with a batch of sales, where it was refused for that.</param>
public sealed record ProblemBody(
    string? Title,
    int? Status,
    string? Detail,
    [property: JsonPropertyName("traceId")] string? TraceId,
    IReadOnlyList<RowProblem>? Errors = null,
    IReadOnlyList<UnusualSales>? Unusual = null);
