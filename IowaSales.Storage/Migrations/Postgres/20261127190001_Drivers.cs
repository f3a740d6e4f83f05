using IowaSales.Storage.Providers;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace IowaSales.Storage.Migrations.Postgres;

/// <summary>Batches of drivers and of item attributes.</summary>
[DbContext(typeof(PostgresSalesContext))]
[Migration("20261127190001_Drivers")]
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
                id = table.Column<long>(type: "bigint", nullable: false)
                    .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                is_attributes = table.Column<bool>(type: "boolean", nullable: false),
                source = table.Column<string>(type: "text", nullable: false),
                received_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                content_hash = table.Column<string>(type: "text", nullable: false),
                state = table.Column<int>(type: "integer", nullable: false),
                rows = table.Column<long>(type: "bigint", nullable: false),
                names = table.Column<string>(type: "text", nullable: false),
                first_date = table.Column<DateOnly>(type: "date", nullable: true),
                last_date = table.Column<DateOnly>(type: "date", nullable: true),
                undone_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                changed_version = table.Column<long>(type: "bigint", nullable: false),
                content = table.Column<byte[]>(type: "bytea", nullable: false),
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
