using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace IowaSales.Storage.Providers;

/// <summary>
/// Sets what SQLite keeps per connection: commits wait for the disk, the log is folded back in at a bounded size, and 2 MiB of pages are cached. Many
/// connections may be open, and the kernel caches the file; only who holds the write lock has more (<see cref="ForWriting"/>).
/// </summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    /// <summary>What the one connection that writes caches: 16 MiB, until it is opened again.</summary>
    public const string ForWriting = "PRAGMA cache_size = -16384";

    private const string Pragmas = "PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -2048;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
