using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace IowaSales.Storage.Providers;

/// <summary>
/// One prepared statement, bound again for each row. It is SQLite's own: a command of ADO.NET costs several times what the insert does.
/// </summary>
internal sealed class SqliteBulkWriter : IBulkWriter
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly byte[] _day = new byte["yyyy-MM-dd".Length];
    private DateOnly _dayWritten;
    private int _column;

    public SqliteBulkWriter(SqliteConnection connection, string table, IReadOnlyList<string> columns)
    {
        _database = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        var values = string.Join(", ", columns.Select(_ => "?"));
        Check(raw.sqlite3_prepare_v2(_database, $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({values})", out _statement));
        Format(default);
    }

    public void StartRow()
    {
        Flush();
        _column = 0;
    }

    public void Write(int value) => Check(raw.sqlite3_bind_int(_statement, ++_column, value));

    public void Write(long value) => Check(raw.sqlite3_bind_int64(_statement, ++_column, value));

    public void Write(double? value) => Check(value is { } number
        ? raw.sqlite3_bind_double(_statement, ++_column, number)
        : raw.sqlite3_bind_null(_statement, ++_column));

    public void Write(bool value) => Write(value ? 1 : 0);

    public void Write(DateOnly value)
    {
        if (value != _dayWritten)
        {
            Format(value);
        }

        Check(raw.sqlite3_bind_text(_statement, ++_column, _day));
    }

    public void Write(string value) => Check(raw.sqlite3_bind_text(_statement, ++_column, value));

    public void Write(byte[] value) => Check(raw.sqlite3_bind_blob(_statement, ++_column, value));

    public Task CompleteAsync(CancellationToken cancellationToken)
    {
        Flush();
        _column = 0;
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _statement.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Format(DateOnly value)
    {
        value.TryFormat(_day, out _, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        _dayWritten = value;
    }

    private void Flush()
    {
        if (_column == 0)
        {
            return;
        }

        var result = raw.sqlite3_step(_statement);
        if (result != raw.SQLITE_DONE)
        {
            SqliteException.ThrowExceptionForRC(result, _database);
        }

        Check(raw.sqlite3_reset(_statement));
    }

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _database);
}
