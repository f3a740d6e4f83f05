using IowaSales.Storage.Providers;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace IowaSales.Storage.Migrations.Postgres;

/// <summary>What stands for the calendar and the drivers that a forecast was made with.</summary>
[DbContext(typeof(PostgresSalesContext))]
[Migration("20261128030001_Conditions")]
public sealed class Conditions : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.AddColumn<string>(name: "conditions", table: "issued_forecasts", type: "text", nullable: true);
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.Sql("ALTER TABLE issued_forecasts DROP COLUMN conditions;");
    }
}
