namespace IowaSales.Forecasting.Data.Files;

/// <summary>Writes sales as <c>date,item_name,total_amount_sold</c>, by date and then in the panel's order of items, with line feeds.</summary>
public static class SalesCsvWriter
{
    /// <summary>Writes a panel.</summary>
    /// <param name="panel">The sales.</param>
    /// <param name="stream">Where to; left open.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    public static void Write(SalesPanel panel, Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(panel);
        using var writer = CsvOutput.To(stream);
        foreach (var column in SalesColumns.Default.All)
        {
            writer.WriteField(column);
        }

        writer.EndRecord();
        foreach (var (day, series, value) in ByDate(panel))
        {
            cancellationToken.ThrowIfCancellationRequested();
            writer.WriteField(panel.DateOf(day), "yyyy-MM-dd");
            writer.WriteField(panel.Items[series]);
            writer.WriteField(value);
            writer.EndRecord();
        }
    }

    /// <summary>All rows by day, then series: a counting sort, since each series is in order already.</summary>
    private static (int Day, int Series, double Value)[] ByDate(SalesPanel panel)
    {
        var next = new int[panel.DayCount + 1];
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            foreach (var day in panel.Rows(series).Days)
            {
                next[day + 1]++;
            }
        }

        for (var day = 0; day < panel.DayCount; day++)
        {
            next[day + 1] += next[day];
        }

        var rows = new (int, int, double)[panel.RowCount];
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            var own = panel.Rows(series);
            for (var i = 0; i < own.Count; i++)
            {
                rows[next[own.Days[i]]++] = (own.Days[i], series, own.Values[i]);
            }
        }

        return rows;
    }
}
