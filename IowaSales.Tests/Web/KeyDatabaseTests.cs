using IowaSales.ServiceDefaults;
using IowaSales.Tests.Storage;
using IowaSales.Web.Hosting;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace IowaSales.Tests.Web;

/// <summary>Data-protection keys in PostgreSQL, as several replicas of the dashboard share them.</summary>
public sealed class KeyDatabaseTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_one_replica_protects_every_other_one_and_a_later_one_can_read()
    {
        await using var database = await TestStore.PostgresAsync();
        using var replicas = new Disposables<IHost>(Enumerable.Range(0, 4).Select(_ => Replica(database.Connection)));

        // All at once on an empty database: the table is created once
        var tokens = await Task.WhenAll(replicas.Items.Select(replica => Task.Run(() => Protector(replica).Protect("circuit"), Cancellation)));

        using var later = Replica(database.Connection);
        foreach (var reader in replicas.Items.Append(later))
        {
            Assert.Equal("circuit", Protector(reader).Unprotect(tokens[0]));
        }

        var report = await later.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancellation);
        Assert.Equal(HealthStatus.Healthy, report.Entries["keys"].Status);
    }

    [Fact]
    public async Task A_replica_whose_database_is_away_is_not_ready_and_says_what_to_do_and_one_that_has_its_keys_goes_on()
    {
        await using var database = await TestStore.PostgresAsync();
        using var early = Replica(database.Connection);
        var token = Protector(early).Protect("circuit");

        await database.TakeAwayAsync();
        using var late = Replica(database.Connection);

        Assert.Equal("circuit", Protector(early).Unprotect(token));
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync(early)).Status);
        var health = await HealthAsync(late);
        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        Assert.Equal("The database of data-protection keys cannot be read; check that it runs and that DataProtection:Store names it.", health.Description);
    }

    [Theory]
    [InlineData("/keys")]
    [InlineData("Host=db")]
    [InlineData("Host=db;Database=sales;Frequency=often")]
    public void What_is_no_database_is_refused_without_repeating_it(string connection)
    {
        var exception = Assert.Throws<ServiceSettingException>(() => Replica(connection));

        Assert.StartsWith("DataProtection:Store must name a PostgreSQL database", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(connection, exception.Message, StringComparison.Ordinal);
    }

    private static async Task<HealthReportEntry> HealthAsync(IHost replica) =>
        (await replica.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancellation)).Entries["keys"];

    private static IDataProtector Protector(IHost replica) => replica.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    private static IHost Replica(string connection)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("DataProtection:Store", (string?)connection)]);
        builder.Logging.ClearProviders();
        builder.AddDataProtectionKeys();
        return builder.Build();
    }

    private sealed class Disposables<T>(IEnumerable<T> items) : IDisposable
        where T : IDisposable
    {
        public IReadOnlyList<T> Items { get; } = [.. items];

        public void Dispose()
        {
            foreach (var item in Items)
            {
                item.Dispose();
            }
        }
    }
}
