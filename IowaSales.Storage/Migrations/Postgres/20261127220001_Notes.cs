using IowaSales.Storage.Providers;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace IowaSales.Storage.Migrations.Postgres;

/// <summary>Notes and events on dates.</summary>
[DbContext(typeof(PostgresSalesContext))]
[Migration("20261127220001_Notes")]
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
                id = table.Column<long>(type: "bigint", nullable: false)
                    .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                scope = table.Column<int>(type: "integer", nullable: false),
                target = table.Column<string>(type: "text", nullable: false),
                first_date = table.Column<DateOnly>(type: "date", nullable: false),
                last_date = table.Column<DateOnly>(type: "date", nullable: false),
                is_event = table.Column<bool>(type: "boolean", nullable: false),
                text = table.Column<string>(type: "text", nullable: false),
                author = table.Column<string>(type: "text", nullable: false),
                created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                removed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                removed_by = table.Column<string>(type: "text", nullable: true),
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
