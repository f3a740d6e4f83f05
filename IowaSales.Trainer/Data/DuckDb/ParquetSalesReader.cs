using DuckDB.NET.Data;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Files;

namespace IowaSales.Trainer.Data.DuckDb;

/// <summary>Reads sales from Parquet, as strictly as the CSV reader; rows are numbered from 1.</summary>
/// <param name="columns">Which columns hold what.</param>
internal sealed class ParquetSalesReader(SalesColumns columns)
{
    private const int MemoryLimitMegabytes = 320;
    private const int MaxNameLength = 512;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Path of the Parquet file.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="SalesDataException">The data cannot be used.</exception>
    public SalesFile Read(string path, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(path);
        using var engine = new DuckDbEngine(MemoryLimitMegabytes);
        try
        {
            var table = $"read_parquet({DuckDbEngine.Literal(path)})";
            var types = TypesOf(engine, table, name, cancellationToken);
            var (date, format) = DateExpression.For(engine, table, columns.Date, types[columns.Date], cancellationToken);
            RefuseBadRows(engine, path, date, format, cancellationToken);
            return Load(engine, table, date, types, path, cancellationToken);
        }
        catch (DuckDBException exception)
        {
            throw new SalesDataException($"{name} cannot be read as Parquet: {exception.Message.ReplaceLineEndings(" ")}", inner: exception);
        }
    }

    private static string Quoted(string column) => DuckDbEngine.Identifier(column);

    private Dictionary<string, string> TypesOf(DuckDbEngine engine, string table, string name, CancellationToken cancellationToken)
    {
        var types = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        engine.Query($"DESCRIBE SELECT * FROM {table}", reader => types[reader.GetString(0)] = reader.GetString(1), cancellationToken);
        var missing = columns.All.Where(column => !types.ContainsKey(column)).ToArray();
        return missing.Length == 0
            ? types
            : throw new SalesDataException(
                $"{name} has no column {string.Join(" and no column ", missing)}: its columns are {string.Join(',', types.Keys)}. Name the columns with --date, --key and --value.");
    }

    private void RefuseBadRows(DuckDbEngine engine, string path, string date, string format, CancellationToken cancellationToken)
    {
        var value = Quoted(columns.Value);
        var badKeys = columns.Key.Select(key => BadKey(key, Escaped(key)));
        var reason = $"""
            CASE WHEN {date} IS NULL OR year({date}) NOT BETWEEN 1900 AND 2199
                THEN 'column {Escaped(columns.Date)} holds ' || coalesce('''' || CAST({Quoted(columns.Date)} AS VARCHAR) || '''', 'nothing') || ', not {Escaped(format)}'
            {string.Join('\n', badKeys)}
            WHEN NOT coalesce(isfinite(TRY_CAST({value} AS DOUBLE)), false)
                THEN 'column {Escaped(columns.Value)} holds ' || coalesce('''' || CAST({value} AS VARCHAR) || '''', 'nothing') || ', not a number' END
            """;
        var problems = new List<SalesDataProblem>();
        engine.Query(
            $"""
            SELECT file_row_number + 1, reason
            FROM (SELECT file_row_number, {reason} AS reason FROM read_parquet({DuckDbEngine.Literal(path)}, file_row_number = true))
            WHERE reason IS NOT NULL ORDER BY file_row_number LIMIT {SalesDataException.MaxProblems}
            """,
            reader => problems.Add(new SalesDataProblem(reader.GetInt64(0), reader.GetString(1), SalesDataProblem.RowOfTable)),
            cancellationToken);
        if (problems.Count > 0)
        {
            throw SalesCsvReader.Refused(Path.GetFileName(path), problems);
        }

        static string Escaped(string text) => text.Replace("'", "''", StringComparison.Ordinal);
    }

