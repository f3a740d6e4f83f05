using DuckDB.NET.Data;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Trainer.Data.DuckDb;

namespace IowaSales.Benchmarks.Bench;

/// <summary>
/// Reads the files of a task into a panel with its drivers and attributes. A driver's days are those of <c>known.parquet</c>, else those of the sales'
/// rows; on other days its last value goes on, so that nothing tells which days of a horizon have a row.
/// </summary>
internal static class BenchData
{
    private const int MemoryLimitMegabytes = 512;

    /// <summary>Level of a category on a day that is stated without one.</summary>
    private const string NoLevel = "none";

    /// <summary>Reads a task.</summary>
    /// <param name="task">The task.</param>
    public static SalesPanel Read(BenchTask task)
    {
        using var engine = new DuckDbEngine(MemoryLimitMegabytes);
        var sales = $"read_parquet({DuckDbEngine.Literal(Path.Combine(task.Folder, "sales.parquet"))})";
        var builder = new SalesPanelBuilder();
        engine.Query(
            $"SELECT CAST(date AS DATE), CAST(item_name AS VARCHAR), CAST(total_amount_sold AS DOUBLE) FROM {sales} WHERE total_amount_sold IS NOT NULL",
            row => builder.Add(row.GetFieldValue<DateOnly>(0), row.GetString(1), row.GetDouble(2)));
        var panel = builder.Build().With(task.MissingIsZero ? MissingDays.Recognized : MissingDays.Unobserved);
        var known = Path.Combine(task.Folder, "known.parquet");
        var source = File.Exists(known) ? $"read_parquet({DuckDbEngine.Literal(known)})" : sales;
        var drivers = new DriverSetBuilder();
        foreach (var (column, isNumeric) in ColumnsOf(engine, source, task.Known))
        {
            AddDriver(engine, source, column, isNumeric, drivers);
        }

        var items = Path.Combine(task.Folder, "items.csv");
        if (File.Exists(items))
        {
            var table = $"read_csv({DuckDbEngine.Literal(items)}, header = true, sample_size = -1)";
            foreach (var (column, isNumeric) in ColumnsOf(engine, table, task.Static))
            {
                AddAttribute(engine, table, column, isNumeric, drivers);
            }
        }

        return panel.With(drivers.Build());
    }

    private static List<(string Name, bool IsNumeric)> ColumnsOf(DuckDbEngine engine, string source, IReadOnlyList<string> names)
    {
        var columns = new List<(string, bool)>();
        engine.Query($"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM {source})", row =>
        {
            if (names.Contains(row.GetString(0)))
            {
                columns.Add((row.GetString(0), !row.GetString(1).StartsWith("VARCHAR", StringComparison.Ordinal) && !row.GetString(1).StartsWith("ENUM", StringComparison.Ordinal)));
            }
        });
        return columns;
    }

    private static void AddDriver(DuckDbEngine engine, string source, string column, bool isNumeric, DriverSetBuilder drivers)
    {
        var driver = drivers.AddDriver(new Driver(column, isNumeric ? DriverKind.Numeric : DriverKind.Category) { Fill = DriverFill.Last });
        var name = DuckDbEngine.Identifier(column);
        engine.Query($"SELECT CAST(date AS DATE), CAST(item_name AS VARCHAR), CAST({name} AS {(isNumeric ? "DOUBLE" : "VARCHAR")}) FROM {source}", row =>
        {
            var (date, item) = (row.GetFieldValue<DateOnly>(0), row.GetString(1));
            if (!isNumeric)
            {
                drivers.Set(driver, item, date, row.IsDBNull(2) ? NoLevel : row.GetString(2));
            }
            else if (!row.IsDBNull(2))
            {
                drivers.Set(driver, item, date, row.GetDouble(2));
            }
        });
    }

    private static void AddAttribute(DuckDbEngine engine, string table, string column, bool isNumeric, DriverSetBuilder drivers)
    {
        var attribute = drivers.AddAttribute(column, isNumeric ? DriverKind.Numeric : DriverKind.Category);
        var name = DuckDbEngine.Identifier(column);
        void Add(DuckDBDataReader row)
        {
            if (isNumeric)
            {
                drivers.SetAttribute(attribute, row.GetString(0), row.GetDouble(1));
            }
            else
            {
                drivers.SetAttribute(attribute, row.GetString(0), row.GetString(1));
            }
        }

        engine.Query($"SELECT CAST(item_name AS VARCHAR), CAST({name} AS {(isNumeric ? "DOUBLE" : "VARCHAR")}) FROM {table} WHERE {name} IS NOT NULL", Add);
    }
}
