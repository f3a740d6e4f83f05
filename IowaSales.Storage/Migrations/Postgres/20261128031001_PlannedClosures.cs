using IowaSales.Storage.Providers;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace IowaSales.Storage.Migrations.Postgres;

/// <summary>Planned closures and openings.</summary>
[DbContext(typeof(PostgresSalesContext))]
[Migration("20261128031001_PlannedClosures")]
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
                id = table.Column<long>(type: "bigint", nullable: false)
                    .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                item = table.Column<string>(type: "text", nullable: false),
                first_date = table.Column<DateOnly>(type: "date", nullable: false),
                last_date = table.Column<DateOnly>(type: "date", nullable: false),
                open = table.Column<bool>(type: "boolean", nullable: false),
                name = table.Column<string>(type: "text", nullable: false),
                author = table.Column<string>(type: "text", nullable: false),
                created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                undone_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                undone_by = table.Column<string>(type: "text", nullable: true),
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
