using System.Globalization;
using System.Xml.Linq;

namespace IowaSales.Trainer.Evaluate.Html;

/// <summary>The box of a plot: its scales, grid lines and ticks.</summary>
internal sealed class PlotFrame
{
    private const double Left = 58;
    private const double Right = 12;
    private const double Top = 10;
    private const double Bottom = 26;
    private const double TickGap = 6;
    private const double TickDrop = 16;

    private readonly double _width;
    private readonly double _height;
    private readonly double _xMin;
    private readonly double _xMax;
    private readonly double _yMax;
    private readonly double _yMin;
    private readonly double[] _yTicks;

    /// <param name="width">Width, pixels.</param>
    /// <param name="height">Height, pixels.</param>
    /// <param name="x">Range of the horizontal axis.</param>
    /// <param name="y">Range of the vertical axis; widened to whole ticks.</param>
    public PlotFrame(double width, double height, (double Min, double Max) x, (double Min, double Max) y)
    {
        _width = width;
        _height = height;
        (_xMin, _xMax) = x;
        _yTicks = TicksOf(y.Min, y.Max);
        (_yMin, _yMax) = (_yTicks[0], _yTicks[^1]);
    }

    /// <summary>Horizontal position of a value.</summary>
    public double X(double value) => Left + ((value - _xMin) / (_xMax - _xMin) * (_width - Left - Right));

    /// <summary>Vertical position of a value.</summary>
    public double Y(double value) => _height - Bottom - ((value - _yMin) / (_yMax - _yMin) * (_height - Top - Bottom));

    /// <summary>The plot as a picture.</summary>
    /// <param name="label">What it shows, for those who do not see it.</param>
    /// <param name="xTicks">Positions on the horizontal axis and their texts.</param>
    /// <param name="marks">What is drawn.</param>
    public XElement Draw(string label, IEnumerable<(double Value, string Text)> xTicks, IEnumerable<XElement> marks) => Markup.Shape(
        "svg",
        Markup.Attribute("viewBox", $"0 0 {Markup.Number(_width)} {Markup.Number(_height)}"),
        Markup.Attribute("role", "img"),
        Markup.Attribute("aria-label", label),
        _yTicks.SelectMany(YTick),
        xTicks.Select(tick => Text(X(tick.Value), _height - Bottom + TickDrop, "middle", tick.Text)),
        marks);

    /// <summary>A line through points.</summary>
    public XElement Line(string style, IEnumerable<(double X, double Y)> points) => Markup.Shape(
        "polyline", Markup.Attribute("class", style), Markup.Attribute("points", Points(points)));

    /// <summary>The area between two lines.</summary>
    public XElement Band(string style, IReadOnlyList<(double X, double Lower, double Upper)> points) => Markup.Shape(
        "polygon",
        Markup.Attribute("class", style),
        Markup.Attribute("points", Points([.. points.Select(point => (point.X, point.Upper)), .. points.Reverse().Select(point => (point.X, point.Lower))])));

    /// <summary>A dot with a text that shows when it is pointed at.</summary>
    public XElement Dot(string style, double x, double y, double radius, string title) => Markup.Shape(
        "circle",
        Markup.Attribute("class", style), Markup.Attribute("cx", X(x)), Markup.Attribute("cy", Y(y)), Markup.Attribute("r", radius),
        Markup.Shape("title", title));

    /// <summary>A bar from zero with a text that shows when it is pointed at.</summary>
    public XElement Bar(string style, double from, double to, double value, string title) => Markup.Shape(
        "rect",
        Markup.Attribute("class", style),
        Markup.Attribute("x", X(from)), Markup.Attribute("width", X(to) - X(from)),
        Markup.Attribute("y", Math.Min(Y(value), Y(0))), Markup.Attribute("height", Math.Abs(Y(value) - Y(0))),
        Markup.Shape("title", title));

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

    private static XElement Text(double x, double y, string anchor, string text) => Markup.Shape(
        "text",
        Markup.Attribute("x", x), Markup.Attribute("y", y), Markup.Attribute("text-anchor", anchor), text);

    private IEnumerable<XElement> YTick(double value)
    {
        yield return Markup.Shape(
            "line",
            Markup.Attribute("class", "grid"),
            Markup.Attribute("x1", Left), Markup.Attribute("x2", _width - Right), Markup.Attribute("y1", Y(value)), Markup.Attribute("y2", Y(value)));
        yield return Text(Left - TickGap, Y(value) + 4, "end", value.ToString("#,0.##", CultureInfo.InvariantCulture));
    }

    private string Points(IEnumerable<(double X, double Y)> points) =>
        string.Join(' ', points.Select(point => $"{Markup.Number(X(point.X))},{Markup.Number(Y(point.Y))}"));
}
