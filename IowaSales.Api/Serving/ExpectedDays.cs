using IowaSales.Forecasting.Distributions;

namespace IowaSales.Api.Serving;

/// <summary>
/// The days after the last sales on which sales are expected: those that calendar and planned closures leave open. Whatever says that data are old or
/// missing counts by them.
/// </summary>
internal static class ExpectedDays
{
    /// <summary>Days to look ahead for an open one; a closure is at most 366 days long.</summary>
    private const int MaxAhead = 2 * 366;

    /// <summary>The first day on which sales are expected; null when there is none within two years.</summary>
    /// <param name="forecasts">The forecasts from the day after the last sales.</param>
    public static DateOnly? First(ForecastSet forecasts)
    {
        var first = forecasts.Days[0].Date;
        var ahead = Enumerable.Range(0, MaxAhead).Where(step => IsExpected(forecasts, step)).Select(step => (int?)step).FirstOrDefault();
        return ahead is { } step ? first.AddDays(step) : null;
    }

    /// <summary>Number of days on which sales are expected after the last sales, up to a day.</summary>
    /// <param name="forecasts">The forecasts from the day after the last sales.</param>
    /// <param name="through">Day of the last sales.</param>
    /// <param name="today">The last day counted.</param>
    /// <param name="max">Where counting ends.</param>
    public static int Count(ForecastSet forecasts, DateOnly through, DateOnly today, int max) =>
        Enumerable.Range(0, Math.Clamp(today.DayNumber - through.DayNumber, 0, MaxAhead)).Where(step => IsExpected(forecasts, step)).Take(max).Count();

    /// <summary>
    /// The days of the forecast are known without reading the sales, and the calendar says the rest. It is not asked where the sales are read on demand
    /// only: any day counts there.
    /// </summary>
    private static bool IsExpected(ForecastSet forecasts, int step) => step < forecasts.Days.Count
        ? !forecasts.Days[step].Closed
        : forecasts.Series.Count > SnapshotLoader.MaxItemsAtOnce || forecasts.History.Calendar.IsOpen(forecasts.History.Origin + step);
}
