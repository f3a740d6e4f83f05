using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IowaSales.Storage.Import;

/// <summary>Reads a batch written as JSON: an array of rows, or one row after another (JSON lines).</summary>
public static partial class SalesJson
{
    /// <summary>Reads row after row without holding the file; rows at fault are noted and left out.</summary>
    /// <param name="stream">The file, UTF-8; left open.</param>
    /// <param name="lines">True for JSON lines, false for an array.</param>
    /// <param name="today">The last day that can have sales.</param>
    /// <param name="errors">Where errors go; their line is the row's number from 1.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The rows.</returns>
    /// <exception cref="BatchRejectedException">The file is not such JSON.</exception>
    public static async IAsyncEnumerable<SalesRow> ReadAsync(
        Stream stream,
        bool lines,
        DateOnly today,
        RowErrorLog errors,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var validator = new RowValidator(today, errors);
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

            var read = default(SalesRow);
            if (validator.TryCheck(number, row.Date, row.ItemName, row.TotalAmountSold, ref read))
            {
                yield return read;
            }
        }
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
