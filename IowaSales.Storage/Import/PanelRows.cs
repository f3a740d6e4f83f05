using IowaSales.Forecasting.Data;

namespace IowaSales.Storage.Import;

/// <summary>The rows of a panel as a batch.</summary>
public static class PanelRows
{
    /// <summary>Every row, item by item.</summary>
    /// <param name="panel">The sales.</param>
    public static async IAsyncEnumerable<SalesRow> Of(SalesPanel panel)
    {
        ArgumentNullException.ThrowIfNull(panel);
        await Task.CompletedTask.ConfigureAwait(false);
        var line = 0L;
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            for (var i = 0; i < panel.Rows(series).Count; i++)
            {
                line++;
                yield return new SalesRow(line, panel.DateOf(panel.Rows(series).Days[i]), panel.Items[series], panel.Rows(series).Values[i]);
            }
        }
    }
}
