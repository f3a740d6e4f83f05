using System.Runtime.CompilerServices;
using System.Text;
using CsvHelper;
using IowaSales.Storage.Entities;

namespace IowaSales.Storage.Import;

/// <summary>Reads a batch written as CSV with the columns <c>date,item_name,total_amount_sold</c> in any order, and no others.</summary>
public static class SalesCsv
{
    private const int LongestRecord = 1 << 16;
    private const int LongestField = 4 * Item.MaxNameLength;

    private static readonly string[] Columns = [RowValidator.DateColumn, RowValidator.ItemColumn, RowValidator.TotalColumn];

    /// <summary>Reads row after row without holding the file; rows at fault are noted and left out.</summary>
    /// <param name="stream">The file, UTF-8; left open.</param>
    /// <param name="today">The last day that can have sales.</param>
    /// <param name="errors">Where errors go.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The rows.</returns>
    /// <exception cref="BatchRejectedException">The file is not such a CSV.</exception>
    public static async IAsyncEnumerable<SalesRow> ReadAsync(
        Stream stream, DateOnly today, RowErrorLog errors, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(errors);
        await using var csv = CsvReader.Create(stream, OptionsFor(errors), leaveOpen: true);
        var validator = new RowValidator(today, errors);
        var places = await FindColumnsAsync(csv, cancellationToken).ConfigureAwait(false);
        while (await NextAsync(csv, cancellationToken).ConfigureAwait(false))
        {
            if (TryReadRow(csv, places, validator, errors, out var row))
            {
                yield return row;
            }
        }
    }

    private static CsvReaderOptions OptionsFor(RowErrorLog errors) => new()
    {
        Separator = ',',
        TrackLineNumbers = true,
        SkipEmptyLines = true,
        MaxRecordSize = LongestRecord,
        MalformedData = CsvMalformedDataHandling.Skip,
        FieldCountMismatch = CsvFieldCountHandling.Skip,
        OnMalformedRecord = record => errors.Add(record.LineNumber, null, record.Reason == CsvMalformedReason.FieldCountMismatch
            ? $"The row has more or fewer than {Columns.Length} fields."
            : "The row is not well-formed CSV; look for a stray or unclosed quote."),
    };

    private static bool TryReadRow(CsvReader csv, int[] places, RowValidator validator, RowErrorLog errors, out SalesRow row)
    {
        Span<char> characters = stackalloc char[3 * LongestField];
        Span<int> lengths = stackalloc int[Columns.Length];
        for (var column = 0; column < Columns.Length; column++)
        {
            var bytes = csv.GetSpan(places[column]);
            if (bytes.Length > LongestField || !Encoding.UTF8.TryGetChars(bytes, characters[(column * LongestField)..], out lengths[column]))
            {
                errors.Add(csv.LineNumber, Columns[column], "The field is too long.");
                row = default;
                return false;
            }

            if (characters.Slice(column * LongestField, lengths[column]).Contains('\uFFFD'))
            {
                errors.Add(csv.LineNumber, Columns[column], "The field is not UTF-8 text; save the file as CSV in UTF-8.");
                row = default;
                return false;
            }
        }

        return validator.TryRead(
            csv.LineNumber,
            characters[..lengths[0]],
            characters.Slice(LongestField, lengths[1]),
            characters.Slice(2 * LongestField, lengths[2]),
            out row);
    }

    private static async Task<int[]> FindColumnsAsync(CsvReader csv, CancellationToken cancellationToken)
    {
        try
        {
            await csv.ReadHeaderAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (CsvFormatException)
        {
            throw new BatchRejectedException($"The file is not CSV; its first line must be {string.Join(',', Columns)}.");
        }

        var names = csv.Headers.Select(name => name.Trim().ToLowerInvariant()).ToArray();
        if (names.Length == 0)
        {
            throw new BatchRejectedException($"The file is empty; its first line must be {string.Join(',', Columns)}.");
        }

        foreach (var name in names)
        {
            if (!Columns.Contains(name))
            {
                var shown = new string([.. name.Take(40).Select(letter => char.IsControl(letter) ? '?' : letter)]);
                throw new BatchRejectedException($"The column '{shown}' is unknown; the first line must be {string.Join(',', Columns)}.");
            }
        }

        return [.. Columns.Select(column =>
        {
            var place = Array.IndexOf(names, column);
            return place < 0
                ? throw new BatchRejectedException($"The column '{column}' is missing; the first line must be {string.Join(',', Columns)}.")
                : Array.LastIndexOf(names, column) == place
                    ? place
                    : throw new BatchRejectedException($"The column '{column}' is there twice.");
        })];
    }

    private static async Task<bool> NextAsync(CsvReader csv, CancellationToken cancellationToken)
    {
        try
        {
            return await csv.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (CsvFormatException exception)
        {
            throw new BatchRejectedException(
                $"The file cannot be read as CSV at line {exception.LineNumber}: a row is longer than {LongestRecord} bytes or a quote is not closed.");
        }
    }
}
