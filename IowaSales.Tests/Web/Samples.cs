using System.Globalization;
using IowaSales.Contracts;
using IowaSales.Web.Api;

namespace IowaSales.Tests.Web;

/// <summary>Small answers of the API: a product that sells its number of the weekday, with a closed weekend.</summary>
internal static class Samples
{
    public static readonly DateOnly Through = new(2024, 5, 30);

    private static readonly double[] Levels = [0.1, 0.25, 0.5, 0.7, 0.75, 0.8, 0.9, 0.95];

    /// <summary>Sales of four hundred days, 100 on Mondays to 500 on Fridays, and a forecast of the same.</summary>
    public static ItemSales Sales(string item = "BLACK VELVET", bool stale = false)
    {
        var history = Enumerable.Range(-399, 400).Select(offset => Through.AddDays(offset)).Select(date => Open(date)
            ? new HistoryDay(date, SoldOn(date), Closed: false)
            : new HistoryDay(date, null, Closed: true)).ToList();
        var days = Enumerable.Range(1, 7).Select(step => Through.AddDays(step)).Select(date => new DayForecast(
            string.Create(CultureInfo.InvariantCulture, $"{date:O} 00:00:00"),
            date,
            Open(date) ? SoldOn(date) : 0,
            Quantiles(Open(date) ? SoldOn(date) : 0),
            !Open(date),
            Open(date) ? null : date.DayOfWeek == DayOfWeek.Saturday ? ClosureCodes.Holiday : ClosureCodes.Weekday,
            date.DayOfWeek == DayOfWeek.Saturday ? "Independence Day" : null)).ToList();
        return new ItemSales(
            new ItemForecast(item, days, 7, "v1", Through, DateTimeOffset.UnixEpoch, stale),
            new HorizonTotal(item, Through.AddDays(1), Through.AddDays(7), 1600, Quantiles(1600), "v1"),
            new ItemHistory(item, history[0].Date, Through, history));
    }

    public static Overview Overview(bool stale, params IReadOnlyList<OverviewRow> rows) => new(
        rows, new OverviewTotal(1000, 900, 1200, 950, 0.05, 0.2), "v1", DateTimeOffset.UnixEpoch, Through, stale, Simulated: false);

    public static OverviewRow Row(string item, double next, double last, params IReadOnlyList<ItemFlag> flags) =>
        new(item, [1, null, 3], next, next * 0.9, next * 1.2, last, last > 0 ? next / last - 1 : null, 0.25, flags, last);

    /// <summary>The level itself is what the quantile adds to the median, in percent: the 0.9 quantile of 1000 is 1400.</summary>
    private static Dictionary<string, double> Quantiles(double median) =>
        Levels.ToDictionary(level => level.ToString(CultureInfo.InvariantCulture), level => median * (0.5 + level));

    private static bool Open(DateOnly date) => date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    private static double SoldOn(DateOnly date) => 100 * (int)date.DayOfWeek;
}
