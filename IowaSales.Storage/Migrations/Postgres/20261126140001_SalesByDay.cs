using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IowaSales.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class SalesByDay : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(name: "IX_sales_batch_id", table: "sales");

            migrationBuilder.DropIndex(name: "IX_sales_date", table: "sales");

            migrationBuilder.DropIndex(name: "IX_corrections_item_id_date", table: "corrections");

            migrationBuilder.DropPrimaryKey(name: "PK_sales", table: "sales");

            migrationBuilder.AddPrimaryKey(name: "PK_sales", table: "sales", columns: new[] { "date", "item_id" });

            migrationBuilder.DropPrimaryKey(name: "PK_corrections", table: "corrections");

            migrationBuilder.AddPrimaryKey(name: "PK_corrections", table: "corrections", columns: new[] { "batch_id", "date", "item_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(name: "PK_sales", table: "sales");

            migrationBuilder.AddPrimaryKey(name: "PK_sales", table: "sales", columns: new[] { "item_id", "date" });

            migrationBuilder.DropPrimaryKey(name: "PK_corrections", table: "corrections");

            migrationBuilder.AddPrimaryKey(name: "PK_corrections", table: "corrections", columns: new[] { "batch_id", "item_id", "date" });

            migrationBuilder.CreateIndex(name: "IX_sales_batch_id", table: "sales", column: "batch_id");

            migrationBuilder.CreateIndex(name: "IX_sales_date", table: "sales", column: "date");

            migrationBuilder.CreateIndex(name: "IX_corrections_item_id_date", table: "corrections", columns: new[] { "item_id", "date" });
        }
    }
}
