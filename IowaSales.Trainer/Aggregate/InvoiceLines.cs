using IowaSales.Forecasting.Data.Files;
using IowaSales.Trainer.Data.DuckDb;

namespace IowaSales.Trainer.Aggregate;

/// <summary>The lines of one file, summed in one pass; only when a line is bad is the file read again to say which.</summary>
/// <param name="engine">The engine.</param>
/// <param name="source">The file.</param>
/// <param name="columns">Its columns.</param>
/// <param name="name">What messages call it.</param>
internal sealed class InvoiceLines(DuckDbEngine engine, InvoiceSource source, InvoiceColumns columns, string name)
{
    /// <summary>Table of the sums: date, keys, bottles, lines, return_lines, returned.</summary>
    public const string Totals = "totals";

    /// <summary>Sums the lines by day and key.</summary>
    /// <param name="keys">The keys, of <c>store</c> and <c>item_name</c>.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SalesDataException">A line cannot be used, or there is none.</exception>
    public void Sum(string keys, CancellationToken cancellationToken)
    {
        var (date, format) = DateExpression.For(engine, source.Table, columns.Date, source.Types[columns.Date], cancellationToken);
        var store = columns.Store is { } storeColumn ? TextOf(storeColumn) : "NULL";
        var item = columns.Item is { } itemColumn ? TextOf(itemColumn) : "NULL";
        var bottles = $"TRY_CAST({DuckDbEngine.Identifier(columns.Bottles)} AS DOUBLE)";
        var parsed = $"SELECT {date} AS date, {store} AS store, {item} AS item_name, {bottles} AS bottles";
        var needed = string.Join(" OR ", keys.Split(", ").Append("date").Select(column => $"{column} IS NULL"));
        var bad = $"({needed} OR bottles IS NULL OR bottles <> floor(bottles) OR NOT isfinite(bottles) OR year(date) NOT BETWEEN 1900 AND 2199)";
        engine.Execute(
            $"""
            CREATE TEMP TABLE {Totals} AS
            SELECT date, {keys}, sum(bottles) AS bottles, count(*) AS lines,
                count(*) FILTER (bottles < 0) AS return_lines, coalesce(-sum(bottles) FILTER (bottles < 0), 0) AS returned,
                count(*) FILTER {bad} AS bad_lines
            FROM ({parsed} FROM {source.Table}) GROUP BY date, {keys}
            """,
            cancellationToken);
        RefuseMalformed(cancellationToken);
        var (lines, badLines) = (0L, 0L);
        engine.Query(
            $"SELECT CAST(coalesce(sum(lines), 0) AS BIGINT), CAST(coalesce(sum(bad_lines), 0) AS BIGINT) FROM {Totals}",
            reader => (lines, badLines) = (reader.GetInt64(0), reader.GetInt64(1)),
            cancellationToken);
        if (lines == 0)
        {
            throw new SalesDataException($"{name} has no invoice lines below its header.");
        }

        if (badLines > 0)
        {
            RefuseBad(parsed, bad, format, cancellationToken);
        }
    }

    private static string TextOf(string column) => $"nullif(trim(CAST({DuckDbEngine.Identifier(column)} AS VARCHAR)), '')";

    private static string Escaped(string text) => text.Replace("'", "''", StringComparison.Ordinal);

    private void RefuseMalformed(CancellationToken cancellationToken)
    {
        if (!source.IsCsv)
        {
            return;
        }

        var problems = new List<SalesDataProblem>();
        engine.Query(
            $"SELECT CAST(line AS BIGINT), lower(error_type::VARCHAR) FROM {InvoiceSource.RejectTable} ORDER BY line LIMIT {SalesDataException.MaxProblems}",
            reader => problems.Add(new SalesDataProblem(reader.GetInt64(0), $"it is not well-formed CSV ({reader.GetString(1)})")),
            cancellationToken);
        if (problems.Count > 0)
        {
            throw SalesCsvReader.Refused(name, problems);
        }
    }

    private void RefuseBad(string parsed, string bad, string format, CancellationToken cancellationToken)
    {
        var raw = DuckDbEngine.Identifier(columns.Date);
        var rawBottles = DuckDbEngine.Identifier(columns.Bottles);
        var problems = new List<SalesDataProblem>();
        engine.Query(
            $"""
            SELECT line, CASE
                WHEN date IS NULL OR year(date) NOT BETWEEN 1900 AND 2199
                    THEN 'column {Escaped(columns.Date)} holds ' || coalesce('''' || raw_date || '''', 'nothing') || ', not {Escaped(format)} as the first {(source.IsCsv ? SalesDataProblem.LineOfText : SalesDataProblem.RowOfTable)}'
                WHEN bottles IS NULL OR bottles <> floor(bottles) OR NOT isfinite(bottles)
                    THEN 'column {Escaped(columns.Bottles)} holds ' || coalesce('''' || raw_bottles || '''', 'nothing') || ', not a whole number of bottles'
                ELSE 'the store or the item is blank' END
            FROM ({parsed}, row_number() OVER (){(source.IsCsv ? " + 1" : "")} AS line, CAST({raw} AS VARCHAR) AS raw_date, CAST({rawBottles} AS VARCHAR) AS raw_bottles FROM {source.Table})
            WHERE {bad} ORDER BY line LIMIT {SalesDataException.MaxProblems}
            """,
            reader => problems.Add(new SalesDataProblem(
                reader.GetInt64(0), reader.GetString(1), source.IsCsv ? SalesDataProblem.LineOfText : SalesDataProblem.RowOfTable)),
            cancellationToken);
        throw SalesCsvReader.Refused(name, problems);
    }
}
