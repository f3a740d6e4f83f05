using IowaSales.Storage.Providers;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace IowaSales.Storage.Migrations.Sqlite;

/// <summary>What stands for the calendar and the drivers that a forecast was made with.</summary>
[DbContext(typeof(SqliteSalesContext))]
[Migration("20261128030000_Conditions")]
public sealed class Conditions : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.AddColumn<string>(name: "conditions", table: "issued_forecasts", type: "TEXT", nullable: true);
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.Sql("ALTER TABLE issued_forecasts DROP COLUMN conditions;");
    }
}
