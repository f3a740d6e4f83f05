using IowaSales.Storage.Providers;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace IowaSales.Storage.Migrations.Sqlite;

/// <summary>Notes and events on dates.</summary>
[DbContext(typeof(SqliteSalesContext))]
[Migration("20261127220000_Notes")]
public sealed class Notes : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.CreateTable(
            name: "notes",
            columns: table => new
            {
                id = table.Column<long>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                scope = table.Column<int>(type: "INTEGER", nullable: false),
                target = table.Column<string>(type: "TEXT", nullable: false),
                first_date = table.Column<DateOnly>(type: "TEXT", nullable: false),
                last_date = table.Column<DateOnly>(type: "TEXT", nullable: false),
                is_event = table.Column<bool>(type: "INTEGER", nullable: false),
                text = table.Column<string>(type: "TEXT", nullable: false),
                author = table.Column<string>(type: "TEXT", nullable: false),
                created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                removed_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                removed_by = table.Column<string>(type: "TEXT", nullable: true),
            },
            constraints: table => table.PrimaryKey("PK_notes", x => x.id));
        migrationBuilder.CreateIndex(name: "IX_notes_last_date", table: "notes", column: "last_date");
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.DropTable(name: "notes");
    }
}
