namespace IowaSales.Trainer.Data.DuckDb;

/// <summary>How a column of days is read: days and timestamps as they are, text in the one format of its first value.</summary>
internal static class DateExpression
{
    private static readonly (string Name, string Pattern)[] Formats =
    [
        ("yyyy-MM-dd", "%Y-%m-%d"),
        ("MM/dd/yyyy", "%m/%d/%Y"),
        ("yyyyMMdd", "%Y%m%d"),
        ("yyyy/MM/dd", "%Y/%m/%d"),
        ("yyyy-MM-ddT00:00:00.000", "%Y-%m-%dT%H:%M:%S.%g"),
        ("yyyy-MM-ddT00:00:00", "%Y-%m-%dT%H:%M:%S"),
        ("yyyy-MM-dd 00:00:00", "%Y-%m-%d %H:%M:%S"),
    ];

    /// <summary>SQL that gives a DATE, or NULL where the value is none, and the format in words.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="table">SQL of the table.</param>
    /// <param name="column">Name of the column.</param>
    /// <param name="type">The engine's type of the column.</param>
    /// <param name="cancellationToken">Interrupts.</param>
    public static (string Sql, string Format) For(
        DuckDbEngine engine, string table, string column, string type, CancellationToken cancellationToken)
    {
        var name = DuckDbEngine.Identifier(column);
        if (!type.Equals("VARCHAR", StringComparison.OrdinalIgnoreCase))
        {
            return ($"TRY_CAST({name} AS DATE)", "a date");
        }

        var first = "";
        engine.Query(
            $"SELECT trim({name}) FROM {table} WHERE {name} IS NOT NULL LIMIT 1", reader => first = reader.GetString(0), cancellationToken);
        foreach (var (format, pattern) in Formats)
        {
            var parsed = false;
            engine.Query(
                $"SELECT try_strptime({DuckDbEngine.Literal(first)}, '{pattern}') IS NOT NULL",
                reader => parsed = reader.GetBoolean(0),
                cancellationToken);
            if (parsed)
            {
                return ($"CAST(try_strptime(trim({name}), '{pattern}') AS DATE)", format);
            }
        }

        return ("CAST(NULL AS DATE)", string.Join(", ", Formats.Select(format => format.Name)));
    }
}
