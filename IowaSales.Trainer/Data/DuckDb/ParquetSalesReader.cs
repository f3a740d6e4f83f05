using System.Globalization;
using DuckDB.NET.Data;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Forecasting.Sharding;

namespace IowaSales.Trainer.Data.DuckDb;

/// <summary>Reads sales from Parquet by the same rules as from CSV; rows are numbered from 1.</summary>
/// <param name="columns">Which columns hold what.</param>
/// <param name="format">How days are written where they are text.</param>
/// <param name="rules">What may come in.</param>
internal sealed class ParquetSalesReader(SalesColumns columns, SalesFormat format, SalesRules rules)
{
    private const int MemoryLimitMegabytes = 320;
    private const string Row = SalesDataProblem.RowOfTable;
    private const string DayMap = "days_written";

    private readonly List<SalesDataProblem> _problems = [];
    private readonly SortedSet<string> _spellings = new(StringComparer.Ordinal);
    private string? _ambiguity;

    /// <summary>Reads a file, or a folder of parts; rows of the same series and day are added up, also over parts.</summary>
    /// <param name="path">Path of the Parquet file or folder.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="SalesDataException">The data cannot be used.</exception>
    public SalesFile Read(string path, CancellationToken cancellationToken = default) => Read(path, sink: null, cancellationToken);

    /// <summary>Reads a file or a folder of parts, as the other method does; a large panel into shards.</summary>
    /// <param name="path">Path of the Parquet file or folder.</param>
    /// <param name="sink">Takes a large panel, of which the result then has the days only; null for none.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="SalesDataException">The data cannot be used.</exception>
    public SalesFile Read(string path, ShardSink? sink, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(path);
        using var engine = new DuckDbEngine(MemoryLimitMegabytes);
        try
        {
            var table = ParquetFile.Table(path);
            var types = TypesOf(engine, table, name, cancellationToken);
            var date = ReadDays(engine, table, IsText(types[columns.Date]), cancellationToken);
            for (var part = 0; part < columns.Key.Count; part++)
            {
                ReadNames(engine, table, part, cancellationToken);
            }

            CheckAmounts(engine, table, cancellationToken);
            return _problems.Count > 0
                ? throw PartAtFault(path, cancellationToken) ?? SalesCsvReader.Refused(name, _problems)
                : Load(engine, table, date, types, path, sink, cancellationToken);
        }
        catch (DuckDBException exception)
        {
            throw PartAtFault(path, cancellationToken)
                ?? new SalesDataException($"{name} cannot be read as Parquet: {exception.Message.ReplaceLineEndings(" ")}", inner: exception);
        }
    }

    /// <summary>The refusal of the first part of a folder that is at fault, whose rows are named; null where none is, or there is one file only.</summary>
    private SalesDataException? PartAtFault(string path, CancellationToken cancellationToken)
    {
        foreach (var part in Directory.Exists(path) ? ParquetFile.PartsOf(path) : [])
        {
            try
            {
                _ = new ParquetSalesReader(columns, format, rules).Read(part, cancellationToken);
            }
            catch (SalesDataException exception)
            {
                return exception;
            }
        }

        return null;
    }

    private static string Quoted(string column) => DuckDbEngine.Identifier(column);

    private static bool IsText(string type) => type.Equals("VARCHAR", StringComparison.OrdinalIgnoreCase);

    private static string NameMap(int part) => string.Create(CultureInfo.InvariantCulture, $"names_written_{part}");

    private Dictionary<string, string> TypesOf(DuckDbEngine engine, string table, string name, CancellationToken cancellationToken)
    {
        var types = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        engine.Query($"DESCRIBE SELECT * EXCLUDE (file_row_number) FROM {table}", reader => types[reader.GetString(0)] = reader.GetString(1), cancellationToken);
        var missing = columns.All.Where(column => !types.ContainsKey(column)).ToArray();
        return missing.Length == 0
            ? types
            : throw new SalesDataException(
                $"{name} has no column {string.Join(" and no column ", missing)}: its columns are {string.Join(',', types.Keys)}. Name the columns with --date, --key and --value.");
    }

    /// <summary>Reads the different days; gives the SQL of the day of a row.</summary>
    private string ReadDays(DuckDbEngine engine, string table, bool isText, CancellationToken cancellationToken)
    {
        var column = Quoted(columns.Date);
        var written = isText ? $"trim({column})" : $"CAST(TRY_CAST({column} AS DATE) AS VARCHAR)";
        var texts = Distinct(engine, table, written, columns.Date, cancellationToken);
        var read = WrittenTexts.Days(texts, isText ? format : SalesFormat.Recognised, rules, Row);
        _ambiguity = read.Ambiguity;
        Refuse(texts, read.Faults, (text, fault) => $"'{text}' in column {columns.Date} {fault}", columns.Date);
        if (!isText)
        {
            return $"CAST({column} AS DATE)";
        }

        engine.CreateMap(DayMap, read.Days);
        return $"CAST((SELECT meant FROM {DayMap} WHERE {DayMap}.written = trim({column})) AS DATE)";
    }

