using System.Globalization;
using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Training;

namespace IowaSales.Forecasting.Backtesting;

/// <summary>How right one model was: over all, and by product, step, weekday and window.</summary>
/// <param name="Overall">Over all scored cells.</param>
/// <param name="ByItem">By product, in the panel's order.</param>
/// <param name="ByStep">By step from 1.</param>
/// <param name="ByWeekday">By day of the week from Monday; days that are never scored are left out.</param>
/// <param name="ByWindow">By origin, as its date.</param>
/// <param name="Calibration">How often sales were at or below each quantile; empty when the model has none.</param>
public sealed record AccuracyBreakdown(
    AccuracyMetrics Overall,
    IReadOnlyList<AccuracyGroup> ByItem,
    IReadOnlyList<AccuracyGroup> ByStep,
    IReadOnlyList<AccuracyGroup> ByWeekday,
    IReadOnlyList<AccuracyGroup> ByWindow,
    IReadOnlyList<CalibrationLevel> Calibration)
{
    /// <summary>Scores one model of a rolling-origin backtest.</summary>
    /// <param name="forecasts">The forecasts beside what was sold.</param>
    /// <param name="panel">The sales they are forecasts of, for names and dates.</param>
    /// <param name="model">Name in <see cref="RollingForecasts.Medians"/>; the ensemble by default.</param>
    public static AccuracyBreakdown Of(RollingForecasts forecasts, SalesPanel panel, string model = LeaderboardEntry.Ensemble)
    {
        ArgumentNullException.ThrowIfNull(forecasts);
        ArgumentNullException.ThrowIfNull(panel);
        var overall = new AccuracyTally();
        var (items, steps, weekdays, windows) = (
            Tallies(panel.SeriesCount), Tallies(forecasts.Actual.Horizon), Tallies(Week.Days), Tallies(forecasts.Origins.Count));
        forecasts.ForEachCell(model, (int window, int series, int step, in ScoredCell cell) =>
        {
            overall.Add(cell);
            items[series].Add(cell);
            steps[step].Add(cell);
            weekdays[Week.IndexOf(panel.DateOf(forecasts.Origins[window] + step).DayOfWeek)].Add(cell);
            windows[window].Add(cell);
        });
        return new AccuracyBreakdown(
            overall.Metrics(),
            Groups(items, series => panel.Items[series]),
            Groups(steps, step => (step + 1).ToString(CultureInfo.InvariantCulture)),
            [.. Groups(weekdays, day => Week.MondayFirst[day].ToString()).Where(group => group.Metrics.Cells > 0)],
            Groups(windows, window => panel.DateOf(forecasts.Origins[window]).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            overall.Calibration());
    }

    private static AccuracyTally[] Tallies(int count) => [.. Enumerable.Range(0, count).Select(_ => new AccuracyTally())];

    private static AccuracyGroup[] Groups(AccuracyTally[] tallies, Func<int, string> key) =>
        [.. tallies.Select((tally, index) => new AccuracyGroup(key(index), tally.Metrics()))];
}

/// <summary>How right forecasts were of one product, step, weekday or window.</summary>
/// <param name="Key">Which one.</param>
/// <param name="Metrics">The measures.</param>
public sealed record AccuracyGroup(string Key, AccuracyMetrics Metrics);