    private string BadKey(string key, string shown)
    {
        var text = $"trim(CAST({Quoted(key)} AS VARCHAR))";
        var separator = columns.Key.Count > 1
            ? $"WHEN contains({text}, '{SalesColumns.KeySeparator}') THEN 'column {shown} holds ''{SalesColumns.KeySeparator}'', which joins the parts of a key'"
            : "";
        return $"""
            WHEN coalesce({text}, '') = '' THEN 'column {shown} is blank'
            WHEN strlen({text}) > {MaxNameLength} THEN 'the name in column {shown} is longer than {MaxNameLength} bytes'
            {separator}
            """;
    }

    private SalesFile Load(
        DuckDbEngine engine, string table, string date, Dictionary<string, string> types, string path, CancellationToken cancellationToken)
    {
        // Numbers are grouped as they are, which is faster; text is trimmed first, so that one name is one series.
        var parts = columns.Key.Select((key, part) => (
            Name: $"part{part}",
            Sql: types[key].Equals("VARCHAR", StringComparison.OrdinalIgnoreCase) ? $"trim({Quoted(key)})" : Quoted(key))).ToArray();
        var keys = string.Join(", ", parts.Select(part => part.Name));
        var joined = string.Join($" || '{SalesColumns.KeySeparator}' || ", parts.Select(part => $"CAST({part.Name} AS VARCHAR)"));
        engine.Execute(
            $"""
            CREATE TEMP TABLE totals AS
            SELECT {string.Join(", ", parts.Select(part => $"{part.Sql} AS {part.Name}"))}, {date} AS sales_day,
                sum(CAST({Quoted(columns.Value)} AS DOUBLE)) AS total, count(*) AS row_count
            FROM {table} GROUP BY ALL
            """,
            cancellationToken);
        engine.Execute(
            $"""
            CREATE TEMP TABLE series AS
            SELECT {keys}, {joined} AS series_name, CAST(row_number() OVER (ORDER BY {joined}) - 1 AS INTEGER) AS series_index
            FROM (SELECT DISTINCT {keys} FROM totals)
            """,
            cancellationToken);
        var (rows, totals, seriesCount, first, last) = Extent(engine, cancellationToken);
        if (totals == 0)
        {
            throw new SalesDataException($"{Path.GetFileName(path)} has no rows; give a file with at least some weeks of daily sales.");
        }

        var items = new string[seriesCount];
        engine.Query(
            "SELECT series_index, series_name FROM series", reader => items[reader.GetInt32(0)] = reader.GetString(1), cancellationToken);
        var starts = new int[seriesCount + 1];
        var days = new int[totals];
        var values = new double[totals];
        var written = 0;
        engine.Query(
            $"""
            SELECT series_index, CAST(sales_day - DATE '{first:yyyy-MM-dd}' AS INTEGER) AS day_index, total
            FROM totals JOIN series USING ({keys}) ORDER BY series_index, day_index
            """,
            reader =>
            {
                starts[reader.GetInt32(0) + 1]++;
                days[written] = reader.GetInt32(1);
                values[written] = reader.GetDouble(2);
                written++;
            },
            cancellationToken);
        for (var series = 0; series < seriesCount; series++)
        {
            starts[series + 1] += starts[series];
        }

        var panel = new SalesPanel(first, last.DayNumber - first.DayNumber + 1, items, starts, days, values);
        return new SalesFile(panel, SalesSource.Of(path), rows, (int)(rows - totals));
    }

    private static (long Rows, int Totals, int Series, DateOnly First, DateOnly Last) Extent(DuckDbEngine engine, CancellationToken cancellationToken)
    {
        var extent = (Rows: 0L, Totals: 0, Series: 0, First: default(DateOnly), Last: default(DateOnly));
        engine.Query(
            "SELECT CAST(coalesce(sum(row_count), 0) AS BIGINT), CAST(count(*) AS INTEGER), (SELECT CAST(count(*) AS INTEGER) FROM series), min(sales_day), max(sales_day) FROM totals",
            reader =>
            {
                if (!reader.IsDBNull(3))
                {
                    extent = (reader.GetInt64(0), reader.GetInt32(1), reader.GetInt32(2), reader.GetFieldValue<DateOnly>(3), reader.GetFieldValue<DateOnly>(4));
                }
            },
            cancellationToken);
        return extent;
    }
}
