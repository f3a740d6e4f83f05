using System.Globalization;
using DuckDB.NET.Data;
using DuckDB.NET.Data.DataChunk.Writer;

namespace IowaSales.Trainer.Data.DuckDb;

/// <summary>An embedded analytical engine in memory, bounded, that spills to a temporary folder of its own.</summary>
internal sealed class DuckDbEngine : IDisposable
{
    private readonly DuckDBConnection _connection;
    private readonly string _spillFolder;

    /// <param name="memoryLimitMegabytes">Most memory that the engine takes before it spills to disk.</param>
    public DuckDbEngine(int memoryLimitMegabytes)
    {
        _spillFolder = Path.Combine(Path.GetTempPath(), $"iowasales-{Guid.NewGuid():N}");
        _connection = new DuckDBConnection("DataSource=:memory:");
        _connection.Open();
        Execute(string.Create(CultureInfo.InvariantCulture, $"SET memory_limit = '{memoryLimitMegabytes}MB'"));
        Execute($"SET temp_directory = {Literal(_spillFolder)}");
        Execute("SET autoinstall_known_extensions = false");
    }

    /// <summary>A text as SQL.</summary>
    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A name as SQL.</summary>
    public static string Identifier(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Runs a statement.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="cancellationToken">Interrupts it.</param>
    public void Execute(string sql, CancellationToken cancellationToken = default)
    {
        using var command = Command(sql);
        using var registration = cancellationToken.Register(command.Cancel);
        try
        {
            command.ExecuteNonQuery();
        }
        catch (DuckDBException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    /// <summary>Runs a query row after row, without holding its result.</summary>
    /// <param name="sql">The query.</param>
    /// <param name="row">Called for each row.</param>
    /// <param name="cancellationToken">Interrupts it.</param>
    public void Query(string sql, Action<DuckDBDataReader> row, CancellationToken cancellationToken = default)
    {
        using var command = Command(sql);
        command.UseStreamingMode = true;
        using var registration = cancellationToken.Register(command.Cancel);
        try
        {
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                row(reader);
            }
        }
        catch (DuckDBException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    /// <summary>Writes rows to a Parquet file as they come, in their order: no more than a group of them is in memory.</summary>
    /// <typeparam name="T">Type of a row.</typeparam>
    /// <param name="path">Where to.</param>
    /// <param name="columns">Name and type of each column.</param>
    /// <param name="rows">The rows, gone through once.</param>
    /// <param name="write">Writes a row at a place of the columns.</param>
    /// <param name="cancellationToken">Interrupts the writing.</param>
    public void WriteParquet<T>(
        string path, IReadOnlyList<(string Name, Type Type)> columns, IEnumerable<T> rows, Action<T, IDuckDBDataWriter[], ulong> write, CancellationToken cancellationToken)
        where T : class
    {
        const string Rows = "rows_to_write";

        // Functions of a table are marked as experimental by the driver.
#pragma warning disable DuckDBNET001
        _connection.RegisterTableFunction(
            Rows,
            () => new TableFunction([.. columns.Select(column => new ColumnInfo(column.Name, column.Type))], rows),
            (row, writers, place) => write((T)row!, writers, place));
#pragma warning restore DuckDBNET001
        Execute($"COPY (SELECT * FROM {Rows}()) TO {Literal(path)} (FORMAT parquet, COMPRESSION zstd)", cancellationToken);
    }

    /// <summary>Path of a file that lives no longer than the engine.</summary>
    /// <param name="extension">Its extension, without the dot.</param>
    public string NewFile(string extension)
    {
        Directory.CreateDirectory(_spillFolder);
        return Path.Combine(_spillFolder, $"{Guid.NewGuid():N}.{extension}");
    }

    /// <summary>Makes a temporary table of two columns of text, <c>written</c> and <c>meant</c>, a row for each pair.</summary>
    /// <param name="table">Name of the table.</param>
    /// <param name="pairs">The pairs.</param>
    public void CreateMap(string table, IEnumerable<KeyValuePair<string, string>> pairs)
    {
        const int RowsOfStatement = 500;
        Execute($"CREATE OR REPLACE TEMP TABLE {table} (written VARCHAR, meant VARCHAR)");
        foreach (var some in pairs.Chunk(RowsOfStatement))
        {
            Execute($"INSERT INTO {table} VALUES {string.Join(", ", some.Select(pair => $"({Literal(pair.Key)}, {Literal(pair.Value)})"))}");
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _connection.Dispose();
        if (Directory.Exists(_spillFolder))
        {
            Directory.Delete(_spillFolder, recursive: true);
        }
    }

    private DuckDBCommand Command(string sql)
    {
        var command = _connection.CreateCommand();

        // The text is built from quoted literals and identifiers only; file names and columns cannot be parameters here.
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
