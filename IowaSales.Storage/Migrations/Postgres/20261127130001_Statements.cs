using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IowaSales.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Statements : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(name: "IX_batches_content_hash", table: "batches");

            // Every statement of every batch is kept from here on; of the batches before, what their corrections tell of the applied ones.
            migrationBuilder.CreateTable(
                name: "statements",
                columns: table => new
                {
                    date = table.Column<DateOnly>(type: "date", nullable: false),
                    item_id = table.Column<int>(type: "integer", nullable: false),
                    batch_id = table.Column<long>(type: "bigint", nullable: false),
                    total = table.Column<double>(type: "double precision", nullable: false),
                },
                constraints: table => table.PrimaryKey("PK_statements", x => new { x.date, x.item_id, x.batch_id }));

            migrationBuilder.Sql(
                """
                INSERT INTO statements (date, item_id, batch_id, total)
                SELECT k.date, k.item_id, k.batch_id, MIN(k.total) FROM (
                  SELECT date, item_id, batch_id, new_total AS total FROM corrections
                  UNION
                  SELECT date, item_id, old_batch_id, old_total FROM corrections WHERE old_batch_id IS NOT NULL) k
                JOIN batches b ON b.id = k.batch_id AND b.state = 0
                WHERE NOT EXISTS (SELECT 1 FROM sales s WHERE s.date = k.date AND s.item_id = k.item_id AND s.batch_id = k.batch_id)
                GROUP BY k.date, k.item_id, k.batch_id
                ORDER BY k.date, k.item_id, k.batch_id;
                """);

            migrationBuilder.DropTable(name: "corrections");

            migrationBuilder.AddColumn<bool>(name: "is_seed", table: "batches", type: "boolean", nullable: false, defaultValue: false);

            migrationBuilder.Sql("UPDATE batches SET is_seed = true WHERE id = (SELECT MIN(id) FROM batches) AND source LIKE 'the sales of model %';");

            migrationBuilder.CreateIndex(name: "IX_batches_content_hash", table: "batches", column: "content_hash");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(name: "IX_batches_content_hash", table: "batches");

            migrationBuilder.CreateTable(
                name: "corrections",
                columns: table => new
                {
                    batch_id = table.Column<long>(type: "bigint", nullable: false),
                    item_id = table.Column<int>(type: "integer", nullable: false),
                    date = table.Column<DateOnly>(type: "date", nullable: false),
                    old_total = table.Column<double>(type: "double precision", nullable: true),
                    old_batch_id = table.Column<long>(type: "bigint", nullable: true),
                    new_total = table.Column<double>(type: "double precision", nullable: false),
                },
                constraints: table => table.PrimaryKey("PK_corrections", x => new { x.batch_id, x.date, x.item_id }));

            migrationBuilder.Sql(
                """
                INSERT INTO corrections (batch_id, item_id, date, old_total, old_batch_id, new_total)
                WITH stated AS (
                  SELECT date, item_id, batch_id, total FROM sales
                  UNION ALL
                  SELECT t.date, t.item_id, t.batch_id, t.total FROM statements t JOIN batches b ON b.id = t.batch_id AND b.state = 0),
                chains AS (
                  SELECT date, item_id, batch_id, total,
                    LAG(batch_id) OVER (PARTITION BY date, item_id ORDER BY batch_id) AS old_batch_id,
                    LAG(total) OVER (PARTITION BY date, item_id ORDER BY batch_id) AS old_total
                  FROM stated)
                SELECT batch_id, item_id, date, old_total, old_batch_id, total FROM chains WHERE old_batch_id IS NOT NULL
                ORDER BY batch_id, date, item_id;
                UPDATE batches SET content_hash = content_hash || ':' || id
                WHERE state = 0 AND EXISTS (SELECT 1 FROM batches o WHERE o.state = 0 AND o.content_hash = batches.content_hash AND o.id > batches.id);
                """);

            migrationBuilder.DropTable(name: "statements");

            migrationBuilder.DropColumn(name: "is_seed", table: "batches");

            migrationBuilder.CreateIndex(name: "IX_batches_content_hash", table: "batches", column: "content_hash", unique: true, filter: "state = 0");
        }
    }
}
