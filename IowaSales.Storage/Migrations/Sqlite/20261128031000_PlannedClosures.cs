using IowaSales.Storage.Providers;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace IowaSales.Storage.Migrations.Sqlite;

/// <summary>Planned closures and openings.</summary>
[DbContext(typeof(SqliteSalesContext))]
[Migration("20261128031000_PlannedClosures")]
public sealed class PlannedClosures : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.CreateTable(
            name: "planned_closures",
            columns: table => new
            {
                id = table.Column<long>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                item = table.Column<string>(type: "TEXT", nullable: false),
                first_date = table.Column<DateOnly>(type: "TEXT", nullable: false),
                last_date = table.Column<DateOnly>(type: "TEXT", nullable: false),
                open = table.Column<bool>(type: "INTEGER", nullable: false),
                name = table.Column<string>(type: "TEXT", nullable: false),
                author = table.Column<string>(type: "TEXT", nullable: false),
                created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                undone_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                undone_by = table.Column<string>(type: "TEXT", nullable: true),
            },
            constraints: table => table.PrimaryKey("PK_planned_closures", x => x.id));
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.DropTable(name: "planned_closures");
    }
}
