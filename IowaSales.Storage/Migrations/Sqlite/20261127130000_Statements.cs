using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IowaSales.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Statements : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(name: "IX_batches_content_hash", table: "batches");

            // Every statement of every batch is kept from here on; of the batches before, what their corrections tell of the applied ones. Kept in the
            // order of its key alone, which Entity Framework has no words for.
            migrationBuilder.Sql(
                """
                CREATE TABLE "statements" (
                    "date" TEXT NOT NULL, "item_id" INTEGER NOT NULL, "batch_id" INTEGER NOT NULL, "total" REAL NOT NULL,
                    CONSTRAINT "PK_statements" PRIMARY KEY ("date", "item_id", "batch_id")
                ) WITHOUT ROWID;
                INSERT INTO statements (date, item_id, batch_id, total)
                SELECT k.date, k.item_id, k.batch_id, MIN(k.total) FROM (
                  SELECT date, item_id, batch_id, new_total AS total FROM corrections
                  UNION
                  SELECT date, item_id, old_batch_id, old_total FROM corrections WHERE old_batch_id IS NOT NULL) k
                JOIN batches b ON b.id = k.batch_id AND b.state = 0
                WHERE NOT EXISTS (SELECT 1 FROM sales s WHERE s.date = k.date AND s.item_id = k.item_id AND s.batch_id = k.batch_id)
                GROUP BY k.date, k.item_id, k.batch_id
                ORDER BY k.date, k.item_id, k.batch_id;
                DROP TABLE corrections;
                ALTER TABLE batches ADD COLUMN "is_seed" INTEGER NOT NULL DEFAULT 0;
                UPDATE batches SET is_seed = 1 WHERE id = (SELECT MIN(id) FROM batches) AND source LIKE 'the sales of model %';
                """);

            migrationBuilder.CreateIndex(name: "IX_batches_content_hash", table: "batches", column: "content_hash");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(name: "IX_batches_content_hash", table: "batches");

            migrationBuilder.Sql(
                """
                CREATE TABLE "corrections" (
                    "batch_id" INTEGER NOT NULL, "item_id" INTEGER NOT NULL, "date" TEXT NOT NULL, "old_total" REAL NULL, "old_batch_id" INTEGER NULL, "new_total" REAL NOT NULL,
                    CONSTRAINT "PK_corrections" PRIMARY KEY ("batch_id", "date", "item_id")
                ) WITHOUT ROWID;
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
                DROP TABLE statements;
                ALTER TABLE batches DROP COLUMN "is_seed";
                UPDATE batches SET content_hash = content_hash || ':' || id
                WHERE state = 0 AND EXISTS (SELECT 1 FROM batches o WHERE o.state = 0 AND o.content_hash = batches.content_hash AND o.id > batches.id);
                """);

            migrationBuilder.CreateIndex(name: "IX_batches_content_hash", table: "batches", column: "content_hash", unique: true, filter: "state = 0");
        }
    }
}
