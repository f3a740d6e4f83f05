using DuckDB.NET.Data;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Trainer.Data;
using IowaSales.Trainer.Data.DuckDb;

namespace IowaSales.Trainer.Aggregate;

/// <summary>Sums invoice lines to daily totals of bottles per series.</summary>
/// <param name="byStore">Whether the store is part of a series.</param>
/// <param name="byItem">Whether the item is part of a series.</param>
/// <param name="byNumber">Whether an item is its number instead of its description.</param>
/// <param name="top">Only this many series, those with most bottles; null for all.</param>
/// <param name="format">How the file is written.</param>
/// <param name="rules">What may come in.</param>
internal sealed class InvoiceAggregation(bool byStore, bool byItem, bool byNumber, int? top, SalesFormat format, SalesRules rules)
{
    private const int MemoryLimitMegabytes = 256;

    private static readonly string FormulaStarts = string.Join(", ", ((string[])["=", "+", "-", "@"]).Select(DuckDbEngine.Literal));

    private readonly string[] _parts = [.. ((string?[])[byStore ? "store" : null, byItem ? "item_name" : null]).OfType<string>()];

    private string Keys => string.Join(", ", _parts);

    /// <summary>Reads, sums and writes.</summary>
    /// <param name="input">CSV, gzipped CSV or Parquet, or a folder of parts.</param>
    /// <param name="output">CSV, gzipped CSV (<c>.gz</c>) or Parquet (<c>.parquet</c>).</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>What was done; file name, kind of series and time are left to the caller.</returns>
    /// <exception cref="SalesDataException">The lines cannot be used.</exception>
    /// <param name="drivers">File for the price of each day and series, dollars for a bottle; null for none.</param>
    /// <param name="attributes">File for category and vendor of each series; null for none.</param>
    public AggregateSummary Run(string input, string output, string? drivers, string? attributes, CancellationToken cancellationToken)
    {
        var name = DataFolder.NameOf(input);
        using var engine = new DuckDbEngine(MemoryLimitMegabytes);
        try
        {
            var source = InvoiceSource.Open(engine, input, format, cancellationToken);
            var columns = InvoiceColumns.In(source.Header, byStore, byItem, byNumber, out var missing)
                ?? throw new SalesDataException(
                    $"{name} has no column {string.Join(" and no column ", missing)}: its header is {string.Join(',', source.Header)}. Give invoice lines as the open-data service exports them.");
            RequireColumns(name, source.Header, drivers is not null && columns.Dollars is null, "Sale (Dollars)");
            RequireColumns(name, source.Header, attributes is not null && columns.Category is null && columns.Vendor is null, "Category Name and no column Vendor Name");
            var lines = new InvoiceLines(engine, source, columns, name);
            var findings = lines.Sum(_parts, format, rules, cancellationToken);
            var summary = Write(engine, output, cancellationToken);
            if (drivers is not null)
            {
                WriteDrivers(engine, drivers, cancellationToken);
            }

            if (attributes is not null)
            {
                WriteAttributes(engine, lines, columns, attributes, cancellationToken);
            }

            return summary with
            {
                RepeatedLines = findings.Repeated,
                ConflictingLines = findings.Conflicting,
                BlankLines = findings.Blank,
                Ambiguity = findings.Ambiguity,
            };
        }
        catch (DuckDBException exception)
        {
            throw new SalesDataException($"{name} cannot be read: {exception.Message.ReplaceLineEndings(" ")}", inner: exception);
        }
    }

    private AggregateSummary Write(DuckDbEngine engine, string output, CancellationToken cancellationToken)
    {
        // Ties for the last place of the top go to the name that comes first.
        engine.Execute(
            $"""
            CREATE TEMP TABLE chosen AS SELECT {Keys} FROM {InvoiceLines.Totals} GROUP BY {Keys}
            ORDER BY sum(bottles) DESC, {Keys} {(top is { } count ? $"LIMIT {count}" : "")}
            """,
            cancellationToken);
        engine.Execute(
            $"""
            CREATE TEMP TABLE daily AS
            SELECT date, {Keys}, CAST(bottles AS BIGINT) AS total_amount_sold
            FROM {InvoiceLines.Totals} SEMI JOIN chosen USING ({Keys})
            """,
            cancellationToken);
        var summary = Summarise(engine, cancellationToken);
        Copy(engine, "daily", ["date", .. _parts], _parts, output, cancellationToken);
        return summary;
    }

