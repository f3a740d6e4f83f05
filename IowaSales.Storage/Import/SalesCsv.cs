using System.Runtime.CompilerServices;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Files;

namespace IowaSales.Storage.Import;

/// <summary>Reads a batch written as CSV with the columns <c>date,item_name,total_amount_sold</c>, by the rules of every file of sales.</summary>
public static class SalesCsv
{
    /// <summary>Reads row after row without holding the file; rows at fault are noted and left out.</summary>
    /// <param name="stream">The file; left open.</param>
    /// <param name="rules">What may come in.</param>
    /// <param name="errors">Where errors go.</param>
    /// <param name="format">How the file is written; recognised when left out.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The rows.</returns>
    /// <exception cref="BatchRejectedException">The file is not such a CSV.</exception>
    public static async IAsyncEnumerable<SalesRow> ReadAsync(
        Stream stream,
        SalesRules rules,
        RowErrorLog errors,
        SalesFormat? format = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(errors);
        await using var rows = new SalesCsvRows(
            stream,
            SalesColumns.Default,
            (format ?? SalesFormat.Recognised) with { IsQuery = true },
            rules,
            "The file",
            problem => errors.Add(problem.Line, problem.Column, $"{char.ToUpperInvariant(problem.Reason[0])}{problem.Reason[1..]}."));
        var item = "";
        while (await NextAsync(rows, cancellationToken).ConfigureAwait(false))
        {
            // Files are mostly sorted by item or day; a repeated name is not allocated again.
            if (!rows.Item.SequenceEqual(item))
            {
                item = rows.Item.ToString();
            }

            yield return new SalesRow(rows.Line, rows.Date, item, rows.Amount);
        }

        // A file may be looked at again before it counts; what a store takes in counts at once.
        foreach (var sentence in rows.Ambiguities)
        {
            errors.Add(1, null, sentence);
        }
    }

    private static async ValueTask<bool> NextAsync(SalesCsvRows rows, CancellationToken cancellationToken)
    {
        try
        {
            return await rows.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SalesDataException exception)
        {
            throw new BatchRejectedException(exception.Message);
        }
    }
}
