using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace IowaSales.Storage.Providers;

/// <summary>The sales store in an SQLite file.</summary>
/// <param name="options">The context's options.</param>
public sealed class SqliteSalesContext(DbContextOptions<SqliteSalesContext> options) : SalesContext(options);

/// <summary>Lets <c>dotnet ef migrations add --context SqliteSalesContext</c> make migrations without a host.</summary>
public sealed class SqliteSalesContextFactory : IDesignTimeDbContextFactory<SqliteSalesContext>
{
    /// <inheritdoc/>
    public SqliteSalesContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteSalesContext>().UseSqlite("Data Source=:memory:").Options);
}
