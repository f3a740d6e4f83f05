using DuckDB.NET.Data;
using IowaSales.Forecasting.Data;
using IowaSales.Trainer.Data.DuckDb;

namespace IowaSales.Benchmarks.Selection;

/// <summary>Reads a date, an item and a value column of Parquet files into one panel.</summary>
internal static class PanelParquet
{
    /// <summary>Reads the rows of some days.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="item">Name of the item column: text or a whole number.</param>
    /// <param name="value">Name of the value column.</param>
    /// <param name="correct">The value of a row, by its date and the row's other columns; null for the value column as it is.</param>
    /// <param name="days">Which days are read; null for all.</param>
    public static Task<SalesPanel> ReadAsync(
        IEnumerable<string> paths, string item, string value, Corrected? correct = null, Func<DateOnly, bool>? days = null)
    {
        const int MemoryLimitMegabytes = 512;
        var builder = new SalesPanelBuilder();
        using var engine = new DuckDbEngine(MemoryLimitMegabytes);
        var name = DuckDbEngine.Identifier(item);
        var text = $"CASE WHEN typeof({name}) = 'VARCHAR' THEN CAST({name} AS VARCHAR) ELSE CAST(TRY_CAST({name} AS BIGINT) AS VARCHAR) END";
        var others = correct is null ? "NULL, NULL" : "CAST(usd AS DOUBLE), CAST(price AS DOUBLE)";
        foreach (var path in paths)
        {
            engine.Query(
                $"SELECT CAST(date AS DATE), {text}, CAST({DuckDbEngine.Identifier(value)} AS DOUBLE), {others} FROM read_parquet({DuckDbEngine.Literal(path)}) WHERE {name} IS NOT NULL",
                row =>
                {
                    var date = row.GetFieldValue<DateOnly>(0);
                    if (!(days?.Invoke(date) ?? true))
                    {
                        return;
                    }

                    var sold = correct is null ? Number(row, 2) : correct(date, Number(row, 2), Number(row, 3), Number(row, 4));
                    if (double.IsFinite(sold))
                    {
                        builder.Add(date, row.GetString(1), sold);
                    }
                });
        }

        return Task.FromResult(builder.Build());
    }

    /// <summary>The number sold on a day, given what the file says.</summary>
    public delegate double Corrected(DateOnly date, double value, double usd, double price);

    private static double Number(DuckDBDataReader row, int column) => row.IsDBNull(column) ? double.NaN : row.GetDouble(column);
}
