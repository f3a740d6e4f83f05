using System.Runtime.CompilerServices;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Models.CalendarRegression;

/// <summary>A fitted <see cref="CalendarRegression"/>.</summary>
/// <param name="effects">What all series share of a day.</param>
/// <param name="sample">The series that it was learned from.</param>
/// <param name="shapes">How each fitted series differs.</param>
/// <param name="others">The shape of a series that was not fitted: the panel's.</param>
internal sealed class FittedCalendarRegression(CommonEffects effects, int[] sample, SeriesShape[] shapes, SeriesShape others) : IFittedFamily
{
    private readonly ConditionalWeakTable<History, double[]> _residuals = [];
    private readonly ConditionalWeakTable<History, CalendarLevels> _levels = [];

    public static FittedCalendarRegression Read(BinaryReader reader)
    {
        var coefficients = new double[CalendarDesign.Count + 1];
        for (var i = 0; i < coefficients.Length; i++)
        {
            coefficients[i] = reader.ReadDouble();
        }

        var sample = new int[reader.ReadCount(sizeof(int))];
        for (var i = 0; i < sample.Length; i++)
        {
            sample[i] = reader.ReadInt32();
        }

        var shapes = new SeriesShape[reader.ReadCount(SeriesShape.Bytes)];
        for (var i = 0; i < shapes.Length; i++)
        {
            shapes[i] = SeriesShape.Read(reader);
        }

        if (Array.Exists(sample, series => series < 0 || series >= shapes.Length) || shapes.Length > ((reader as ArtifactReader)?.MaxSeries ?? int.MaxValue))
        {
            throw new InvalidDataException("The series of a calendar regression are damaged.");
        }

        return new FittedCalendarRegression(new CommonEffects(coefficients), sample, shapes, SeriesShape.Read(reader));
    }

    public void Forecast(History history, int series, Span<double> forecast)
    {
        var residuals = _residuals.GetValue(history, CommonResiduals);
        var shape = series < shapes.Length ? shapes[series] : others;
        var level = _levels.GetValue(history, known => new CalendarLevels(known, effects)).At(history, series, shape);
        for (var step = 0; step < forecast.Length; step++)
        {
            var date = history.DateOf(history.Origin + step);
            forecast[step] = shape.RatioOf(effects.At(date, residuals[step % CommonEffects.Lag]), date) * shape.Bias * level;
        }
    }

    public void Write(BinaryWriter writer)
    {
        foreach (var coefficient in effects.Coefficients)
        {
            writer.Write(coefficient);
        }

        writer.Write(sample.Length);
        foreach (var series in sample)
        {
            writer.Write(series);
        }

        writer.Write(shapes.Length);
        foreach (var shape in shapes)
        {
            shape.Write(writer);
        }

        others.Write(writer);
    }

    /// <summary>What the calendar left unexplained in the panel's mean ratio on each of the last four weeks' days; NaN where nothing is known.</summary>
    private double[] CommonResiduals(History history)
    {
        var residuals = new double[CommonEffects.Lag];
        Array.Fill(residuals, double.NaN);
        var from = Math.Max(0, history.Origin - CommonEffects.Lag);
        var sums = new double[history.Origin - from];
        var counts = new int[sums.Length];
        var ratios = new double[sums.Length];
        foreach (var series in sample)
        {
            LevelRatios.Fill(history, series, from, ratios);
            for (var day = 0; day < ratios.Length; day++)
            {
                if (!double.IsNaN(ratios[day]))
                {
                    sums[day] += ratios[day] - shapes[series].Weekdays[(int)history.DateOf(from + day).DayOfWeek];
                    counts[day]++;
                }
            }
        }

        for (var day = 0; day < sums.Length; day++)
        {
            if (counts[day] > 0)
            {
                residuals[CommonEffects.Lag - sums.Length + day] = (sums[day] / counts[day]) - effects.CalendarAt(history.DateOf(from + day));
            }
        }

        return residuals;
    }
}
