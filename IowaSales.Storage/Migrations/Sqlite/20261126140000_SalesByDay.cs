using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IowaSales.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class SalesByDay : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Kept in the order of their keys alone, which Entity Framework has no words for: half the pages to write, and no second look-up.
            migrationBuilder.Sql(
                """
                CREATE TABLE "sales_new" (
                    "item_id" INTEGER NOT NULL, "date" TEXT NOT NULL, "total" REAL NOT NULL, "batch_id" INTEGER NOT NULL,
                    CONSTRAINT "PK_sales" PRIMARY KEY ("date", "item_id")
                ) WITHOUT ROWID;
                INSERT INTO "sales_new" ("item_id", "date", "total", "batch_id") SELECT "item_id", "date", "total", "batch_id" FROM "sales" ORDER BY "date", "item_id";
                DROP TABLE "sales";
                ALTER TABLE "sales_new" RENAME TO "sales";
                """);

            migrationBuilder.Sql(
                """
                CREATE TABLE "corrections_new" (
                    "batch_id" INTEGER NOT NULL, "item_id" INTEGER NOT NULL, "date" TEXT NOT NULL, "old_total" REAL NULL, "old_batch_id" INTEGER NULL, "new_total" REAL NOT NULL,
                    CONSTRAINT "PK_corrections" PRIMARY KEY ("batch_id", "date", "item_id")
                ) WITHOUT ROWID;
                INSERT INTO "corrections_new" ("batch_id", "item_id", "date", "old_total", "old_batch_id", "new_total") SELECT "batch_id", "item_id", "date", "old_total", "old_batch_id", "new_total" FROM "corrections" ORDER BY "batch_id", "date", "item_id";
                DROP TABLE "corrections";
                ALTER TABLE "corrections_new" RENAME TO "corrections";
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                CREATE TABLE "sales_new" (
                    "item_id" INTEGER NOT NULL, "date" TEXT NOT NULL, "total" REAL NOT NULL, "batch_id" INTEGER NOT NULL,
                    CONSTRAINT "PK_sales" PRIMARY KEY ("item_id", "date")
                );
                INSERT INTO "sales_new" ("item_id", "date", "total", "batch_id") SELECT "item_id", "date", "total", "batch_id" FROM "sales" ORDER BY "item_id", "date";
                DROP TABLE "sales";
                ALTER TABLE "sales_new" RENAME TO "sales";
                """);

            migrationBuilder.Sql(
                """
                CREATE TABLE "corrections_new" (
                    "batch_id" INTEGER NOT NULL, "item_id" INTEGER NOT NULL, "date" TEXT NOT NULL, "old_total" REAL NULL, "old_batch_id" INTEGER NULL, "new_total" REAL NOT NULL,
                    CONSTRAINT "PK_corrections" PRIMARY KEY ("batch_id", "item_id", "date")
                );
                INSERT INTO "corrections_new" ("batch_id", "item_id", "date", "old_total", "old_batch_id", "new_total") SELECT "batch_id", "item_id", "date", "old_total", "old_batch_id", "new_total" FROM "corrections" ORDER BY "batch_id", "item_id", "date";
                DROP TABLE "corrections";
                ALTER TABLE "corrections_new" RENAME TO "corrections";
                """);

            migrationBuilder.CreateIndex(name: "IX_sales_batch_id", table: "sales", column: "batch_id");

            migrationBuilder.CreateIndex(name: "IX_sales_date", table: "sales", column: "date");

            migrationBuilder.CreateIndex(name: "IX_corrections_item_id_date", table: "corrections", columns: new[] { "item_id", "date" });
        }
    }
}
