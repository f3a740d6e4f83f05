using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using SQLitePCL;

namespace IowaSales.Storage.Providers;

/// <summary>
/// Looks through an SQLite store before it is used: its pages, as SQLite's own quick check does, and whether every value fits its column, which
/// that check leaves out. Both end after a while; a store too large to be looked through in that time is used as it is.
/// </summary>
internal static class SqliteCheck
{
    private const int Interrupted = 9;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Checks the pages.</summary>
    /// <param name="connection">An open connection.</param>
    /// <returns>What is damaged; null when nothing was found.</returns>
    public static string? Pages(SqliteConnection connection) =>
        Scalar(connection, "PRAGMA quick_check(1)") is string found and not "ok" ? found.ReplaceLineEndings(" ") : null;

    /// <summary>Checks the values of all tables of the model.</summary>
    /// <param name="context">A context with an open connection, its schema up to date.</param>
    /// <returns>What is damaged; null when nothing was found.</returns>
    public static string? Values(SalesContext context)
    {
        var connection = (SqliteConnection)context.Database.GetDbConnection();
        foreach (var entity in context.Model.GetEntityTypes())
        {
            var misfits = entity.GetProperties().Select(MisfitOf);
            if (Scalar(connection, $"SELECT 1 FROM \"{entity.GetTableName()}\" WHERE {string.Join(" OR ", misfits)} LIMIT 1") is not null)
            {
                return $"a value in table {entity.GetTableName()} does not fit its column";
            }
        }

        return null;
    }

    /// <summary>The condition that a value of a column cannot be read as what the model says it is.</summary>
    private static string MisfitOf(IProperty property)
    {
        var column = $"\"{property.GetColumnName()}\"";
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        var misfit = property.GetColumnType() switch
        {
            "INTEGER" => $"typeof({column}) <> 'integer'",
            "REAL" => $"typeof({column}) NOT IN ('real', 'integer')",
            "BLOB" => $"typeof({column}) <> 'blob'",
            _ when type == typeof(DateOnly) => $"date({column}) IS NOT {column}",
            _ when type == typeof(DateTimeOffset) => $"julianday({column}) IS NULL",
            _ => $"typeof({column}) <> 'text'",
        };
        return property.IsNullable ? $"({column} IS NOT NULL AND {misfit})" : misfit;
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var limit = new Timer(_ => raw.sqlite3_interrupt(connection.Handle!), null, Limit, Timeout.InfiniteTimeSpan);
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            return command.ExecuteScalar();
        }
        catch (SqliteException interrupted) when (interrupted.SqliteErrorCode == Interrupted)
        {
            // Too large to be checked while somebody waits: what is damaged is then found when it is read.
            return null;
        }
    }
}
