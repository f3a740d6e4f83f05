using DuckDB.NET.Data;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Forecasting.Data.Files;

namespace IowaSales.Trainer.Data.DuckDb;

/// <summary>Reads drivers and attributes from Parquet by the same rules as from CSV; rows are numbered from 1.</summary>
/// <param name="columns">How day and item are headed in the sales.</param>
/// <param name="format">How days are written where they are text.</param>
/// <param name="rules">What days there can be.</param>
internal sealed class ParquetDriverReader(SalesColumns columns, SalesFormat format, SalesRules rules)
{
    private const int MemoryLimitMegabytes = 320;
    private const string Row = SalesDataProblem.RowOfTable;

    /// <summary>Reads a table of drivers.</summary>
    /// <param name="path">Path of the Parquet file.</param>
    /// <param name="known">The drivers that are known already.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="SalesDataException">The table cannot be used.</exception>
    public DriverFile ReadDrivers(string path, DriverSet known, CancellationToken cancellationToken) =>
        Read(path, header => DriverColumns.OfDrivers(header, columns, Path.GetFileName(path)), known, cancellationToken);

    /// <summary>Reads a table of attributes.</summary>
    /// <param name="path">Path of the Parquet file.</param>
    /// <param name="known">What is known already.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="SalesDataException">The table cannot be used.</exception>
    public DriverFile ReadAttributes(string path, DriverSet known, CancellationToken cancellationToken) =>
        Read(path, header => DriverColumns.OfAttributes(header, columns, Path.GetFileName(path)), known, cancellationToken);

    /// <summary>Reads the columns of drivers of a table of sales.</summary>
    /// <param name="path">Path of the Parquet file.</param>
    /// <param name="known">The drivers that are known already.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="SalesDataException">They cannot be used.</exception>
    public DriverFile ReadKnown(string path, DriverSet known, CancellationToken cancellationToken) =>
        Read(path, _ => new DriverColumns(columns.Date, columns.Key, columns.Known), known, cancellationToken);

    private DriverFile Read(string path, Func<IReadOnlyList<string>, DriverColumns> find, DriverSet known, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(path);
        using var engine = new DuckDbEngine(MemoryLimitMegabytes);
        try
        {
            var table = $"read_parquet({DuckDbEngine.Literal(path)}, file_row_number = true)";
            var types = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            engine.Query($"DESCRIBE SELECT * EXCLUDE (file_row_number) FROM {table}", reader => types[reader.GetString(0)] = reader.GetString(1), cancellationToken);
            var places = find([.. types.Keys]);
            var dayIsText = places.Date is { } date && types[date].Equals("VARCHAR", StringComparison.OrdinalIgnoreCase);
            var sql = $"SELECT file_row_number + 1, {string.Join(", ", SelectedBy(places, dayIsText))} FROM {table}";
            var asWritten = dayIsText ? format : SalesFormat.Recognised;
            while (true)
            {
                var rows = new ParquetDriverRows(places, name, asWritten, rules);
                engine.Query(sql, rows.Add, cancellationToken);
                if (rows.Better is not { } better)
                {
                    return rows.Build(known);
                }

                asWritten = asWritten with { DateFormat = better };
            }
        }
        catch (DuckDBException exception)
        {
            throw new SalesDataException($"{name} cannot be read as Parquet: {exception.Message.ReplaceLineEndings(" ")}", inner: exception);
        }
    }

    /// <summary>The day, the parts of the key and the values, each as text.</summary>
    private static IEnumerable<string> SelectedBy(DriverColumns places, bool dayIsText)
    {
        if (places.Date is { } date)
        {
            yield return dayIsText ? $"trim({DuckDbEngine.Identifier(date)})" : $"CAST(TRY_CAST({DuckDbEngine.Identifier(date)} AS DATE) AS VARCHAR)";
        }

        foreach (var column in places.Key.Concat(places.Values))
        {
            yield return $"CAST({DuckDbEngine.Identifier(column)} AS VARCHAR)";
        }
    }

