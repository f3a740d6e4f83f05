using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Models.WeekdayProfiles;

/// <summary>What the panel's series have in common: what each weekday sells, in units of its series' mean open day.</summary>
internal sealed class WeekdayShape
{
    /// <summary>Days that are looked at, the last ones.</summary>
    private const int Window = 364;

    /// <summary>Days of one series that say a weekday is like the others, against what the panel shows.</summary>
    private const double FlatPrior = 4;

    /// <summary>Series that the shape is learnt from, at most; evenly over the panel.</summary>
    private const int MaxSeries = 1000;

    private readonly double[] _ratios;

    private WeekdayShape(double[] ratios) => _ratios = ratios;

    /// <summary>Sales over the series' mean, above 0, by <see cref="DayOfWeek"/>.</summary>
    public ReadOnlySpan<double> Ratios => _ratios;

    /// <summary>Learns the shape.</summary>
    /// <param name="history">What is known.</param>
    public static WeekdayShape Of(History history)
    {
        var sums = new double[7];
        Span<double> mass = stackalloc double[7];
        var every = ((history.SeriesCount - 1) / MaxSeries) + 1;
        for (var series = 0; series < history.SeriesCount; series += every)
        {
            Add(new SeriesPast(history, series), sums, mass);
        }

        for (var weekday = 0; weekday < 7; weekday++)
        {
            sums[weekday] = (sums[weekday] + FlatPrior) / (mass[weekday] + FlatPrior);
        }

        return new WeekdayShape(sums);
    }

    /// <summary>Reads back what <see cref="Write"/> wrote.</summary>
    /// <param name="reader">Where from.</param>
    /// <exception cref="InvalidDataException">A ratio is not above 0.</exception>
    public static WeekdayShape Read(BinaryReader reader)
    {
        var ratios = new double[7];
        for (var weekday = 0; weekday < 7; weekday++)
        {
            ratios[weekday] = reader.ReadDouble();
        }

        return Array.TrueForAll(ratios, ratio => ratio > 0 && double.IsFinite(ratio))
            ? new WeekdayShape(ratios)
            : throw new InvalidDataException("A weekday shape is damaged.");
    }

    /// <summary>Writes the shape.</summary>
    /// <param name="writer">Where to.</param>
    public void Write(BinaryWriter writer)
    {
        foreach (var ratio in _ratios)
        {
            writer.Write(ratio);
        }
    }

    private static void Add(SeriesPast past, double[] sums, Span<double> mass)
    {
        var from = Math.Max(0, past.Values.Length - Window);
        var (sum, count) = (0.0, 0);
        for (var i = from; i < past.Values.Length; i++)
        {
            if (!double.IsNaN(past.Values[i]))
            {
                sum += past.Values[i];
                count++;
            }
        }

        for (var i = from; i < past.Values.Length && sum > 0; i++)
        {
            if (!double.IsNaN(past.Values[i]))
            {
                var weekday = (past.FirstWeekday + i) % 7;
                sums[weekday] += past.Values[i] * count / sum;
                mass[weekday]++;
            }
        }
    }
}
