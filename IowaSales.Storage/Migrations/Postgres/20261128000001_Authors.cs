using IowaSales.Storage.Providers;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace IowaSales.Storage.Migrations.Postgres;

/// <summary>Who imported a batch, who undid it or applied it again, and who dismissed an alert.</summary>
[DbContext(typeof(PostgresSalesContext))]
[Migration("20261128000001_Authors")]
public sealed class Authors : Migration
{
    private static readonly (string Table, string Column)[] Columns =
    [
        ("batches", "author"), ("batches", "changed_by"), ("driver_batches", "author"), ("driver_batches", "changed_by"), ("alerts", "dismissed_by"),
    ];

    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        foreach (var (table, column) in Columns)
        {
            migrationBuilder.AddColumn<string>(name: column, table: table, type: "text", nullable: true);
        }
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        foreach (var (table, column) in Columns)
        {
            migrationBuilder.DropColumn(name: column, table: table);
        }
    }
}
