using System.Runtime.CompilerServices;

namespace IowaSales.Forecasting.Models.CalendarRegression;

/// <summary>The weekday shape of one series.</summary>
/// <param name="Weekdays">What each weekday adds to the common ratio, indexed by <see cref="DayOfWeek"/>.</param>
/// <param name="Bias">Factor that turns the expected ratio into a median.</param>
internal readonly record struct SeriesShape(double[] Weekdays, double Bias);

/// <summary>A fitted <see cref="CalendarRegression"/>.</summary>
internal sealed class FittedCalendarRegression(CommonEffects effects, int[] sample, SeriesShape[] shapes) : IFittedFamily
{
    private static readonly SeriesShape LikeAllOthers = new(new double[7], 1);

    private readonly ConditionalWeakTable<History, double[]> _residuals = [];
    private readonly ConditionalWeakTable<History, CalendarLevels> _levels = [];

    public static FittedCalendarRegression Read(BinaryReader reader)
    {
        var effects = new CommonEffects(ReadRow(reader, CalendarDesign.Count + 1));
        var sample = new int[reader.ReadInt32()];
        for (var i = 0; i < sample.Length; i++)
        {
            sample[i] = reader.ReadInt32();
        }

        var shapes = new SeriesShape[reader.ReadInt32()];
        for (var i = 0; i < shapes.Length; i++)
        {
            shapes[i] = new SeriesShape(ReadRow(reader, 7), reader.ReadDouble());
        }

        return new FittedCalendarRegression(effects, sample, shapes);
    }

    public void Forecast(History history, int series, Span<double> forecast)
    {
        var residuals = _residuals.GetValue(history, CommonResiduals);
        var shape = series < shapes.Length ? shapes[series] : LikeAllOthers;
        var level = _levels.GetValue(history, known => new CalendarLevels(known, effects)).At(history, series, shape.Weekdays);
        for (var step = 0; step < forecast.Length; step++)
        {
            var date = history.DateOf(history.Origin + step);
            var ratio = effects.At(date, residuals[step % CommonEffects.Lag]) + shape.Weekdays[(int)date.DayOfWeek];
            forecast[step] = Math.Max(0, ratio) * shape.Bias * level;
        }
    }

    public void Write(BinaryWriter writer)
    {
        WriteRow(writer, effects.Coefficients);
        writer.Write(sample.Length);
        foreach (var series in sample)
        {
            writer.Write(series);
        }

        writer.Write(shapes.Length);
        foreach (var shape in shapes)
        {
            WriteRow(writer, shape.Weekdays);
            writer.Write(shape.Bias);
        }
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

    private static double[] ReadRow(BinaryReader reader, int length)
    {
        var row = new double[length];
        for (var i = 0; i < length; i++)
        {
            row[i] = reader.ReadDouble();
        }

        return row;
    }

    private static void WriteRow(BinaryWriter writer, double[] row)
    {
        foreach (var value in row)
        {
            writer.Write(value);
        }
    }
}
