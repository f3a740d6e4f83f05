using System.Globalization;
using System.Xml.Linq;
using IowaSales.Forecasting.Backtesting;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Training;

namespace IowaSales.Trainer.Evaluate.Html;

/// <summary>Forecasts of one product against what was sold, window after window.</summary>
internal static class ForecastPlot
{
    private const double Width = 1120;
    private const double Height = 210;
    private const int MostDateTicks = 10;

    /// <summary>Draws the plot.</summary>
    /// <param name="report">The evaluation.</param>
    /// <param name="series">Index of the product.</param>
    public static XElement Draw(EvaluationReport report, int series)
    {
        var panel = report.Plan.Panel;
        var windows = WindowsOf(report.Runs[0], series);
        var top = windows.SelectMany(window => window).SelectMany(day => new[] { day.Actual, day.Upper }).Where(double.IsFinite).DefaultIfEmpty(1).Max();
        var bottom = windows.SelectMany(window => window).SelectMany(day => new[] { day.Actual, 0 }).Where(double.IsFinite).DefaultIfEmpty(0).Min();
        var (first, last) = (windows[0][0].Day, windows[^1][^1].Day);
        var frame = new PlotFrame(Width, Height, (first - 0.5, last + 0.5), (bottom, Math.Max(top, bottom + 1)));
        var marks = new List<XElement>();
        foreach (var window in windows)
        {
            marks.Add(frame.Band("band", [.. window.Select(day => (day.Day, day.Lower, day.Upper))]));
        }

        for (var model = report.Runs.Count - 1; model >= 0; model--)
        {
            foreach (var window in WindowsOf(report.Runs[model], series))
            {
                marks.Add(frame.Line($"model{model + 1}", window.Select(day => (day.Day, day.Median))));
            }
        }

        marks.AddRange(windows.SelectMany(window => window).Where(day => !double.IsNaN(day.Actual)).DistinctBy(day => day.Day).Select(day => frame.Dot(
            day.Actual < day.Lower || day.Actual > day.Upper ? "actual outside" : "actual",
            day.Day,
            day.Actual,
            2.2,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{panel.DateOf((int)day.Day):ddd yyyy-MM-dd}: sold {day.Actual:#,0.#}, forecast {day.Median:#,0.#} ({day.Lower:#,0.#} .. {day.Upper:#,0.#})"))));
        return frame.Draw($"Forecasts of {panel.Items[series]} against sales", DateTicks(panel, (int)first, (int)last), marks);
    }

    private static IEnumerable<(double Value, string Text)> DateTicks(SalesPanel panel, int first, int last)
    {
        var step = Math.Max(1, (last - first) / MostDateTicks);
        for (var day = first; day <= last; day += step)
        {
            yield return (day, panel.DateOf(day).ToString(last - first > 366 ? "MMM yyyy" : "MMM d", CultureInfo.InvariantCulture));
        }
    }

    private static Cell[][] WindowsOf(RollingForecasts forecasts, int series) =>
    [
        .. forecasts.Origins.Select((origin, window) => Enumerable.Range(0, forecasts.Actual.Horizon).Select(step => new Cell(
            origin + step,
            forecasts.Actual[window, series][step],
            forecasts.Medians[LeaderboardEntry.Ensemble][window, series][step],
            forecasts.Quantiles[0][window, series][step],
            forecasts.Quantiles[^1][window, series][step])).ToArray()),
    ];

    private readonly record struct Cell(double Day, double Actual, double Median, double Lower, double Upper);
}
