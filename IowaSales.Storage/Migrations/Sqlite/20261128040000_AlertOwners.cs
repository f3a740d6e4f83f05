using IowaSales.Storage.Providers;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace IowaSales.Storage.Migrations.Sqlite;

/// <summary>Who looks after an alert, and until when it is put off.</summary>
[DbContext(typeof(SqliteSalesContext))]
[Migration("20261128040000_AlertOwners")]
public sealed class AlertOwners : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.AddColumn<string>(name: "owner", table: "alerts", type: "TEXT", nullable: true);
        migrationBuilder.AddColumn<DateOnly>(name: "snoozed_until", table: "alerts", type: "TEXT", nullable: true);
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.Sql("ALTER TABLE alerts DROP COLUMN owner;");
        migrationBuilder.Sql("ALTER TABLE alerts DROP COLUMN snoozed_until;");
    }
}
