using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IowaSales.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "alerts",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    item = table.Column<string>(type: "TEXT", nullable: true),
                    date = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    raised_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    value = table.Column<double>(type: "REAL", nullable: false),
                    limit = table.Column<double>(type: "REAL", nullable: false),
                    dismissed_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    dismiss_note = table.Column<string>(type: "TEXT", nullable: true),
                    delivered_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    next_attempt_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    last_error = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_alerts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "batches",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    source = table.Column<string>(type: "TEXT", nullable: false),
                    received_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    content_hash = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    rows = table.Column<int>(type: "INTEGER", nullable: false),
                    added = table.Column<int>(type: "INTEGER", nullable: false),
                    corrected = table.Column<int>(type: "INTEGER", nullable: false),
                    unchanged = table.Column<int>(type: "INTEGER", nullable: false),
                    first_date = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    last_date = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    previous_last_date = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    undone_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_batches", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "corrections",
                columns: table => new
                {
                    batch_id = table.Column<long>(type: "INTEGER", nullable: false),
                    item_id = table.Column<int>(type: "INTEGER", nullable: false),
                    date = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    old_total = table.Column<double>(type: "REAL", nullable: true),
                    old_batch_id = table.Column<long>(type: "INTEGER", nullable: true),
                    new_total = table.Column<double>(type: "REAL", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_corrections", x => new { x.batch_id, x.item_id, x.date });
                });

            migrationBuilder.CreateTable(
                name: "drift_states",
                columns: table => new
                {
                    item_id = table.Column<int>(type: "INTEGER", nullable: false),
                    high = table.Column<double>(type: "REAL", nullable: false),
                    low = table.Column<double>(type: "REAL", nullable: false),
                    through = table.Column<DateOnly>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_drift_states", x => x.item_id);
                });

            migrationBuilder.CreateTable(
                name: "issued_forecasts",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    origin = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    model_version = table.Column<string>(type: "TEXT", nullable: false),
                    data_version = table.Column<long>(type: "INTEGER", nullable: false),
                    issued_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    horizon = table.Column<int>(type: "INTEGER", nullable: false),
                    superseded = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_issued_forecasts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "issued_steps",
                columns: table => new
                {
                    forecast_id = table.Column<long>(type: "INTEGER", nullable: false),
                    item_id = table.Column<int>(type: "INTEGER", nullable: false),
                    step = table.Column<int>(type: "INTEGER", nullable: false),
                    date = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    mean = table.Column<double>(type: "REAL", nullable: false),
                    naive = table.Column<double>(type: "REAL", nullable: false),
                    scale = table.Column<double>(type: "REAL", nullable: true),
                    quantiles = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_issued_steps", x => new { x.forecast_id, x.item_id, x.step });
                });

            migrationBuilder.CreateTable(
                name: "items",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    name_key = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_items", x => x.id);
                });

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

            migrationBuilder.CreateTable(
                name: "sales",
                columns: table => new
                {
                    item_id = table.Column<int>(type: "INTEGER", nullable: false),
                    date = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    total = table.Column<double>(type: "REAL", nullable: false),
                    batch_id = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sales", x => new { x.item_id, x.date });
                });

            migrationBuilder.CreateTable(
                name: "scores",
                columns: table => new
                {
                    forecast_id = table.Column<long>(type: "INTEGER", nullable: false),
                    item_id = table.Column<int>(type: "INTEGER", nullable: false),
                    step = table.Column<int>(type: "INTEGER", nullable: false),
                    date = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    weekday = table.Column<int>(type: "INTEGER", nullable: false),
                    actual = table.Column<double>(type: "REAL", nullable: false),
                    median = table.Column<double>(type: "REAL", nullable: false),
                    lower = table.Column<double>(type: "REAL", nullable: false),
                    upper = table.Column<double>(type: "REAL", nullable: false),
                    absolute_error = table.Column<double>(type: "REAL", nullable: false),
                    naive_error = table.Column<double>(type: "REAL", nullable: false),
                    quantile_loss = table.Column<double>(type: "REAL", nullable: false),
                    pit = table.Column<double>(type: "REAL", nullable: false),
                    scale = table.Column<double>(type: "REAL", nullable: true),
                    inside80 = table.Column<bool>(type: "INTEGER", nullable: false),
                    inside99 = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_scores", x => new { x.forecast_id, x.item_id, x.step });
                });

            migrationBuilder.CreateTable(
                name: "store_states",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    data_version = table.Column<long>(type: "INTEGER", nullable: false),
                    ledger_version = table.Column<long>(type: "INTEGER", nullable: false),
                    undo_version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_store_states", x => x.id);
                });

            migrationBuilder.InsertData(
                table: "store_states",
                columns: new[] { "id", "data_version", "ledger_version", "undo_version" },
                values: new object[] { 1, 0L, 0L, 0L });

            migrationBuilder.CreateIndex(
                name: "IX_alerts_kind_item_date",
                table: "alerts",
                columns: new[] { "kind", "item", "date" });

            migrationBuilder.CreateIndex(
                name: "IX_alerts_next_attempt_at",
                table: "alerts",
                column: "next_attempt_at");

            migrationBuilder.CreateIndex(
                name: "IX_batches_content_hash",
                table: "batches",
                column: "content_hash",
                unique: true,
                filter: "state = 0");

            migrationBuilder.CreateIndex(
                name: "IX_corrections_item_id_date",
                table: "corrections",
                columns: new[] { "item_id", "date" });

            migrationBuilder.CreateIndex(
                name: "IX_issued_forecasts_origin_superseded",
                table: "issued_forecasts",
                columns: new[] { "origin", "superseded" });

            migrationBuilder.CreateIndex(
                name: "IX_items_name_key",
                table: "items",
                column: "name_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_sales_batch_id",
                table: "sales",
                column: "batch_id");

            migrationBuilder.CreateIndex(
                name: "IX_sales_date",
                table: "sales",
                column: "date");

            migrationBuilder.CreateIndex(
                name: "IX_scores_date_step",
                table: "scores",
                columns: new[] { "date", "step" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "alerts");

            migrationBuilder.DropTable(
                name: "batches");

            migrationBuilder.DropTable(
                name: "corrections");

            migrationBuilder.DropTable(
                name: "drift_states");

            migrationBuilder.DropTable(
                name: "issued_forecasts");

            migrationBuilder.DropTable(
                name: "issued_steps");

            migrationBuilder.DropTable(
                name: "items");

            migrationBuilder.DropTable(
                name: "registry_events");

            migrationBuilder.DropTable(
                name: "sales");

            migrationBuilder.DropTable(
                name: "scores");

            migrationBuilder.DropTable(
                name: "store_states");
        }
    }
}
