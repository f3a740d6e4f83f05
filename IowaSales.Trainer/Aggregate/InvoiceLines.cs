using System.Globalization;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Trainer.Data.DuckDb;

namespace IowaSales.Trainer.Aggregate;

/// <summary>The lines of a file or a folder of parts, summed in one pass; only when a line is bad or repeated are they read again.</summary>
/// <param name="engine">The engine.</param>
/// <param name="source">The file, or the parts.</param>
/// <param name="columns">Its columns.</param>
/// <param name="name">What messages call it.</param>
internal sealed class InvoiceLines(DuckDbEngine engine, InvoiceSource source, InvoiceColumns columns, string name)
{
    /// <summary>
    /// Table of the sums: date, keys, bottles, lines, return_lines, returned; and what was paid for bottles sold, in dollars, and how many those were.
    /// </summary>
    public const string Totals = "totals";

    private const string Written = "totals_written";
    private const string DayMap = "days_written";
    private const string NameMap = "names_written";
    private const string BadBottles = "(bottles IS NULL OR bottles <> floor(bottles) OR NOT isfinite(bottles))";

    private string Unit => source.IsCsv ? SalesDataProblem.LineOfText : SalesDataProblem.RowOfTable;

    /// <summary>Sums the lines by day and key.</summary>
    /// <param name="keys">The keys, of <c>store</c> and <c>item_name</c>.</param>
    /// <param name="format">How days are written.</param>
    /// <param name="rules">What may come in.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>What is to be said of the lines.</returns>
    /// <exception cref="SalesDataException">A line cannot be used, or there is none.</exception>
    public InvoiceFindings Sum(string[] keys, SalesFormat format, SalesRules rules, CancellationToken cancellationToken)
    {
        var (repeated, conflicting) = CountRepeated(cancellationToken);
        var list = string.Join(", ", keys);
        engine.Execute(
            $"""
            CREATE TEMP TABLE {Written} AS
            SELECT day_text, {list}, sum(bottles) AS bottles, count(*) AS lines,
                count(*) FILTER (bottles < 0) AS return_lines, coalesce(-sum(bottles) FILTER (bottles < 0), 0) AS returned,
                count(*) FILTER {BadBottles} AS bad_lines,
                sum(dollars) FILTER (bottles > 0) AS dollars, sum(bottles) FILTER (bottles > 0 AND dollars IS NOT NULL) AS priced
            FROM ({Parsed(repeated > 0 ? Once() : source.Table)}) GROUP BY day_text, {list}
            """,
            cancellationToken);
        RefuseMalformed(cancellationToken);
        var (lines, blank) = (0L, 0L);
        var hasItem = keys.Contains("item_name");
        engine.Query(
            $"SELECT CAST(coalesce(sum(lines), 0) AS BIGINT), CAST(coalesce(sum(lines) FILTER ({(hasItem ? "item_name IS NULL" : "false")}), 0) AS BIGINT) FROM {Written}",
            reader => (lines, blank) = (reader.GetInt64(0), reader.GetInt64(1)),
            cancellationToken);
        if (lines == 0)
        {
            throw new SalesDataException($"{name} has no invoice lines below its header.");
        }

        if (blank == lines)
        {
            throw new SalesDataException($"{name} has no description of an item on any of its {lines} lines.");
        }

        if (hasItem)
        {
            engine.Execute($"DELETE FROM {Written} WHERE item_name IS NULL", cancellationToken);
        }

        var ambiguity = NameAndDate(keys, format, rules, cancellationToken);
        return new InvoiceFindings(repeated, conflicting, blank, ambiguity);
    }

    /// <summary>SQL of the category and the vendor that most lines of each item have, by the item's name in its form.</summary>
    public string AttributesSql =>
        $"""
        SELECT coalesce((SELECT meant FROM {NameMap} WHERE {NameMap}.written = item_text), item_text) AS item_name,
            mode(category) AS category, mode(vendor) AS vendor
        FROM (SELECT {TextOf(columns.Item)} AS item_text, {TextOf(columns.Category)} AS category, {TextOf(columns.Vendor)} AS vendor FROM {source.Table})
        WHERE item_text IS NOT NULL GROUP BY 1
        """;

    private static string TextOf(string? column) =>
        column is null ? "NULL" : $"nullif(trim(CAST({DuckDbEngine.Identifier(column)} AS VARCHAR)), '')";

    private static string Escaped(string text) => text.Replace("'", "''", StringComparison.Ordinal);

    private string DayText => source.Types[columns.Date].Equals("VARCHAR", StringComparison.OrdinalIgnoreCase)
        ? TextOf(columns.Date)
        : $"CAST(TRY_CAST({DuckDbEngine.Identifier(columns.Date)} AS DATE) AS VARCHAR)";

    private string Bottles => $"TRY_CAST({DuckDbEngine.Identifier(columns.Bottles)} AS DOUBLE)";

    /// <summary>What was paid; the export may write it with a dollar sign and separators of thousands.</summary>
    private string Dollars => columns.Dollars is { } column
        ? $"TRY_CAST(replace(replace(CAST({DuckDbEngine.Identifier(column)} AS VARCHAR), '$', ''), ',', '') AS DOUBLE)"
        : "CAST(NULL AS DOUBLE)";

