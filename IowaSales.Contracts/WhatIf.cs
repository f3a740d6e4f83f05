using System.Text.Json;
using System.Text.Json.Serialization;

namespace IowaSales.Contracts;

/// <summary>Body of <c>POST /predict/{item_name}/what-if</c>: drivers that shall have other values on days ahead.</summary>
/// <param name="Changes">The changes, 1 .. 1000; of two of the same day and driver the last one counts.</param>
public sealed record WhatIfRequest(IReadOnlyList<DriverValue> Changes);

/// <summary>The value of a driver on a day.</summary>
/// <param name="Date">The day.</param>
/// <param name="Driver">Name of the driver, such as <c>price</c>; <c>open</c> (0 or 1) closes or opens the day even where there is no such driver.</param>
/// <param name="Value">The value: a number, true or false, or the level of a category; as text here, as any of them in JSON.</param>
public sealed record DriverValue(DateOnly Date, string Driver, [property: JsonConverter(typeof(ScalarTextConverter))] string Value);

/// <summary>Answer of <c>POST /predict/{item_name}/what-if</c>: the forecast with changed drivers beside the one that is served.</summary>
/// <param name="Item">Stored name of the item.</param>
/// <param name="Days">One entry per day of the horizon.</param>
/// <param name="BaseTotal">Expected sum over the horizon as it is served, bottles.</param>
/// <param name="ChangedTotal">Expected sum with the changes, bottles.</param>
/// <param name="DifferenceTotal">Their difference, bottles.</param>
/// <param name="ModelVersion">Version of the model that made both.</param>
/// <param name="DataThrough">Last date of the sales that both rest on.</param>
/// <param name="Stale">True when the data is older than the service's limit.</param>
public sealed record WhatIfForecast(
    string Item,
    IReadOnlyList<WhatIfDay> Days,
    double BaseTotal,
    double ChangedTotal,
    double DifferenceTotal,
    string ModelVersion,
    DateOnly DataThrough,
    bool Stale);

/// <summary>A day with and without the changes.</summary>
/// <param name="Date">The day.</param>
/// <param name="Base">The forecast without the changes.</param>
/// <param name="Changed">The forecast with them.</param>
/// <param name="Difference">Changed minus base, of the mean, bottles.</param>
/// <param name="QuantileDifferences">Changed minus base at each probability level: what the changes do to a day as good or as bad.</param>
public sealed record WhatIfDay(
    DateOnly Date, DayForecast Base, DayForecast Changed, double Difference, IReadOnlyDictionary<string, double> QuantileDifferences);

/// <summary>Answer of <c>GET /predict/{item_name}/explanation</c>: how each day's expected sales are made.</summary>
/// <param name="Item">Stored name of the item.</param>
/// <param name="Days">One entry per day of the horizon.</param>
/// <param name="ModelVersion">Version of the model.</param>
/// <param name="DataThrough">Last date of the sales that the forecast rests on.</param>
public sealed record ItemExplanation(string Item, IReadOnlyList<DayExplanation> Days, string ModelVersion, DateOnly DataThrough);

/// <summary>How a day's expected sales are made.</summary>
/// <param name="Date">The day.</param>
/// <param name="Mean">Expected sales, bottles.</param>
/// <param name="Quantiles">Sales by probability level, bottles.</param>
/// <param name="Parts">Parts that add up to the mean, in the order in which they were put in.</param>
public sealed record DayExplanation(
    DateOnly Date, double Mean, IReadOnlyDictionary<string, double> Quantiles, IReadOnlyList<ExplainedPart> Parts);

/// <summary>A part of a day's expected sales.</summary>
/// <param name="Part"><c>level</c>, <c>weekday</c>, <c>season</c>, <c>holiday</c>, <c>driver</c> or <c>rest</c>.</param>
/// <param name="Amount">What it adds, bottles; below 0 where it takes away.</param>
/// <param name="Name">Name of the driver or the holiday; null for other parts.</param>
/// <param name="Value">The driver's value on the day; null for other parts.</param>
/// <param name="Usual">The driver's usual value, which its value is compared with; null for other parts.</param>
public sealed record ExplainedPart(string Part, double Amount, string? Name = null, string? Value = null, string? Usual = null);

/// <summary>A text that may be a number, true or false in JSON.</summary>
public sealed class ScalarTextConverter : JsonConverter<string>
{
    /// <inheritdoc/>
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString()!,
        JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False =>
            System.Text.Encoding.UTF8.GetString(reader.HasValueSequence ? System.Buffers.BuffersExtensions.ToArray(reader.ValueSequence) : reader.ValueSpan.ToArray()),
        _ => throw new JsonException("A value must be a number, true, false or a text."),
    };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value);
    }
}
