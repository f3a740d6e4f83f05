using IowaSales.Storage.Providers;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace IowaSales.Storage.Migrations.Postgres;

/// <summary>Drivers and attributes have a version of their own: most of them change no forecast.</summary>
[DbContext(typeof(PostgresSalesContext))]
[Migration("20261127230001_DriverVersion")]
public sealed class DriverVersion : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.AddColumn<long>(name: "driver_version", table: "store_states", type: "bigint", nullable: false, defaultValue: 0L);
        migrationBuilder.Sql("UPDATE store_states SET driver_version = COALESCE((SELECT MAX(changed_version) FROM driver_batches), 0);");
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.Sql("ALTER TABLE store_states DROP COLUMN driver_version;");
    }
}
