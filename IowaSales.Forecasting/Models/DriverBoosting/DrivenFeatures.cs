using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Models.GradientBoosting;

namespace IowaSales.Forecasting.Models.DriverBoosting;

/// <summary>The features of one forecast: calendar, closures around the day, drivers, attributes, and what the series did before the origin.</summary>
/// <param name="panel">The panel.</param>
/// <param name="origin">The origin.</param>
/// <param name="end">First day after the horizon, of which nothing is used.</param>
internal sealed class DrivenFeatures(DrivenPanel panel, DrivenOrigin origin, int end)
{
    private const int DaysOfYear = 365;

    /// <summary>Days over which closures are looked for.</summary>
    private const int Reach = 21;

    /// <summary>Days after which a series is no longer young. More would tell trees when an example was, which no later day is like.</summary>
    private const int MaxAge = 100;

    /// <summary>Closed days in a row from which the next open one is a reopening.</summary>
    private const int LongClosure = 6;

    /// <summary>The features by name: the same for the same drivers, attributes and profile states.</summary>
    public FeatureTable Table
    {
        get
        {
            var names = new List<string>();
            var row = new FeatureRow(names);
            Write(0, origin.Origin, ref row);
            return new FeatureTable(names);
        }
    }

    /// <summary>
    /// Whether examples have every day of the year. Trees could only extrapolate to one that no example had, so that all that tells the season is 0 then;
    /// trees that were grown on zeros do not look at it later either. The week stands for the day: with the day, trees learn by heart what every series
    /// sold on one date of one year (choice "driver-boosting-week").
    /// </summary>
    private bool SeesYear => panel.Origin - DrivenExamples.MinDays >= DaysOfYear;

    /// <summary>Fills the features of a day.</summary>
    /// <param name="series">Index of the series.</param>
    /// <param name="day">The day, from the origin on.</param>
    /// <param name="features">Receives a finite number for each column of <see cref="Table"/>.</param>
    public void Fill(int series, int day, Span<float> features)
    {
        var row = new FeatureRow(features);
        Write(series, day, ref row);
    }

    private void Write(int series, int day, ref FeatureRow row)
    {
        WriteCalendar(day, ref row);
        WriteClosures(series, day, ref row);
        var expected = origin.ExpectedOn(series, day, end);
        row.Add("expected", expected - origin.Profiles.Levels[series]);
        row.Add("age", Math.Min(MaxAge, origin.Origin - panel.FirstDays[series]));
        origin.WritePast(series, panel.Calendar[day].Weekday, ref row);
        origin.WriteDrivers(series, day, end, ref row);
        origin.WriteIdentity(series, ref row);
    }

    private void WriteCalendar(int day, ref FeatureRow row)
    {
        ref readonly var signals = ref panel.Calendar[day];
        var date = panel.History.DateOf(day);
        row.Add("step", day - origin.Origin);
        row.Add("weekday", signals.Weekday);
        row.Add("day of month", date.Day);
        row.Add("days to end of month", DateTime.DaysInMonth(date.Year, date.Month) - date.Day);
        row.Add("week of year", SeesYear ? (date.DayOfYear - 1) / Week.Days : 0);
        row.Add("days from Easter", SeesYear ? DaysFromEaster(date) : 0);
        row.Add("days from Christmas", SeesYear ? DaysFromChristmas(date) : 0);
        row.Add("days since holiday", signals.SinceHoliday);
        row.Add("days to holiday", signals.ToHoliday);
        row.Add("nearest holiday", signals.NearestHoliday);
        row.Add("open days of month after", signals.OpenDaysOfMonthAfter);
    }

    /// <summary>Days since Christmas Day, negative before it; far from it as if at the edge of the season.</summary>
    private static int DaysFromChristmas(DateOnly date)
    {
        var year = date.Month < 7 ? date.Year - 1 : date.Year;
        return Math.Clamp(date.DayNumber - new DateOnly(year, 12, 25).DayNumber, -40, 20);
    }

    private static int DaysFromEaster(DateOnly date) => Math.Clamp(date.DayNumber - EasterDates.Of(date.Year).DayNumber, -50, 60);

    private void WriteClosures(int series, int day, ref FeatureRow row)
    {
        var (past, ahead, since, until) = (0, 0, Reach, Reach);
        for (var lead = -2; lead <= 3; lead++)
        {
            if (lead != 0)
            {
                row.Add("closed", lead, panel.ClosedOn(series, day + lead, origin.Origin, end));
            }
        }

        for (var distance = Reach; distance >= 1; distance--)
        {
            var (before, after) = (panel.ClosedOn(series, day - distance, origin.Origin, end), panel.ClosedOn(series, day + distance, origin.Origin, end));
            past += distance <= 14 && before == 1 ? 1 : 0;
            ahead += distance <= 14 && after == 1 ? 1 : 0;
            since = before == 1 ? distance : since;
            until = after == 1 ? distance : until;
        }

        row.Add("closed days before", past);
        row.Add("closed days after", ahead);
        row.Add("days since closure", since);
        row.Add("days to closure", until);
        row.Add("days since reopening", SinceReopening(series, day));
        row.Add("days to long closure", UntilLongClosure(series, day));
    }

    /// <summary>Days since a series opened again after a long closure, up to the reach.</summary>
    private int SinceReopening(int series, int day)
    {
        var run = 0;
        for (var distance = 1; distance <= Reach + LongClosure; distance++)
        {
            run = panel.ClosedOn(series, day - distance, origin.Origin, end) == 1 ? run + 1 : 0;
            if (run == LongClosure)
            {
                return distance - LongClosure;
            }
        }

        return Reach + 1;
    }

    private int UntilLongClosure(int series, int day)
    {
        var run = 0;
        for (var distance = 1; distance <= Reach + LongClosure; distance++)
        {
            run = panel.ClosedOn(series, day + distance, origin.Origin, end) == 1 ? run + 1 : 0;
            if (run == LongClosure)
            {
                return distance - LongClosure;
            }
        }

        return Reach + 1;
    }
}
