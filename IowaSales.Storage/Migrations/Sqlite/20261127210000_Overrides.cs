using IowaSales.Storage.Providers;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace IowaSales.Storage.Migrations.Sqlite;

/// <summary>Overrides of the forecast.</summary>
[DbContext(typeof(SqliteSalesContext))]
[Migration("20261127210000_Overrides")]
public sealed class Overrides : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.CreateTable(
            name: "overrides",
            columns: table => new
            {
                id = table.Column<long>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                scope = table.Column<int>(type: "INTEGER", nullable: false),
                target = table.Column<string>(type: "TEXT", nullable: false),
                @from = table.Column<DateOnly>(type: "TEXT", nullable: false),
                through = table.Column<DateOnly>(type: "TEXT", nullable: false),
                kind = table.Column<int>(type: "INTEGER", nullable: false),
                value = table.Column<double>(type: "REAL", nullable: false),
                days = table.Column<byte[]>(type: "BLOB", nullable: false),
                reason = table.Column<string>(type: "TEXT", nullable: false),
                author = table.Column<string>(type: "TEXT", nullable: false),
                created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                made_through = table.Column<DateOnly>(type: "TEXT", nullable: false),
                replaces = table.Column<long>(type: "INTEGER", nullable: true),
                version = table.Column<int>(type: "INTEGER", nullable: false),
                ended_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                ended_by = table.Column<string>(type: "TEXT", nullable: true),
                ended_through = table.Column<DateOnly>(type: "TEXT", nullable: true),
                is_replaced = table.Column<bool>(type: "INTEGER", nullable: false),
                changed_version = table.Column<long>(type: "INTEGER", nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_overrides", x => x.id));
        migrationBuilder.CreateIndex(name: "IX_overrides_changed_version", table: "overrides", column: "changed_version");
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.DropTable(name: "overrides");
    }
}
