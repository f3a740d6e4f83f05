using IowaSales.Storage.Providers;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace IowaSales.Storage.Migrations.Sqlite;

/// <summary>A score keeps the mean forecast, which the bias is measured by; a total below 0 is scored as a demand of 0.</summary>
[DbContext(typeof(SqliteSalesContext))]
[Migration("20261127180000_ScoredMeans")]
public sealed class ScoredMeans : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.AddColumn<double>(name: "mean", table: "scores", type: "REAL", nullable: false, defaultValue: 0.0);
        migrationBuilder.Sql("UPDATE scores SET mean = COALESCE((SELECT t.mean FROM issued_steps t WHERE t.forecast_id = scores.forecast_id AND t.item_id = scores.item_id AND t.step = scores.step), median);");
        migrationBuilder.Sql("DELETE FROM scores WHERE actual < 0;");
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.Sql("ALTER TABLE scores DROP COLUMN mean;");
    }
}
