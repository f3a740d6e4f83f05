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
    /// <param name="input">CSV, gzipped CSV or Parquet.</param>
    /// <param name="output">CSV, gzipped CSV (<c>.gz</c>) or Parquet (<c>.parquet</c>).</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>What was done; file name, kind of series and time are left to the caller.</returns>
    /// <exception cref="SalesDataException">The lines cannot be used.</exception>
    public AggregateSummary Run(string input, string output, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(input);
        using var engine = new DuckDbEngine(MemoryLimitMegabytes);
        try
        {
            var source = InvoiceSource.Open(engine, input, format, cancellationToken);
            var columns = InvoiceColumns.In(source.Header, byStore, byItem, byNumber, out var missing)
                ?? throw new SalesDataException(
                    $"{name} has no column {string.Join(" and no column ", missing)}: its header is {string.Join(',', source.Header)}. Give invoice lines as the open-data service exports them.");
            var lines = new InvoiceLines(engine, source, columns, name);
            var findings = lines.Sum(_parts, format, rules, cancellationToken);
            return Write(engine, output, cancellationToken) with
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
        CompleteFile.WriteBy(output, temporary => engine.Execute(
            $"COPY (SELECT {Columns(output)} FROM daily ORDER BY {string.Join(", ", _parts.Prepend("date").Select(column => $"daily.{column}"))}) TO {DuckDbEngine.Literal(temporary)} ({FormatOf(output)})", cancellationToken));
        return summary;
    }

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
    private string Columns(string output) => output.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase)
        ? "*"
        : $"* REPLACE ({string.Join(", ", _parts.Select(key => $"CASE WHEN left({key}, 1) IN ({FormulaStarts}) THEN {DuckDbEngine.Literal("'")} || {key} ELSE {key} END AS {key}"))})";

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
