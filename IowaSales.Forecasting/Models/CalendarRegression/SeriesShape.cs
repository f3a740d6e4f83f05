using IowaSales.Forecasting.Calendars;

namespace IowaSales.Forecasting.Models.CalendarRegression;

/// <summary>How one series differs from what all share.</summary>
/// <param name="Weekdays">What each weekday adds to the common ratio, indexed by <see cref="DayOfWeek"/>.</param>
/// <param name="Year">Share by which each part of the year exceeds the rest, indexed by <see cref="YearlySeasonality.PartOf"/>.</param>
/// <param name="Bias">Factor that turns the expected ratio into a median.</param>
internal sealed record SeriesShape(double[] Weekdays, float[] Year, double Bias)
{
    /// <summary>Bytes of a written shape.</summary>
    public const int Bytes = ((Week.Days + 1) * sizeof(double)) + (YearlySeasonality.Parts * sizeof(float));

    /// <summary>The expected ratio of a day to the level of the series, at least 0.</summary>
    /// <param name="common">The ratio that all series share on that day.</param>
    /// <param name="date">The day.</param>
    public double RatioOf(double common, DateOnly date) =>
        Math.Max(0, common + Weekdays[(int)date.DayOfWeek]) * Math.Max(0, 1 + Year[YearlySeasonality.PartOf(date)]);

    /// <summary>Reads back what <see cref="Write"/> wrote.</summary>
    /// <param name="reader">Where from.</param>
    public static SeriesShape Read(BinaryReader reader)
    {
        var weekdays = new double[Week.Days];
        for (var weekday = 0; weekday < weekdays.Length; weekday++)
        {
            weekdays[weekday] = reader.ReadDouble();
        }

        var year = new float[YearlySeasonality.Parts];
        for (var part = 0; part < year.Length; part++)
        {
            year[part] = reader.ReadSingle();
        }

        return new SeriesShape(weekdays, year, reader.ReadDouble());
    }

    /// <summary>Writes the shape.</summary>
    /// <param name="writer">Where to.</param>
    public void Write(BinaryWriter writer)
    {
        foreach (var weekday in Weekdays)
        {
            writer.Write(weekday);
        }

        foreach (var part in Year)
        {
            writer.Write(part);
        }

        writer.Write(Bias);
    }
}
