using IowaSales.Api.Serving;
using IowaSales.Contracts;

namespace IowaSales.Api.Items;

/// <summary>Puts the sales of an item into the contract's words.</summary>
internal static class ItemHistories
{
    /// <summary>The sales of a range of dates.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="series">Index of the series.</param>
    /// <param name="from">First date, in the data's range.</param>
    /// <param name="to">Last date, in the data's range.</param>
    public static ItemHistory Of(ForecastSnapshot snapshot, int series, DateOnly from, DateOnly to)
    {
        var panel = snapshot.Panel;
        var history = snapshot.Forecasts.History;
        var first = panel.DayOf(from);
        var sales = new double[panel.DayOf(to) - first + 1];
        var rows = panel.Rows(series);
        for (var i = 0; i < rows.Count; i++)
        {
            var offset = rows.Days[i] - first;
            if (offset >= 0 && offset < sales.Length)
            {
                sales[offset] = rows.Values[i];
            }
        }

        var days = new HistoryDay[sales.Length];
        for (var i = 0; i < days.Length; i++)
        {
            // What was sold on a day that was stated as closed is still told.
            var open = history.IsOpen(series, first + i);
            days[i] = new HistoryDay(from.AddDays(i), open || sales[i] != 0 ? sales[i] : null, !open, history.HolidayOn(series, first + i));
        }

        return new ItemHistory(snapshot.Items.NameOf(series), from, to, days);
    }
}
