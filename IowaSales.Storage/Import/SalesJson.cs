using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Files;

namespace IowaSales.Storage.Import;

/// <summary>Reads a batch written as JSON: an array of rows, or one row after another (JSON lines).</summary>
public static partial class SalesJson
{
    /// <summary>Reads row after row without holding the file; rows at fault are noted and left out.</summary>
    /// <param name="stream">The file, UTF-8; left open.</param>
    /// <param name="lines">True for JSON lines, false for an array.</param>
    /// <param name="rules">What may come in.</param>
    /// <param name="errors">Where errors go; their line is the row's number from 1.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The rows.</returns>
    /// <exception cref="BatchRejectedException">The file is not such JSON.</exception>
    public static async IAsyncEnumerable<SalesRow> ReadAsync(
        Stream stream,
        bool lines,
        SalesRules rules,
        RowErrorLog errors,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(errors);
        var number = 0L;
        await using var rows = JsonSerializer
            .DeserializeAsyncEnumerable(stream, RowJson.Default.Row, topLevelValues: lines, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            number++;
            try
            {
                if (!await rows.MoveNextAsync().ConfigureAwait(false))
                {
                    break;
                }
            }
            catch (JsonException exception)
            {
                throw new BatchRejectedException(
                    $"Row {number} cannot be read as JSON; a row is {{\"date\":\"2024-05-31\",\"item_name\":\"BLACK VELVET\",\"total_amount_sold\":12}} and nothing else ({exception.Message.Split(" Path:")[0].TrimEnd('.')}).");
            }

            if (rows.Current is not { } row)
            {
                errors.Add(number, null, "The row is null.");
                continue;
            }

            if (TryCheck(number, row, rules, errors, out var item))
            {
                yield return new SalesRow(number, row.Date, item, row.TotalAmountSold);
            }
        }
    }

    private static bool TryCheck(long number, Row row, SalesRules rules, RowErrorLog errors, out string item)
    {
        var columns = SalesColumns.Default;
        var before = errors.Count;
        if (!rules.Admits(row.Date))
        {
            errors.Add(number, columns.Date, FormattableString.Invariant($"'{row.Date:yyyy-MM-dd}' in column {columns.Date} {rules.Refuse(row.Date)}."));
        }

        if (ItemName.Normalize(row.ItemName, out item) is { } fault)
        {
            errors.Add(number, columns.Key[0], $"Column {columns.Key[0]} has a name that {fault}.");
        }

        if (!SalesRules.Admits(row.TotalAmountSold))
        {
            errors.Add(number, columns.Value, FormattableString.Invariant($"'{row.TotalAmountSold:R}' in column {columns.Value} {SalesRules.RefusedAmount}."));
        }

        return errors.Count == before;
    }

    internal sealed record Row(
        [property: JsonRequired] DateOnly Date,
        [property: JsonRequired] string ItemName,
        [property: JsonRequired] double TotalAmountSold);

    [JsonSourceGenerationOptions(
        PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true)]
    [JsonSerializable(typeof(Row))]
    internal sealed partial class RowJson : JsonSerializerContext;
}
