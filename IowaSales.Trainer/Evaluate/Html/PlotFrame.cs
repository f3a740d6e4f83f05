using System.Globalization;
using IowaSales.Forecasting.Backtesting;

namespace IowaSales.Trainer.Evaluate.Html;

/// <summary>The box of a plot: its scales and ticks.</summary>
public sealed class PlotFrame
{
    /// <summary>Width of a plot that stands beside others, pixels.</summary>
    public const double NarrowWidth = 370;

    /// <summary>Width of a plot that fills the page, pixels.</summary>
    public const double WideWidth = 1120;

    /// <summary>Left edge of the box.</summary>
    public const double Left = 58;

    /// <summary>Height of a plot of measures, pixels.</summary>
    public const double PlotHeight = 230;

    private const double RightMargin = 12;
    private const double TopMargin = 10;
    private const double BottomMargin = 26;
    private const double MinTop = 0.1;
    private const int MaxTexts = 14;

    private readonly double _xMin;
    private readonly double _xMax;

    /// <param name="width">Width, pixels.</param>
    /// <param name="height">Height, pixels.</param>
    /// <param name="x">Range of the horizontal axis.</param>
    /// <param name="y">Range of the vertical axis; widened to whole ticks.</param>
    public PlotFrame(double width, double height, (double Min, double Max) x, (double Min, double Max) y)
    {
        Width = width;
        Height = height;
        (_xMin, _xMax) = x;
        YTicks = TicksOf(y.Min, y.Max);
    }

    /// <summary>Width, pixels.</summary>
    public double Width { get; }

    /// <summary>Height, pixels.</summary>
    public double Height { get; }

    /// <summary>Values of the horizontal grid lines, ascending; at least two.</summary>
    public double[] YTicks { get; }

    /// <summary>Right edge of the box.</summary>
    public double Right => Width - RightMargin;

    /// <summary>Lower edge of the box.</summary>
    public double Bottom => Height - BottomMargin;

    /// <summary>The frame of a plot of MASE by group.</summary>
    /// <param name="width">Width, pixels.</param>
    /// <param name="models">Models and their groups, the same keys in each.</param>
    public static PlotFrame OfGroups(double width, IReadOnlyList<(string Name, IReadOnlyList<AccuracyGroup> Groups)> models)
    {
        var top = models.SelectMany(model => model.Groups).Max(group => group.Metrics.Mase ?? 0);
        return new PlotFrame(width, PlotHeight, (-0.5, models[0].Groups.Count - 0.5), (0, Math.Max(top, MinTop)));
    }

    /// <summary>A number in an attribute, short.</summary>
    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>What shows when a mark is pointed at.</summary>
    public static string TitleOf(string model, AccuracyGroup group) => string.Create(
        CultureInfo.InvariantCulture, $"{group.Key}, {model}: MASE {group.Metrics.Mase:0.000}, {group.Metrics.Cells} days");

    /// <summary>Texts of a horizontal axis, few enough to be read.</summary>
    public static IEnumerable<(double Value, string Text)> Thinned(string[] texts)
    {
        var every = ((texts.Length - 1) / MaxTexts) + 1;
        return texts.Select((text, index) => ((double)index, text)).Where(tick => (int)tick.Item1 % every == 0);
    }

    /// <summary>Horizontal position of a value.</summary>
    public double X(double value) => Left + ((value - _xMin) / (_xMax - _xMin) * (Width - Left - RightMargin));

    /// <summary>Vertical position of a value.</summary>
    public double Y(double value) => Bottom - ((value - YTicks[0]) / (YTicks[^1] - YTicks[0]) * (Height - TopMargin - BottomMargin));

    /// <summary>Points of a line or an area, as an attribute.</summary>
    public string Points(IEnumerable<(double X, double Y)> points) =>
        string.Join(' ', points.Select(point => $"{Number(X(point.X))},{Number(Y(point.Y))}"));

    /// <summary>Evenly spaced round numbers that cover a range, at least two.</summary>
    internal static double[] TicksOf(double min, double max)
    {
        const int Wanted = 5;
        var span = max > min ? max - min : Math.Max(Math.Abs(max), 1);
        var power = Math.Pow(10, Math.Floor(Math.Log10(span / Wanted)));
        var step = new[] { 1, 2, 2.5, 5, 10 }.Select(factor => factor * power).First(size => span / size <= Wanted + 1e-9);
        var (first, last) = ((long)Math.Floor((min / step) + 1e-9), (long)Math.Ceiling((max / step) - 1e-9));
        last = Math.Max(last, first + 1);
        return [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => (first + i) * step)];
    }
}
