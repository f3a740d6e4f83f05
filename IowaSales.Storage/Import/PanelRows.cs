using IowaSales.Forecasting.Data;

namespace IowaSales.Storage.Import;

/// <summary>The rows of a panel as a batch.</summary>
public static class PanelRows
{
    /// <summary>Every row, item by item.</summary>
    /// <param name="panel">The sales; totals below 0 are left out, a store holds none.</param>
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
                var total = panel.Rows(series).Values[i];
                if (total >= 0)
                {
                    yield return new SalesRow(line, panel.DateOf(panel.Rows(series).Days[i]), panel.Items[series], total);
                }
            }
        }
    }
}
