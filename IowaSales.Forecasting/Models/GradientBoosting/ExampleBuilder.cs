using IowaSales.Forecasting.Models.WeekdayProfiles;

namespace IowaSales.Forecasting.Models.GradientBoosting;

/// <summary>
/// The features of one forecast: what a series did before an origin, as logarithms of ratios to its weekday profile there, what the panel did, and
/// what the calendar says of the forecast day. None depends on the scale of the sales, so that trees learnt on one panel can be
/// applied to another.
/// </summary>
/// <param name="origin">The origin.</param>
/// <param name="past">The series; its level at the origin is above 0.</param>
/// <param name="series">Index of the series.</param>
internal sealed class ExampleBuilder(ForecastOrigin origin, SeriesPast past, int series)
{
    /// <summary>Number of features.</summary>
    public const int Width = 52;

    private const int Season = 7;
    private const int SameWeekdays = 8;
    private const int Year = 364;
    private const int NoiseDays = 40;
    private const int PeakDays = 10;
    private const int Months = 4;

    private readonly double _level = origin.LevelOf(series);

    /// <summary>Fills the features.</summary>
    /// <param name="step">Step, from 0.</param>
    /// <param name="features">Receives <see cref="Width"/> finite numbers.</param>
    public void Fill(int step, Span<float> features)
    {
        var day = origin.Origin + step;
        ref readonly var calendar = ref origin.Days.Calendar[day];
        var writer = new FeatureWriter(features);
        WriteCalendar(ref writer, calendar, step);
        WriteProfiles(ref writer, calendar.Weekday);
        WriteLevels(ref writer);
        WriteSameWeekdays(ref writer, day, calendar.Weekday);
        WriteRecentDays(ref writer, calendar.Weekday);
        WritePanel(ref writer, day);
        WriteMonth(ref writer, calendar);
        WriteLastYear(ref writer, day);
    }

    private static void WriteCalendar(ref FeatureWriter writer, in DaySignals calendar, int step)
    {
        writer.Add(step);
        writer.Add(calendar.Weekday);
        writer.Add(calendar.DayOfMonth);
        writer.Add(calendar.OpenDaysOfMonthBefore);
        writer.Add(calendar.OpenDaysOfMonthAfter);
        writer.Add(calendar.SinceHoliday);
        writer.Add(calendar.ToHoliday);
        writer.Add(calendar.NearestHoliday);
        writer.Add(calendar.SinceClosure);
        writer.Add(calendar.ToClosure);
        writer.Add(calendar.OpenDaysOfWeek);
        writer.Add(calendar.OpenDaysOfWeekBefore);
    }

    /// <summary>Each average of the weekday against their mean: how the series changes.</summary>
    private void WriteProfiles(ref FeatureWriter writer, int weekday)
    {
        var profiles = origin.ProfilesOf(series);
        for (var i = 0; i < Profiles.Count; i++)
        {
            writer.Add(Log(profiles[(Season * i) + weekday], weekday));
        }
    }

    /// <summary>The last open days together against the profile.</summary>
    private void WriteLevels(ref FeatureWriter writer)
    {
        var mean = origin.MeanProfileOf(series);
        var (sold, expected) = (0.0, 0.0);
        for (var back = 0; back < 80; back++)
        {
            if (back < origin.Recent.Length && past.Knows(origin.Recent[back]))
            {
                sold += Sold(origin.Recent[back]);
                expected += mean[origin.Days.Calendar[origin.Recent[back]].Weekday];
            }

            if (back + 1 is 5 or 10 or 20 or 40 or 80)
            {
                writer.Add(ForecastOrigin.LogRatio(sold, expected, _level));
            }
        }
    }

    private void WriteSameWeekdays(ref FeatureWriter writer, int day, int weekday)
    {
        var written = 0;
        for (var (lag, same) = (LastSame(day), 0); lag >= past.FirstDay && same < SameWeekdays; lag -= Season)
        {
            if (past.Knows(lag))
            {
                same++;
                if (same is 1 or 2 or 3 or 4 or SameWeekdays)
                {
                    writer.Add(Log(Sold(lag), weekday));
                    written++;
                }
            }
        }

        for (; written < 5; written++)
        {
            writer.Add(0);
        }
    }

