using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;

namespace IowaSales.Cluster;

/// <summary>
/// The list of a cluster's members in PostgreSQL. It is the interface of Orleans itself and not its ADO.NET provider: that one takes the text of every query
/// from a table which the database's owner fills by scripts outside its package; this one needs two tables, which it makes itself.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="cluster">Names the cluster.</param>
internal sealed class PostgresMembers(NpgsqlDataSource database, string cluster) : IMembershipTable
{
    private const string Create = """
        SELECT pg_advisory_xact_lock(hashtext('iowasales_cluster'));
        CREATE SCHEMA IF NOT EXISTS iowasales_cluster;
        CREATE TABLE IF NOT EXISTS iowasales_cluster.clusters (id text PRIMARY KEY, version integer NOT NULL);
        CREATE TABLE IF NOT EXISTS iowasales_cluster.members (
            cluster text NOT NULL REFERENCES iowasales_cluster.clusters ON DELETE CASCADE,
            silo text NOT NULL,
            written integer NOT NULL,
            status integer NOT NULL,
            alive timestamptz NOT NULL,
            entry text NOT NULL,
            PRIMARY KEY (cluster, silo));
        """;

    /// <summary>Makes the tables, where they are not there.</summary>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="NpgsqlException">The database cannot be reached, or the role may not make a schema and has none.</exception>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var look = new NpgsqlCommand("SELECT to_regclass('iowasales_cluster.members') IS NOT NULL", connection);
        if (await look.ExecuteScalarAsync(cancellationToken) is not true)
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using var create = new NpgsqlCommand(Create, connection, transaction);
            await create.ExecuteNonQueryAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task InitializeMembershipTable(bool tryInitTableVersion)
    {
        await CreateAsync(CancellationToken.None);
        await ExecuteAsync("INSERT INTO iowasales_cluster.clusters (id, version) VALUES (@cluster, 0) ON CONFLICT (id) DO NOTHING", ("cluster", cluster));
    }

    /// <inheritdoc/>
    public Task<MembershipTableData> ReadAll() => ReadAsync(key: null);

    /// <inheritdoc/>
    public Task<MembershipTableData> ReadRow(SiloAddress key) => ReadAsync(key);

