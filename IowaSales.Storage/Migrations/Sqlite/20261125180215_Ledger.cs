using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IowaSales.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Ledger : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "registry_events");

            migrationBuilder.AddColumn<long>(
                name: "alert_version",
                table: "store_states",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<DateOnly>(
                name: "watched_through",
                table: "store_states",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "challenger",
                table: "issued_forecasts",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "changed_version",
                table: "batches",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.UpdateData(
                table: "store_states",
                keyColumn: "id",
                keyValue: 1,
                columns: new[] { "alert_version", "watched_through" },
                values: new object[] { 0L, null });

            migrationBuilder.CreateIndex(
                name: "IX_batches_changed_version",
                table: "batches",
                column: "changed_version");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_batches_changed_version",
                table: "batches");

            migrationBuilder.DropColumn(
                name: "alert_version",
                table: "store_states");

            migrationBuilder.DropColumn(
                name: "watched_through",
                table: "store_states");

            migrationBuilder.DropColumn(
                name: "challenger",
                table: "issued_forecasts");

            migrationBuilder.DropColumn(
                name: "changed_version",
                table: "batches");

            migrationBuilder.CreateTable(
                name: "registry_events",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    model_version = table.Column<string>(type: "TEXT", nullable: false),
                    previous_version = table.Column<string>(type: "TEXT", nullable: true),
                    reason = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_registry_events", x => x.id);
                });
        }
    }
}
