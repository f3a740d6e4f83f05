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
    public const int Width = (int)BoostingFeature.LastYearWeeks + 1;

    private const int Season = 7;
    private const int SameWeekdays = 8;
    private const int Year = 364;
    private const int NoiseDays = 40;
    private const int PeakDays = 10;
    private const int Months = 4;

    private readonly double _level = origin.LevelOf(series);

    /// <summary>The features by name.</summary>
    public static FeatureTable Table { get; } = new(Enum.GetNames<BoostingFeature>());

    /// <summary>Fills the features.</summary>
    /// <param name="step">Step, from 0.</param>
    /// <param name="features">Receives <see cref="Width"/> finite numbers.</param>
    public void Fill(int step, Span<float> features)
    {
        var day = origin.Origin + step;
        ref readonly var calendar = ref origin.Days.Calendar[day];
        var row = new Row(features);
        WriteCalendar(row, calendar, step);
        WriteProfiles(row, calendar.Weekday);
        WriteLevels(row);
        WriteSameWeekdays(row, day, calendar.Weekday);
        WriteRecentDays(row, calendar.Weekday);
        WritePanel(row, day);
        WriteMonth(row, calendar);
        WriteLastYear(row, day);
    }

    private static void WriteCalendar(Row row, in DaySignals calendar, int step)
    {
        row[BoostingFeature.Step] = step;
        row[BoostingFeature.Weekday] = calendar.Weekday;
        row[BoostingFeature.DayOfMonth] = calendar.DayOfMonth;
        row[BoostingFeature.OpenDaysOfMonthBefore] = calendar.OpenDaysOfMonthBefore;
        row[BoostingFeature.OpenDaysOfMonthAfter] = calendar.OpenDaysOfMonthAfter;
        row[BoostingFeature.DaysSinceHoliday] = calendar.SinceHoliday;
        row[BoostingFeature.DaysToHoliday] = calendar.ToHoliday;
        row[BoostingFeature.NearestHoliday] = calendar.NearestHoliday;
        row[BoostingFeature.DaysSinceClosure] = calendar.SinceClosure;
        row[BoostingFeature.DaysToClosure] = calendar.ToClosure;
        row[BoostingFeature.OpenDaysOfWeek] = calendar.OpenDaysOfWeek;
        row[BoostingFeature.OpenDaysOfWeekBefore] = calendar.OpenDaysOfWeekBefore;
    }

    /// <summary>Each average of the weekday against their mean: how the series changes.</summary>
    private void WriteProfiles(Row row, int weekday)
    {
        var profiles = origin.ProfilesOf(series);
        for (var i = 0; i < Profiles.Count; i++)
        {
            row[BoostingFeature.LogMean28 + i] = Log(profiles[(Season * i) + weekday], weekday);
        }
    }

    /// <summary>The last open days together against the profile.</summary>
    private void WriteLevels(Row row)
    {
        var mean = origin.MeanProfileOf(series);
        var (sold, expected, next) = (0.0, 0.0, BoostingFeature.LevelOf5);
        for (var back = 0; back < 80; back++)
        {
            if (back < origin.Recent.Length && past.Knows(origin.Recent[back]))
            {
                sold += Sold(origin.Recent[back]);
                expected += mean[origin.Days.Calendar[origin.Recent[back]].Weekday];
            }

            if (back + 1 is 5 or 10 or 20 or 40 or 80)
            {
                row[next++] = ForecastOrigin.LogRatio(sold, expected, _level);
            }
        }
    }

    private void WriteSameWeekdays(Row row, int day, int weekday)
    {
        var next = BoostingFeature.SameWeekday1;
        for (var (lag, same) = (LastSame(day), 0); lag >= past.FirstDay && same < SameWeekdays; lag -= Season)
        {
            if (past.Knows(lag))
            {
                same++;
                if (same is 1 or 2 or 3 or 4 or SameWeekdays)
                {
                    row[next++] = Log(Sold(lag), weekday);
                }
            }
        }

        while (next <= BoostingFeature.SameWeekday8)
        {
            row[next++] = 0;
        }
    }

    private void WriteRecentDays(Row row, int weekday)
    {
        var (peak, noise, zeros, known) = (0.0, 0.0, 0, 0);
        for (var back = 0; back < NoiseDays; back++)
        {
            var isKnown = back < origin.Recent.Length && past.Knows(origin.Recent[back]);
            var log = isKnown ? Log(Sold(origin.Recent[back]), origin.Days.Calendar[origin.Recent[back]].Weekday) : 0;
            if (back < 3)
            {
                row[BoostingFeature.LastDay1 + back] = log;
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

        row[BoostingFeature.Peak] = peak;
        row[BoostingFeature.Noise] = known > 0 ? noise / known : 0;
        row[BoostingFeature.ZeroShare] = known > 0 ? (double)zeros / known : 0;
        row[BoostingFeature.Age] = Math.Min(Year, origin.Origin - past.FirstDay);
        row[BoostingFeature.WeekdayShare] = ForecastOrigin.LogRatio(mean[weekday], weekdays > 0 ? week / weekdays : 0, _level);
    }

    private void WritePanel(Row row, int day)
    {
        row[BoostingFeature.PanelLevelOf5] = origin.PanelLogOfLast(5);
        row[BoostingFeature.PanelLevelOf10] = origin.PanelLogOfLast(10);
        row[BoostingFeature.PanelLevelOf20] = origin.PanelLogOfLast(20);
        var last = LastSame(day);
        row[BoostingFeature.PanelSameWeekday1] = origin.PanelLogOn(last);
        row[BoostingFeature.PanelSameWeekday2] = origin.PanelLogOn(last - Season);
        row[BoostingFeature.PanelSameWeekday4] = origin.PanelLogOn(last - (3 * Season));
    }

    /// <summary>What this part of the month was like in the last months, for the series and for the panel.</summary>
    private void WriteMonth(Row row, in DaySignals calendar)
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

        row[BoostingFeature.PartOfMonth] = months > 0 ? own / months : 0;
        row[BoostingFeature.PanelPartOfMonth] = months > 0 ? panel / months : 0;
    }

    /// <summary>The same day, its week and its three weeks of a year ago, against the eight weeks before the origin of that year.</summary>
    private void WriteLastYear(Row row, int day)
    {
        var (then, originThen) = (day - Year, origin.Origin - Year);
        var level = originThen - 28 >= past.FirstDay ? MeanOf(originThen - 56, originThen) : 0;
        var next = BoostingFeature.LastYearDay;
        for (var reach = 0; reach <= 10; reach += reach == 0 ? 3 : 7)
        {
            var known = level > 0 && then + reach < origin.Origin && then - reach >= past.FirstDay;
            row[next++] = known ? Math.Log((MeanOf(then - reach, then + reach + 1) + (0.1 * level)) / (1.1 * level)) : 0;
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

    private readonly ref struct Row(Span<float> features)
    {
        private readonly Span<float> _features = features;

        public double this[BoostingFeature feature]
        {
            set => _features[(int)feature] = (float)value;
        }
    }
}
