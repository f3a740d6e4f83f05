using IowaSales.Storage.Providers;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace IowaSales.Storage.Migrations.Postgres;

/// <summary>Overrides of the forecast.</summary>
[DbContext(typeof(PostgresSalesContext))]
[Migration("20261127210001_Overrides")]
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
                id = table.Column<long>(type: "bigint", nullable: false)
                    .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                scope = table.Column<int>(type: "integer", nullable: false),
                target = table.Column<string>(type: "text", nullable: false),
                @from = table.Column<DateOnly>(type: "date", nullable: false),
                through = table.Column<DateOnly>(type: "date", nullable: false),
                kind = table.Column<int>(type: "integer", nullable: false),
                value = table.Column<double>(type: "double precision", nullable: false),
                days = table.Column<byte[]>(type: "bytea", nullable: false),
                reason = table.Column<string>(type: "text", nullable: false),
                author = table.Column<string>(type: "text", nullable: false),
                created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                made_through = table.Column<DateOnly>(type: "date", nullable: false),
                replaces = table.Column<long>(type: "bigint", nullable: true),
                version = table.Column<int>(type: "integer", nullable: false),
                ended_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                ended_by = table.Column<string>(type: "text", nullable: true),
                ended_through = table.Column<DateOnly>(type: "date", nullable: true),
                is_replaced = table.Column<bool>(type: "boolean", nullable: false),
                changed_version = table.Column<long>(type: "bigint", nullable: false),
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
