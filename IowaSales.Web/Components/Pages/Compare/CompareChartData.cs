using IowaSales.Web.Api;
using IowaSales.Web.Components.Charts;
using IowaSales.Web.Text;

namespace IowaSales.Web.Components.Pages.Compare;

/// <summary>What <c>js/charts/compare.js</c> draws.</summary>
/// <param name="Items">The items, in the order chosen.</param>
/// <param name="DataThrough">Last day with sales.</param>
/// <param name="Indexed">Whether each item's own average is 100.</param>
/// <param name="Weekly">Whether a point is a week, dated by its last day.</param>
/// <param name="Range">The days in view.</param>
/// <param name="Words">Labels.</param>
internal sealed record CompareChartData(
    IReadOnlyList<CompareItem> Items, DateOnly DataThrough, bool Indexed, bool Weekly, DayWindow Range, CompareWords Words)
{
    private const int DaysAWeek = 7;

    /// <summary>Lays items over each other.</summary>
    /// <param name="items">History and forecast of each; at least one.</param>
    /// <param name="indexed">Whether each item's own average is 100.</param>
    /// <param name="weekly">Whether to sum weeks that end on the last day with sales.</param>
    /// <param name="range">The days to show.</param>
    /// <returns>What to draw.</returns>
    public static CompareChartData From(IReadOnlyList<ItemSales> items, bool indexed, bool weekly, ChartRange range)
    {
        var through = items.Max(item => item.Forecast.DataThrough);
        var lines = items.Select(item => new CompareItem(item.Forecast.Item, Points(item, through, indexed, weekly))).ToList();
        var days = lines.SelectMany(line => line.Points).Select(point => point.Date).DefaultIfEmpty(through).ToList();
        return new CompareChartData(
            lines, through, indexed, weekly, range.Within(days.Min(), days.Max()),
            new CompareWords(UiText.Compare.WeekEnding, UiText.Compare.ForecastNote, UiText.Common.Bottles));
    }

    private static List<ComparePoint> Points(ItemSales item, DateOnly through, bool indexed, bool weekly)
    {
        var past = item.History.Days.Select(day => new ComparePoint(day.Date, day.Sales));
        var ahead = item.Forecast.Predictions
            .Select(day => new ComparePoint(day.Date, day.Closed ? null : day.Quantiles.At(0.5)));
        var points = weekly ? [.. Weeks(past, through), .. Weeks(ahead, through)] : past.Concat(ahead).ToList();
        if (!indexed)
        {
            return points;
        }

        var average = points.Where(point => point.Date <= through && point.Value is not null).Select(point => point.Value!.Value)
            .DefaultIfEmpty(0).Average();
        return average > 0 ? [.. points.Select(point => point with { Value = 100 * point.Value / average })] : [];
    }

    /// <summary>Sums whole weeks that end a multiple of seven days from <paramref name="through"/>; begun weeks are left out.</summary>
    private static IEnumerable<ComparePoint> Weeks(IEnumerable<ComparePoint> days, DateOnly through) => days
        .GroupBy(day => through.AddDays(DaysAWeek * (int)Math.Ceiling((day.Date.DayNumber - through.DayNumber) / (double)DaysAWeek)))
        .Where(week => week.Count() == DaysAWeek)
        .Select(week => new ComparePoint(week.Key, week.Sum(day => day.Value)));
}

/// <summary>One item's line.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Points">Its points, in order of date.</param>
internal sealed record CompareItem(string Name, IReadOnlyList<ComparePoint> Points);

/// <summary>A day, or a week by its last day.</summary>
/// <param name="Date">The day.</param>
/// <param name="Value">Bottles or index; null on closed days.</param>
internal sealed record ComparePoint(DateOnly Date, double? Value);

/// <summary>Labels of the chart.</summary>
internal sealed record CompareWords(string WeekEnding, string Forecast, string Unit);