    /// <summary>One pass over the rows.</summary>
    private sealed class ParquetDriverRows
    {
        private readonly DriverColumns _places;
        private readonly string _input;
        private readonly SalesDates _dates;
        private readonly DriverCollector? _drivers;
        private readonly AttributeCollector? _attributes;
        private readonly Dictionary<string, DateOnly> _days = new(StringComparer.Ordinal);
        private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
        private readonly List<SalesDataProblem> _problems = [];
        private long _count;

        public ParquetDriverRows(DriverColumns places, string input, SalesFormat format, SalesRules rules)
        {
            // Numbers of a typed column, and in text, are written with a point, as those of sales in Parquet are.
            var numbers = format with { Decimal = '.' };
            (_places, _input, _dates) = (places, input, new SalesDates(format, rules, Row));
            _drivers = places.Date is null ? null : new DriverCollector(places.Values, input, numbers, ',', Row);
            _attributes = places.Date is null ? new AttributeCollector(places.Values, input, numbers, ',', Row) : null;
        }

        /// <summary>The format that the days turned out to have; null as long as the one in use fits.</summary>
        public SalesDateFormat? Better => _dates.Better;

        public void Add(DuckDBDataReader reader)
        {
            _count++;
            var place = reader.GetInt64(0);
            var column = 1;
            var date = default(DateOnly);
            if (Better is not null || _problems.Count >= SalesDataException.MaxProblems
                || (_drivers is not null && !TryDate(reader, column++, place, out date))
                || !TryName(reader, column, place, out var item))
            {
                return;
            }

            column += _places.Key.Count;
            _drivers?.BeginRow(date, item, place);
            _attributes?.BeginRow(item, place);
            for (var value = 0; value < _places.Values.Count; value++)
            {
                if (!reader.IsDBNull(column + value))
                {
                    _drivers?.Set(value, reader.GetString(column + value));
                    _attributes?.Set(value, reader.GetString(column + value));
                }
            }
        }

        public DriverFile Build(DriverSet known)
        {
            if (_problems.Count > 0)
            {
                throw SalesCsvReader.Refused(_input, _problems);
            }

            if (_count == 0)
            {
                throw new SalesDataException($"{_input} has no rows; give at least one, or leave the file out.");
            }

            var set = _drivers?.Build(known) ?? _attributes!.Build(known);
            return new DriverFile(set, _count)
            {
                Remarks = [.. _drivers?.Remarks ?? _attributes!.Remarks, .. _dates.Ambiguity is { } sentence ? [sentence] : Array.Empty<string>()],
            };
        }

        private bool TryDate(DuckDBDataReader reader, int column, long place, out DateOnly date)
        {
            date = default;
            var text = reader.IsDBNull(column) ? "" : reader.GetString(column);
            if (text.Length == 0)
            {
                return Refuse(place, _places.Date!, $"column {_places.Date} is blank or holds no such value");
            }

            if (_days.TryGetValue(text, out date))
            {
                return true;
            }

            if (_dates.Read(text, place, out date) is { } fault)
            {
                return Refuse(place, _places.Date!, $"'{text}' in column {_places.Date} {fault}");
            }

            _days.Add(text, date);
            return true;
        }

        private bool TryName(DuckDBDataReader reader, int column, long place, out string item)
        {
            item = "";
            var parts = new string[_places.Key.Count];
            for (var part = 0; part < parts.Length; part++)
            {
                parts[part] = reader.IsDBNull(column + part) ? "" : reader.GetString(column + part);
            }

            if (_drivers is not null && Array.TrueForAll(parts, string.IsNullOrWhiteSpace))
            {
                return true;
            }

            for (var part = 0; part < parts.Length; part++)
            {
                if (!_names.TryGetValue(parts[part], out var name))
                {
                    if (ItemName.Normalize(parts[part], out name) is { } fault)
                    {
                        var key = _places.Key[part];
                        return Refuse(place, key, fault == "is blank" ? $"column {key} is blank" : $"column {key} has a name that {fault}");
                    }

                    _names.Add(parts[part], name);
                }

                parts[part] = name;
            }

            item = parts.Length == 1 ? parts[0] : string.Join(SalesColumns.KeySeparator, parts);
            return true;
        }

        private bool Refuse(long place, string column, string reason)
        {
            _problems.Add(new SalesDataProblem(place, reason, Row) { Column = column });
            return false;
        }
    }
}