    private void ReadNames(DuckDbEngine engine, string table, int part, CancellationToken cancellationToken)
    {
        var column = columns.Key[part];
        var texts = Distinct(engine, table, $"CAST({Quoted(column)} AS VARCHAR)", column, cancellationToken);
        var read = WrittenTexts.Names(texts.Select(text => text.Text));
        Refuse(texts, read.Faults, (_, fault) => fault == "is blank" ? $"column {column} is blank" : $"column {column} has a name that {fault}", column);
        if (columns.Key.Count > 1)
        {
            Refuse(
                texts,
                texts.Where(text => text.Text.Contains(SalesColumns.KeySeparator, StringComparison.Ordinal)).ToDictionary(text => text.Text, _ => ""),
                (text, _) => $"'{text}' in column {column} holds '{SalesColumns.KeySeparator}', which joins the parts of a key",
                column);
        }

        _spellings.UnionWith(read.Others.Values);
        engine.CreateMap(NameMap(part), read.Others);
    }

    /// <summary>The different texts of a column with the row in which each stands first; rows without one are refused.</summary>
    private List<(string Text, long Place)> Distinct(
        DuckDbEngine engine, string table, string written, string column, CancellationToken cancellationToken)
    {
        var texts = new List<(string Text, long Place)>();
        engine.Query(
            $"SELECT {written} AS written, min(file_row_number) + 1 AS place FROM {table} GROUP BY written ORDER BY place",
            reader =>
            {
                if (reader.IsDBNull(0))
                {
                    _problems.Add(new SalesDataProblem(reader.GetInt64(1), $"column {column} is blank or holds no such value", Row) { Column = column });
                }
                else
                {
                    texts.Add((reader.GetString(0), reader.GetInt64(1)));
                }
            },
            cancellationToken);
        return texts;
    }

    private void Refuse(
        IEnumerable<(string Text, long Place)> texts, IReadOnlyDictionary<string, string> faults, Func<string, string, string> say, string column)
    {
        foreach (var (text, place) in texts.Where(text => faults.ContainsKey(text.Text)).Take(SalesDataException.MaxProblems))
        {
            _problems.Add(new SalesDataProblem(place, say(text, faults[text]), Row) { Column = column });
        }
    }

    private void CheckAmounts(DuckDbEngine engine, string table, CancellationToken cancellationToken)
    {
        var value = Quoted(columns.Value);
        var number = $"TRY_CAST({value} AS DOUBLE)";
        engine.Query(
            $"""
            SELECT file_row_number + 1, CAST({value} AS VARCHAR), {number} IS NULL OR isnan({number}) FROM {table}
            WHERE {number} IS NULL OR isnan({number}) OR abs({number}) > {SalesRules.MaxAmount.ToString(CultureInfo.InvariantCulture)}
            ORDER BY file_row_number LIMIT {SalesDataException.MaxProblems}
            """,
            reader => _problems.Add(new SalesDataProblem(
                reader.GetInt64(0),
                reader.IsDBNull(1)
                    ? $"column {columns.Value} is blank"
                    : $"'{reader.GetString(1)}' in column {columns.Value} {(reader.GetBoolean(2) ? "is not a number" : SalesRules.RefusedAmount)}",
                Row)
            { Column = columns.Value }),
            cancellationToken);
    }

    private SalesFile Load(
        DuckDbEngine engine, string table, string date, Dictionary<string, string> types, string path, ShardSink? sink, CancellationToken cancellationToken)
    {
        // Numbers are grouped as they are, which is faster; names are brought into their form first, so that one name is one series.
        var parts = columns.Key.Select((key, part) => (
            Name: $"part{part}",
            Sql: IsText(types[key])
                ? $"coalesce((SELECT meant FROM {NameMap(part)} WHERE {NameMap(part)}.written = {Quoted(key)}), {Quoted(key)})"
                : Quoted(key))).ToArray();
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
        RefuseLongKeys(items, path);
        var query = $"""
            SELECT series_index, CAST(sales_day - DATE '{first:yyyy-MM-dd}' AS INTEGER) AS day_index, total
            FROM totals JOIN series USING ({keys}) ORDER BY series_index, day_index
            """;
        var (name, dayCount) = (Path.GetFileName(path), last.DayNumber - first.DayNumber + 1);
        var panel = sink is not null && seriesCount >= ShardPlan.MinSeries
            ? sink.Take(name, first, dayCount, items, SalesSource.Of(path), row => engine.Query(query, row, cancellationToken))
            : InMemory(engine, query, name, first, dayCount, items, totals, cancellationToken);
        return new SalesFile(panel, SalesSource.Of(path), rows, (int)(rows - totals))
        {
            Ambiguities = _ambiguity is { } sentence ? [sentence] : [],
            OtherSpellings = _spellings,
        };
    }

    private static SalesPanel InMemory(
        DuckDbEngine engine, string query, string name, DateOnly first, int dayCount, string[] items, int totals, CancellationToken cancellationToken)
    {
        var starts = new int[items.Length + 1];
        var days = new int[totals];
        var values = new double[totals];
        var written = 0;
        engine.Query(
            query,
            reader =>
            {
                starts[reader.GetInt32(0) + 1]++;
                days[written] = reader.GetInt32(1);
                values[written] = reader.GetDouble(2);
                written++;
            },
            cancellationToken);
        for (var series = 0; series < items.Length; series++)
        {
            starts[series + 1] += starts[series];
        }

        var panel = new SalesPanel(first, dayCount, items, starts, days, values);
        SalesCsvReader.RefuseTotals(panel, name);
        return panel;
    }

    private void RefuseLongKeys(string[] items, string path)
    {
        if (columns.Key.Count > 1 && items.FirstOrDefault(item => item.Length > ItemName.MaxLength) is { } item)
        {
            throw new SalesDataException(
                $"{Path.GetFileName(path)}: the columns {string.Join(',', columns.Key)} make a key of {item.Length} characters; {ItemName.MaxLength} are allowed.");
        }
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