    private void WriteRecentDays(ref FeatureWriter writer, int weekday)
    {
        var (peak, noise, zeros, known) = (0.0, 0.0, 0, 0);
        for (var back = 0; back < NoiseDays; back++)
        {
            var isKnown = back < origin.Recent.Length && past.Knows(origin.Recent[back]);
            var log = isKnown ? Log(Sold(origin.Recent[back]), origin.Days.Calendar[origin.Recent[back]].Weekday) : 0;
            if (back < 3)
            {
                writer.Add(log);
            }

            peak = back < PeakDays ? Math.Max(peak, log) : peak;
            noise += Math.Abs(log);
            zeros += isKnown && Sold(origin.Recent[back]) == 0 ? 1 : 0;
            known += isKnown ? 1 : 0;
        }

        var mean = origin.MeanProfileOf(series);
        var (week, weekdays) = (0.0, 0);
        foreach (var value in mean)
        {
            week += value;
            weekdays += value > 0 ? 1 : 0;
        }

        writer.Add(peak);
        writer.Add(known > 0 ? noise / known : 0);
        writer.Add(known > 0 ? (double)zeros / known : 0);
        writer.Add(Math.Min(Year, origin.Origin - past.FirstDay));
        writer.Add(ForecastOrigin.LogRatio(mean[weekday], weekdays > 0 ? week / weekdays : 0, _level));
    }

    private void WritePanel(ref FeatureWriter writer, int day)
    {
        writer.Add(origin.PanelLogOfLast(5));
        writer.Add(origin.PanelLogOfLast(10));
        writer.Add(origin.PanelLogOfLast(20));
        var last = LastSame(day);
        writer.Add(origin.PanelLogOn(last));
        writer.Add(origin.PanelLogOn(last - Season));
        writer.Add(origin.PanelLogOn(last - (3 * Season)));
    }

    /// <summary>What this part of the month was like in the last months, for the series and for the panel.</summary>
    private void WriteMonth(ref FeatureWriter writer, in DaySignals calendar)
    {
        var fromEnd = calendar.OpenDaysOfMonthAfter < calendar.OpenDaysOfMonthBefore;
        var position = fromEnd ? calendar.OpenDaysOfMonthAfter : calendar.OpenDaysOfMonthBefore;
        var (own, panel, months) = (0.0, 0.0, 0);
        foreach (var day in origin.Recent)
        {
            ref readonly var then = ref origin.Days.Calendar[day];
            if ((fromEnd ? then.OpenDaysOfMonthAfter : then.OpenDaysOfMonthBefore) == position && past.Knows(day))
            {
                own += Log(Sold(day), then.Weekday);
                panel += origin.PanelLogOn(day);
                if (++months == Months)
                {
                    break;
                }
            }
        }

        writer.Add(months > 0 ? own / months : 0);
        writer.Add(months > 0 ? panel / months : 0);
    }

    /// <summary>The same day, its week and its three weeks of a year ago, against the eight weeks before the origin of that year.</summary>
    private void WriteLastYear(ref FeatureWriter writer, int day)
    {
        var (then, originThen) = (day - Year, origin.Origin - Year);
        var level = originThen - 28 >= past.FirstDay ? MeanOf(originThen - 56, originThen) : 0;
        for (var reach = 0; reach <= 10; reach += reach == 0 ? 3 : 7)
        {
            var known = level > 0 && then + reach < origin.Origin && then - reach >= past.FirstDay;
            writer.Add(known ? Math.Log((MeanOf(then - reach, then + reach + 1) + (0.1 * level)) / (1.1 * level)) : 0);
        }
    }

    private int LastSame(int day) => day - ((((day - origin.Origin) / Season) + 1) * Season);

    private double Sold(int day) => past.Values[day - past.FirstDay];

    private double Log(double sales, int weekday) => ForecastOrigin.LogRatio(sales, origin.MeanProfileOf(series)[weekday], _level);

    private double MeanOf(int from, int to)
    {
        var (sum, count) = (0.0, 0);
        for (var i = Math.Max(0, from - past.FirstDay); i < to - past.FirstDay; i++)
        {
            if (!double.IsNaN(past.Values[i]))
            {
                sum += past.Values[i];
                count++;
            }
        }

        return count > 0 ? sum / count : 0;
    }

    private ref struct FeatureWriter(Span<float> features)
    {
        private readonly Span<float> _features = features;
        private int _next;

        public void Add(double value) => _features[_next++] = (float)value;
    }
}