    /// <inheritdoc/>
    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) => WriteAsync(
        """
        INSERT INTO iowasales_cluster.members (cluster, silo, written, status, alive, entry)
        VALUES (@cluster, @silo, @version, @status, @alive, @entry) ON CONFLICT (cluster, silo) DO NOTHING
        """,
        entry,
        etag: "",
        tableVersion);

    /// <inheritdoc/>
    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) => WriteAsync(
        """
        UPDATE iowasales_cluster.members SET written = @version, status = @status, alive = @alive, entry = @entry
        WHERE cluster = @cluster AND silo = @silo AND written::text = @etag
        """,
        entry,
        etag,
        tableVersion);

    /// <inheritdoc/>
    public Task UpdateIAmAlive(MembershipEntry entry) => ExecuteAsync(
        "UPDATE iowasales_cluster.members SET alive = @alive WHERE cluster = @cluster AND silo = @silo",
        ("cluster", cluster),
        ("silo", entry.SiloAddress.ToParsableString()),
        ("alive", Utc(entry.IAmAliveTime)));

    /// <inheritdoc/>
    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => ExecuteAsync(
        "DELETE FROM iowasales_cluster.members WHERE cluster = @cluster AND status <> @active AND alive < @before",
        ("cluster", cluster),
        ("active", (int)SiloStatus.Active),
        ("before", beforeDate.UtcDateTime));

    /// <inheritdoc/>
    public Task DeleteMembershipTableEntries(string clusterId) =>
        ExecuteAsync("DELETE FROM iowasales_cluster.clusters WHERE id = @cluster", ("cluster", clusterId));

    /// <summary>Reads the version and the members as of one moment, by one statement.</summary>
    private async Task<MembershipTableData> ReadAsync(SiloAddress? key)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var command = Command(
            """
            SELECT c.version, m.silo, m.written, m.status, m.alive, m.entry
            FROM iowasales_cluster.clusters c LEFT JOIN iowasales_cluster.members m ON m.cluster = c.id AND (@silo = '' OR m.silo = @silo)
            WHERE c.id = @cluster
            """,
            ("cluster", cluster),
            ("silo", key?.ToParsableString() ?? ""));
        command.Connection = connection;
        await using var rows = await command.ExecuteReaderAsync();
        var (version, members) = (0, new List<Tuple<MembershipEntry, string>>());
        while (await rows.ReadAsync())
        {
            version = rows.GetInt32(0);
            if (!rows.IsDBNull(1))
            {
                var entry = JsonSerializer.Deserialize(rows.GetString(5), MemberJson.Default.Member)!.ToEntry();
                entry.SiloAddress = SiloAddress.FromParsableString(rows.GetString(1));
                entry.Status = (SiloStatus)rows.GetInt32(3);
                entry.IAmAliveTime = rows.GetDateTime(4);
                members.Add(Tuple.Create(entry, TextOf(rows.GetInt32(2))));
            }
        }

        return new MembershipTableData(members, new TableVersion(version, TextOf(version)));
    }

    /// <summary>Writes a member if nobody has changed the list since it was read.</summary>
    private async Task<bool> WriteAsync(string statement, MembershipEntry entry, string etag, TableVersion next)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var turn = Command(
            "UPDATE iowasales_cluster.clusters SET version = @version WHERE id = @cluster AND version::text = @before",
            ("cluster", cluster),
            ("version", next.Version),
            ("before", next.VersionEtag));
        await using var write = Command(
            statement,
            ("cluster", cluster),
            ("silo", entry.SiloAddress.ToParsableString()),
            ("version", next.Version),
            ("etag", etag),
            ("status", (int)entry.Status),
            ("alive", Utc(entry.IAmAliveTime)),
            ("entry", JsonSerializer.Serialize(Member.Of(entry), MemberJson.Default.Member)));
        foreach (var command in (NpgsqlCommand[])[turn, write])
        {
            (command.Connection, command.Transaction) = (connection, transaction);
            if (await command.ExecuteNonQueryAsync() != 1)
            {
                return false;
            }
        }

        await transaction.CommitAsync();
        return true;
    }

    private async Task ExecuteAsync(string statement, params (string Name, object Value)[] parameters)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var command = Command(statement, parameters);
        command.Connection = connection;
        await command.ExecuteNonQueryAsync();
    }

    private static NpgsqlCommand Command(string statement, params (string Name, object Value)[] parameters)
    {
        var command = new NpgsqlCommand(statement);
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }

    private static string TextOf(int version) => version.ToString(CultureInfo.InvariantCulture);

    private static DateTime Utc(DateTime time) => DateTime.SpecifyKind(time, DateTimeKind.Utc);
}

/// <summary>What the list keeps of a member beside its address, its status and when it was last alive.</summary>
/// <param name="Name">Name of the silo.</param>
/// <param name="Host">Name of its machine.</param>
/// <param name="Gateway">Port for clients; 0 for none.</param>
/// <param name="Role">Role of its machine; null for none.</param>
/// <param name="UpdateZone">Number of the zone that is updated at once.</param>
/// <param name="FaultZone">Number of the zone that fails at once.</param>
/// <param name="Started">When it started.</param>
/// <param name="Suspected">Who has not reached it.</param>
internal sealed record Member(
    string Name, string Host, int Gateway, string? Role, int UpdateZone, int FaultZone, DateTime Started, IReadOnlyList<Suspicion> Suspected)
{
    /// <summary>What there is to keep of an entry.</summary>
    public static Member Of(MembershipEntry entry) => new(
        entry.SiloName,
        entry.HostName,
        entry.ProxyPort,
        entry.RoleName,
        entry.UpdateZone,
        entry.FaultZone,
        entry.StartTime,
        [.. (entry.SuspectTimes ?? []).Select(suspicion => new Suspicion(suspicion.Item1.ToParsableString(), suspicion.Item2))]);

    /// <summary>The entry, without what is kept beside.</summary>
    public MembershipEntry ToEntry() => new()
    {
        SiloName = Name,
        HostName = Host,
        ProxyPort = Gateway,
        RoleName = Role,
        UpdateZone = UpdateZone,
        FaultZone = FaultZone,
        StartTime = Started,
        SuspectTimes = [.. Suspected.Select(suspicion => Tuple.Create(SiloAddress.FromParsableString(suspicion.By), suspicion.At))],
    };
}

/// <summary>A silo could not reach a member.</summary>
/// <param name="By">Address of the silo.</param>
/// <param name="At">When.</param>
internal sealed record Suspicion(string By, DateTime At);

/// <summary>Source-generated JSON of a member.</summary>
[JsonSerializable(typeof(Member))]
internal sealed partial class MemberJson : JsonSerializerContext;
