using IowaSales.Api.Serving;
using IowaSales.Contracts;
using IowaSales.Forecasting.Calendars;

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
        var calendar = snapshot.Forecasts.History.Calendar;
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
            var date = from.AddDays(i);
            var open = calendar.IsOpen(first + i);
            days[i] = new HistoryDay(date, open ? sales[i] : null, !open, UsFederalHolidays.NameOn(date));
        }

        return new ItemHistory(panel.Items[series], from, to, days);
    }
}