    private static void RequireColumns(string name, IReadOnlyList<string> header, bool isMissing, string column)
    {
        if (isMissing)
        {
            throw new SalesDataException($"{name} has no column {column}: its header is {string.Join(',', header)}. Leave the option for it out, or give invoice lines that have it.");
        }
    }

    /// <summary>The price of a day: what was paid for the bottles sold over their number; returns do not count, and a day without a sale has no row.</summary>
    private void WriteDrivers(DuckDbEngine engine, string drivers, CancellationToken cancellationToken)
    {
        engine.Execute(
            $"""
            CREATE TEMP TABLE prices AS
            SELECT date, {Keys}, round(dollars / priced, 4) AS price FROM {InvoiceLines.Totals} SEMI JOIN chosen USING ({Keys})
            WHERE priced > 0 AND round(dollars / priced, 4) > 0
            """,
            cancellationToken);
        Copy(engine, "prices", ["date", .. _parts], _parts, drivers, cancellationToken);
    }

    private void WriteAttributes(DuckDbEngine engine, InvoiceLines lines, InvoiceColumns columns, string attributes, CancellationToken cancellationToken)
    {
        string[] known = [.. columns.Category is null ? [] : (string[])["category"], .. columns.Vendor is null ? [] : (string[])["vendor"]];
        engine.Execute(
            $"CREATE TEMP TABLE attributes AS SELECT {string.Join(", ", _parts.Select(part => $"chosen.{part}"))}, {string.Join(", ", known)} FROM chosen LEFT JOIN ({lines.AttributesSql}) items USING (item_name)",
            cancellationToken);
        Copy(engine, "attributes", _parts, [.. _parts, .. known], attributes, cancellationToken);
    }

    private static void Copy(
        DuckDbEngine engine, string table, IReadOnlyList<string> order, IReadOnlyList<string> texts, string output, CancellationToken cancellationToken) =>
        CompleteFile.WriteBy(output, temporary => engine.Execute(
            $"COPY (SELECT {Columns(texts, output)} FROM {table} ORDER BY {string.Join(", ", order.Select(column => $"{table}.{column}"))}) TO {DuckDbEngine.Literal(temporary)} ({FormatOf(output)})", cancellationToken));

    private AggregateSummary Summarise(DuckDbEngine engine, CancellationToken cancellationToken)
    {
        AggregateSummary? summary = null;
        engine.Query(
            $"""
            SELECT CAST(sum(lines) AS BIGINT), CAST(sum(return_lines) AS BIGINT), CAST(sum(returned) AS BIGINT), CAST(sum(bottles) AS BIGINT),
                (SELECT count(*) FROM daily),
                (SELECT count(*) FROM chosen),
                (SELECT count(*) FROM (SELECT DISTINCT {Keys} FROM {InvoiceLines.Totals})) - (SELECT count(*) FROM chosen),
                (SELECT count(*) FROM daily WHERE total_amount_sold < 0),
                min(date), max(date)
            FROM {InvoiceLines.Totals}
            """,
            reader => summary = new AggregateSummary(
                "", "",
                reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4),
                reader.GetInt64(5), reader.GetInt64(6), reader.GetInt64(7),
                reader.GetFieldValue<DateOnly>(8), reader.GetFieldValue<DateOnly>(9), 0, 0, 0, 0, null),
            cancellationToken);
        return summary!;
    }

    /// <summary>The columns to write; in CSV a name that a spreadsheet would run as a formula is escaped, as by every writer of CSV.</summary>
    private static string Columns(IReadOnlyList<string> texts, string output) => output.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase)
        ? "*"
        : $"* REPLACE ({string.Join(", ", texts.Select(key => $"CASE WHEN left({key}, 1) IN ({FormulaStarts}) THEN {DuckDbEngine.Literal("'")} || {key} ELSE {key} END AS {key}"))})";

    private static string FormatOf(string output)
    {
        if (output.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase))
        {
            return "FORMAT parquet, COMPRESSION zstd";
        }

        return output.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
            ? "FORMAT csv, HEADER, COMPRESSION gzip"
            : "FORMAT csv, HEADER, COMPRESSION none";
    }
}
