using System.Globalization;
using System.Xml.Linq;
using IowaSales.Forecasting.Backtesting;
using IowaSales.Forecasting.Metrics;

namespace IowaSales.Trainer.Evaluate.Html;

/// <summary>Plots of measures: error by group, error by window, calibration.</summary>
internal static class AccuracyPlots
{
    private const double Width = 370;
    private const double Height = 230;
    private const double WideWidth = 1120;
    private const int MostTexts = 14;
    private const double BarSpace = 0.8;

    /// <summary>MASE by step or weekday, a bar for each model.</summary>
    /// <param name="label">What the plot shows.</param>
    /// <param name="models">Models and their groups, the same keys in each.</param>
    public static XElement Bars(string label, IReadOnlyList<(string Name, IReadOnlyList<AccuracyGroup> Groups)> models)
    {
        var keys = models[0].Groups;
        var top = models.SelectMany(model => model.Groups).Max(group => group.Metrics.Mase ?? 0);
        var frame = new PlotFrame(Width, Height, (-0.5, keys.Count - 0.5), (0, Math.Max(top, 0.1)));
        var width = BarSpace / models.Count;
        var marks = models.SelectMany((model, number) => model.Groups.Select((group, index) =>
        {
            var from = index - (BarSpace / 2) + (number * width);
            return frame.Bar($"bar{number + 1}", from, from + (width * 0.95), group.Metrics.Mase ?? 0, Title(model.Name, group));
        }));
        return frame.Draw(label, Thinned([.. keys.Select(group => group.Key.Length > 3 ? group.Key[..3] : group.Key)]), marks);
    }

    /// <summary>MASE by window, a line for each model.</summary>
    public static XElement Windows(IReadOnlyList<(string Name, IReadOnlyList<AccuracyGroup> Groups)> models)
    {
        var keys = models[0].Groups;
        var top = models.SelectMany(model => model.Groups).Max(group => group.Metrics.Mase ?? 0);
        var frame = new PlotFrame(WideWidth, Height, (-0.5, keys.Count - 0.5), (0, Math.Max(top, 0.1)));
        var marks = models.SelectMany((model, number) =>
        {
            var points = model.Groups.Select((group, index) => (X: (double)index, Group: group)).Where(point => point.Group.Metrics.Mase is not null).ToArray();
            return points.Select(point => frame.Dot($"dot{number + 1}", point.X, point.Group.Metrics.Mase!.Value, 3, Title(model.Name, point.Group)))
                .Prepend(frame.Line($"model{number + 1}", points.Select(point => (point.X, point.Group.Metrics.Mase!.Value))));
        });
        return frame.Draw("MASE by window", Thinned([.. keys.Select(group => group.Key[5..])]), marks);
    }

    /// <summary>Share of days at or below each quantile against its level, a line for each model; the diagonal is right.</summary>
    public static XElement Calibration(IReadOnlyList<(string Name, IReadOnlyList<CalibrationLevel> Points)> models)
    {
        var frame = new PlotFrame(Width, Height, (0, 1), (0, 1));
        var marks = models.SelectMany((model, number) => model.Points
            .Select(point => frame.Dot(
                $"dot{number + 1}",
                point.Level,
                point.Observed,
                3.5,
                string.Create(CultureInfo.InvariantCulture, $"{model.Name}: {point.Observed:0.0 %} at or below the {point.Level} quantile")))
            .Prepend(frame.Line($"model{number + 1}", model.Points.Select(point => (point.Level, point.Observed)))));
        return frame.Draw(
            "Calibration: observed share at or below each quantile",
            new[] { 0, 0.2, 0.4, 0.6, 0.8, 1 }.Select(level => (level, level.ToString(CultureInfo.InvariantCulture))),
            marks.Prepend(frame.Line("right", [(0, 0), (1, 1)])));
    }

    private static string Title(string model, AccuracyGroup group) => string.Create(
        CultureInfo.InvariantCulture, $"{group.Key}, {model}: MASE {group.Metrics.Mase:0.000}, {group.Metrics.Cells} days");

    private static IEnumerable<(double Value, string Text)> Thinned(string[] texts)
    {
        var every = ((texts.Length - 1) / MostTexts) + 1;
        return texts.Select((text, index) => ((double)index, text)).Where(tick => (int)tick.Item1 % every == 0);
    }
}
