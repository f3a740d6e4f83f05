using System.IO.Compression;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Trainer.Data.DuckDb;

namespace IowaSales.Benchmarks.Protocols;

/// <summary>Reads the data sets of the accuracy protocols with the product's reader; their columns are a date, an item and a value, in this order.</summary>
internal static class ProtocolData
{
    public static SalesPanel Read(string path, Func<string, bool>? items = null)
    {
        var panel = ParquetFile.Is(path)
            ? new ParquetSalesReader(SalesColumns.Default, SalesFormat.Recognised, SalesRules.At(TimeProvider.System)).Read(path).Panel
            : new SalesCsvReader(ColumnsOf(path)).Read(path).Panel;
        if (items is null)
        {
            return panel;
        }

        var builder = new SalesPanelBuilder();
        foreach (var series in Enumerable.Range(0, panel.SeriesCount).Where(series => items(panel.Items[series])))
        {
            var rows = panel.Rows(series);
            for (var i = 0; i < rows.Count; i++)
            {
                builder.Add(panel.DateOf(rows.Days[i]), panel.Items[series], rows.Values[i]);
            }
        }

        return builder.Build();
    }

    private static SalesColumns ColumnsOf(string path)
    {
        using var file = File.OpenRead(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(stream);
        var names = reader.ReadLine()!.Split(',');
        return new SalesColumns { Date = names[0], Key = [names[1]], Value = names[^1] };
    }
}
