using IowaSales.Forecasting.Data;

namespace IowaSales.Api.Serving;

/// <summary>Rolls the sales a model learnt from forward with newer ones.</summary>
internal static class RolledSales
{
    /// <summary>
    /// The model's sales up to the day before the file begins and the file's from then on, in the model's order of items and from its
    /// first date; a file need hold only the last days. Null when the file does not reach past the model's sales.
    /// </summary>
    /// <param name="trained">The sales the model learnt from.</param>
    /// <param name="file">The sales of the data file.</param>
    public static SalesPanel? Newer(SalesPanel trained, SalesPanel file)
    {
        if (file.LastDate <= trained.LastDate)
        {
            return null;
        }

        var builder = new SalesPanelBuilder();
        Add(builder, trained, date => date < file.FirstDate);
        Add(builder, file, date => date >= trained.FirstDate);
        return builder.Build(trained.Items, trained.FirstDate);
    }

    private static void Add(SalesPanelBuilder builder, SalesPanel panel, Func<DateOnly, bool> take)
    {
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            var rows = panel.Rows(series);
            for (var i = 0; i < rows.Count; i++)
            {
                var date = panel.DateOf(rows.Days[i]);
                if (take(date))
                {
                    builder.Add(date, panel.Items[series], rows.Values[i]);
                }
            }
        }
    }
}
