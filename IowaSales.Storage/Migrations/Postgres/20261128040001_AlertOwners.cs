using IowaSales.Storage.Providers;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace IowaSales.Storage.Migrations.Postgres;

/// <summary>Who looks after an alert, and until when it is put off.</summary>
[DbContext(typeof(PostgresSalesContext))]
[Migration("20261128040001_AlertOwners")]
public sealed class AlertOwners : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.AddColumn<string>(name: "owner", table: "alerts", type: "text", nullable: true);
        migrationBuilder.AddColumn<DateOnly>(name: "snoozed_until", table: "alerts", type: "date", nullable: true);
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.DropColumn(name: "owner", table: "alerts");
        migrationBuilder.DropColumn(name: "snoozed_until", table: "alerts");
    }
}
