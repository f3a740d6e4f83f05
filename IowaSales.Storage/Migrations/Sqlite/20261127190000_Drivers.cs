using IowaSales.Storage.Providers;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace IowaSales.Storage.Migrations.Sqlite;

/// <summary>Batches of drivers and of item attributes.</summary>
[DbContext(typeof(SqliteSalesContext))]
[Migration("20261127190000_Drivers")]
public sealed class Drivers : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.CreateTable(
            name: "driver_batches",
            columns: table => new
            {
                id = table.Column<long>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                is_attributes = table.Column<bool>(type: "INTEGER", nullable: false),
                source = table.Column<string>(type: "TEXT", nullable: false),
                received_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                content_hash = table.Column<string>(type: "TEXT", nullable: false),
                state = table.Column<int>(type: "INTEGER", nullable: false),
                rows = table.Column<long>(type: "INTEGER", nullable: false),
                names = table.Column<string>(type: "TEXT", nullable: false),
                first_date = table.Column<DateOnly>(type: "TEXT", nullable: true),
                last_date = table.Column<DateOnly>(type: "TEXT", nullable: true),
                undone_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                changed_version = table.Column<long>(type: "INTEGER", nullable: false),
                content = table.Column<byte[]>(type: "BLOB", nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_driver_batches", x => x.id));
        migrationBuilder.CreateIndex(name: "IX_driver_batches_content_hash", table: "driver_batches", column: "content_hash");
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.DropTable(name: "driver_batches");
    }
}