    private string Parsed(string table) =>
        $"SELECT {DayText} AS day_text, {TextOf(columns.Store)} AS store, {TextOf(columns.Item)} AS item_name, {Bottles} AS bottles, {Dollars} AS dollars FROM {table}";

    /// <summary>The columns that count, once for each invoice line; lines without a number are all kept.</summary>
    private string Once()
    {
        var line = TextOf(columns.Line);
        var counted = string.Join(", ", ((string?[])[columns.Line, columns.Date, columns.Store, columns.Item, columns.Bottles]).OfType<string>().Distinct().Select(DuckDbEngine.Identifier));
        var dollars = columns.Dollars is { } column ? DuckDbEngine.Identifier(column) : null;
        var (any, own) = dollars is null ? ("", "") : ($", any_value({dollars}) AS {dollars}", $", {dollars}");
        return $"(SELECT {counted}{any} FROM {source.Table} WHERE {line} IS NOT NULL GROUP BY {counted} UNION ALL SELECT {counted}{own} FROM {source.Table} WHERE {line} IS NULL)";
    }

    /// <summary>Lines that repeat an invoice line in every column that counts, and numbers that stand for different lines.</summary>
    private (long Repeated, long Conflicting) CountRepeated(CancellationToken cancellationToken)
    {
        var (extra, repeated, conflicting) = (0L, 0L, 0L);
        if (columns.Line is null)
        {
            return (0, 0);
        }

        var line = TextOf(columns.Line);
        engine.Query(
            $"SELECT CAST(coalesce(sum(n - 1), 0) AS BIGINT) FROM (SELECT count(*) AS n FROM {source.Table} WHERE {line} IS NOT NULL GROUP BY {line} HAVING count(*) > 1)",
            reader => extra = reader.GetInt64(0),
            cancellationToken);
        if (extra > 0)
        {
            engine.Query(
                $"""
                SELECT CAST(coalesce(sum(n - contents), 0) AS BIGINT), CAST(count(*) FILTER (contents > 1) AS BIGINT) FROM (
                    SELECT count(*) AS n, count(DISTINCT (day_text, store, item_name, bottles)) AS contents
                    FROM (SELECT {line} AS line, {DayText} AS day_text, {TextOf(columns.Store)} AS store, {TextOf(columns.Item)} AS item_name, {Bottles} AS bottles FROM {source.Table})
                    WHERE line IS NOT NULL GROUP BY line HAVING count(*) > 1)
                """,
                reader => (repeated, conflicting) = (reader.GetInt64(0), reader.GetInt64(1)),
                cancellationToken);
        }

        return (repeated, conflicting);
    }

    /// <summary>Brings days and names of the sums into their form and adds up what becomes the same.</summary>
    private string? NameAndDate(string[] keys, SalesFormat format, SalesRules rules, CancellationToken cancellationToken)
    {
        var days = WrittenTexts.Days(
            [.. Distinct("day_text", cancellationToken).Select(text => (text, 0L))], format, rules, Unit);
        engine.CreateMap(DayMap, days.Days);
        var names = WrittenTexts.Names(keys.SelectMany(key => Distinct(key, cancellationToken)).Distinct(StringComparer.Ordinal));
        engine.CreateMap(NameMap, names.Others);
        var badLines = 0L;
        engine.Query(
            $"SELECT CAST(coalesce(sum(bad_lines), 0) AS BIGINT) + count(*) FILTER (day_text IS NULL OR {string.Join(" OR ", keys.Select(key => $"{key} IS NULL"))}) FROM {Written}",
            reader => badLines = reader.GetInt64(0),
            cancellationToken);
        if (badLines > 0 || days.Faults.Count > 0 || names.Faults.Count > 0)
        {
            RefuseBad(keys, days.Faults, names.Faults, cancellationToken);
        }

        var meant = keys.Select(key => $"coalesce((SELECT meant FROM {NameMap} WHERE {NameMap}.written = {key}), {key}) AS {key}_meant");
        engine.Execute(
            $"""
            CREATE TEMP TABLE {Totals} AS
            SELECT date, {string.Join(", ", keys.Select(key => $"{key}_meant AS {key}"))}, sum(bottles) AS bottles, CAST(sum(lines) AS BIGINT) AS lines,
                CAST(sum(return_lines) AS BIGINT) AS return_lines, sum(returned) AS returned, sum(dollars) AS dollars, sum(priced) AS priced
            FROM (SELECT CAST((SELECT meant FROM {DayMap} WHERE {DayMap}.written = day_text) AS DATE) AS date, {string.Join(", ", meant)}, bottles, lines, return_lines, returned, dollars, priced FROM {Written})
            GROUP BY date, {string.Join(", ", keys.Select(key => $"{key}_meant"))}
            """,
            cancellationToken);
        engine.Query(
            $"SELECT CAST(date AS VARCHAR), bottles FROM {Totals} WHERE abs(bottles) > {SalesRules.MaxAmount.ToString(CultureInfo.InvariantCulture)} LIMIT 1",
            reader => throw new SalesDataException(
                string.Create(CultureInfo.InvariantCulture, $"{name}: the bottles of {reader.GetString(0)} add up to {reader.GetDouble(1):R}, which {SalesRules.RefusedAmount}.")),
            cancellationToken);
        return days.Ambiguity;
    }

