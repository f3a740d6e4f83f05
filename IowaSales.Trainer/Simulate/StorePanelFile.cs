using DuckDB.NET.Data.DataChunk.Writer;
using IowaSales.Forecasting.Simulation;
using IowaSales.Trainer.Data;
using IowaSales.Trainer.Data.DuckDb;

namespace IowaSales.Trainer.Simulate;

/// <summary>Writes a simulated panel of stores and items to Parquet, series by series, so that a panel of any size takes the same memory.</summary>
internal static class StorePanelFile
{
    private const int MemoryLimitMegabytes = 128;

    private static readonly (string Name, Type Type)[] Columns =
        [("date", typeof(DateOnly)), ("store", typeof(string)), ("item_number", typeof(string)), ("total_amount_sold", typeof(int))];

    /// <summary>Writes the file.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="options">Days and seed.</param>
    /// <param name="series">Number of series.</param>
    /// <param name="cancellationToken">Interrupts the writing; no file is left.</param>
    /// <returns>What was written.</returns>
    public static (long Rows, int Series, DateOnly From, DateOnly Through) Write(string path, SimulationOptions options, int series, CancellationToken cancellationToken)
    {
        var (rows, from, through) = (0L, DateOnly.MaxValue, DateOnly.MinValue);
        IEnumerable<Sale> All()
        {
            foreach (var sales in StoreSimulator.Simulate(options, series))
            {
                for (var i = 0; i < sales.Dates.Count; i++)
                {
                    rows++;
                    from = sales.Dates[i] < from ? sales.Dates[i] : from;
                    through = sales.Dates[i] > through ? sales.Dates[i] : through;
                    yield return new Sale(sales, i);
                }
            }
        }

        using var engine = new DuckDbEngine(MemoryLimitMegabytes);
        CompleteFile.WriteBy(path, temporary => engine.WriteParquet(temporary, Columns, All(), WriteRow, cancellationToken));
        return (rows, series, from, through);
    }

    private static void WriteRow(Sale sale, IDuckDBDataWriter[] writers, ulong place)
    {
        var (sales, i) = sale;
        writers[0].WriteValue(sales.Dates[i], place);
        writers[1].WriteValue(sales.Store, place);
        writers[2].WriteValue(sales.Item, place);
        writers[3].WriteValue(sales.Bottles[i], place);
    }

    /// <summary>A day of a series.</summary>
    private sealed record Sale(StoreSales Sales, int Index);
}
