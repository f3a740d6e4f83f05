using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace IowaSales.Storage.Providers;

/// <summary>The sales store in a PostgreSQL database.</summary>
/// <param name="options">The context's options.</param>
public sealed class PostgresSalesContext(DbContextOptions<PostgresSalesContext> options) : SalesContext(options);

/// <summary>Lets <c>dotnet ef migrations add --context PostgresSalesContext</c> make migrations without a host or a server.</summary>
public sealed class PostgresSalesContextFactory : IDesignTimeDbContextFactory<PostgresSalesContext>
{
    /// <inheritdoc/>
    public PostgresSalesContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresSalesContext>().UseNpgsql("Host=design-time").Options);
}
