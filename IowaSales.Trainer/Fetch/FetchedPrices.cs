using System.IO.Compression;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Trainer.Data;

namespace IowaSales.Trainer.Fetch;

/// <summary>The price of each day and product, dollars for a bottle: what was paid over what was sold, returns taken off both.</summary>
internal static class FetchedPrices
{
    private const int Decimals = 4;

    /// <summary>Writes <c>date,item_name,price</c>; a day on which nothing was sold or paid has no row.</summary>
    /// <param name="panel">What was sold.</param>
    /// <param name="dollars">What was paid.</param>
    /// <param name="path">Where to, .csv or .csv.gz.</param>
    public static void Write(SalesPanel panel, IReadOnlyDictionary<(string Item, DateOnly Date), double> dollars, string path) => CompleteFile.Write(path, stream =>
    {
        using var packed = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true) : null;
        using var writer = CsvOutput.To(packed ?? stream);
        foreach (var column in (string[])["date", "item_name", "price"])
        {
            writer.WriteField(column);
        }

        writer.EndRecord();
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            var rows = panel.Rows(series);
            for (var row = 0; row < rows.Count; row++)
            {
                var date = panel.DateOf(rows.Days[row]);
                var price = rows.Values[row] > 0 ? Math.Round(dollars.GetValueOrDefault((panel.Items[series], date)) / rows.Values[row], Decimals) : 0;
                if (price > 0)
                {
                    writer.WriteField(date, "yyyy-MM-dd");
                    writer.WriteField(panel.Items[series]);
                    writer.WriteField(price);
                    writer.EndRecord();
                }
            }
        }
    });
}