    private List<string> Distinct(string column, CancellationToken cancellationToken)
    {
        var texts = new List<string>();
        engine.Query(
            $"SELECT DISTINCT {column} AS written FROM {Written} WHERE {column} IS NOT NULL ORDER BY written",
            reader => texts.Add(reader.GetString(0)),
            cancellationToken);
        return texts;
    }

    private void RefuseMalformed(CancellationToken cancellationToken)
    {
        if (!source.IsCsv)
        {
            return;
        }

        var problems = new List<(string Path, SalesDataProblem Problem)>();
        engine.Query(
            $"""
            SELECT file_path, CAST(line AS BIGINT), lower(error_type::VARCHAR) FROM {InvoiceSource.RejectTable} JOIN {InvoiceSource.RejectScanTable} USING (scan_id, file_id)
            ORDER BY file_path, line LIMIT {SalesDataException.MaxProblems}
            """,
            reader => problems.Add((reader.GetString(0), new SalesDataProblem(
                reader.GetInt64(1),
                reader.GetString(2).Contains("encoding", StringComparison.Ordinal)
                    ? "it is not UTF-8 text; save the file as UTF-8, or name its encoding, for example --encoding windows-1252"
                    : $"it is not well-formed CSV ({reader.GetString(2)})"))),
            cancellationToken);
        if (problems.Count > 0)
        {
            var first = problems[0].Path;
            throw SalesCsvReader.Refused(
                source.Parts.FirstOrDefault(part => part.Path == first)?.Name ?? name, [.. problems.Where(problem => problem.Path == first).Select(problem => problem.Problem)]);
        }
    }

    private void RefuseBad(
        string[] keys, IReadOnlyDictionary<string, string> dayFaults, IReadOnlyDictionary<string, string> nameFaults, CancellationToken cancellationToken)
    {
        engine.CreateMap("bad_days", dayFaults);
        engine.CreateMap("bad_names", nameFaults);
        var needed = keys.Contains("store") ? "store IS NULL" : "false";
        var isBadName = string.Join(" OR ", keys.Select(key => $"{key} IN (SELECT written FROM bad_names)"));
        var theName = string.Join(" ", keys.Select(key => $"WHEN {key} IN (SELECT written FROM bad_names) THEN 'it has a name that ' || (SELECT meant FROM bad_names WHERE written = {key})"));
        foreach (var part in source.Parts)
        {
            var problems = BadLinesOf(part, needed, isBadName, theName, cancellationToken);
            if (problems.Count > 0)
            {
                throw SalesCsvReader.Refused(part.Name, problems);
            }
        }

        throw new SalesDataException($"{name} has lines that cannot be used, and changed while they were looked for; try again.");
    }

    private List<SalesDataProblem> BadLinesOf(InvoicePart part, string needed, string isBadName, string theName, CancellationToken cancellationToken)
    {
        var problems = new List<SalesDataProblem>();
        engine.Query(
            $"""
            SELECT line, CASE
                WHEN day_text IS NULL THEN 'column {Escaped(columns.Date)} is blank'
                WHEN day_text IN (SELECT written FROM bad_days) THEN '''' || day_text || ''' in column {Escaped(columns.Date)} ' || (SELECT meant FROM bad_days WHERE written = day_text)
                WHEN {BadBottles}
                    THEN 'column {Escaped(columns.Bottles)} holds ' || coalesce('''' || raw_bottles || '''', 'nothing') || ', not a whole number of bottles'
                {theName}
                ELSE 'the store is blank' END
            FROM (SELECT row_number() OVER (){(source.IsCsv ? " + 1" : "")} AS line, {DayText} AS day_text, {TextOf(columns.Store)} AS store, {TextOf(columns.Item)} AS item_name,
                {Bottles} AS bottles, CAST({DuckDbEngine.Identifier(columns.Bottles)} AS VARCHAR) AS raw_bottles FROM {part.Table})
            WHERE day_text IS NULL OR day_text IN (SELECT written FROM bad_days) OR {BadBottles} OR {needed} OR {isBadName}
            ORDER BY line LIMIT {SalesDataException.MaxProblems}
            """,
            reader => problems.Add(new SalesDataProblem(reader.GetInt64(0), reader.GetString(1), Unit)),
            cancellationToken);
        return problems;
    }
}

/// <summary>What is to be said of invoice lines.</summary>
/// <param name="Repeated">Lines that repeat one invoice line; each was counted once.</param>
/// <param name="Conflicting">Invoice lines whose number stands for different contents; all were counted.</param>
/// <param name="Blank">Lines without a description of the item; they were left out.</param>
/// <param name="Ambiguity">How the dates can be read two ways; null when they cannot.</param>
internal sealed record InvoiceFindings(long Repeated, long Conflicting, long Blank, string? Ambiguity);
