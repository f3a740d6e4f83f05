using System.Net.Sockets;
using IowaSales.Forecasting.Sharding;
using Npgsql;

namespace IowaSales.Cluster;

/// <summary>
/// A cluster that outlives its trainings, since a PostgreSQL database keeps the list of its members. Silos of one name and one build of the program find each
/// other; those of another build may compute something else, and are a cluster of their own.
/// </summary>
/// <param name="connection">Connection string of the database.</param>
/// <param name="name">Name of the cluster.</param>
/// <exception cref="ArgumentException">The connection string cannot be read.</exception>
public sealed class StandingCluster(string connection, string name) : IDisposable
{
    private readonly NpgsqlDataSource _database = NpgsqlDataSource.Create(connection);

    /// <summary>Names the cluster in the database.</summary>
    internal string Id { get; } = $"{name}-{ShardPlan.ThisProgram:N}";

    /// <summary>The list of members, whose tables are there then.</summary>
    /// <exception cref="IOException">The database cannot be used.</exception>
    internal async Task<PostgresMembers> MembersAsync(CancellationToken cancellationToken)
    {
        var members = new PostgresMembers(_database, Id);
        try
        {
            await members.CreateAsync(cancellationToken);
            return members;
        }
        catch (Exception exception) when (exception is NpgsqlException or SocketException or TimeoutException)
        {
            throw new IOException($"The database of the cluster's members cannot be used ({exception.Message.TrimEnd('.')}); check --membership.", exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();
}
