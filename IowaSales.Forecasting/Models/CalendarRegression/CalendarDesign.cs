using IowaSales.Forecasting.Calendars;

namespace IowaSales.Forecasting.Models.CalendarRegression;

/// <summary>The calendar of a day as regressors: what all series of a trade feel alike.</summary>
internal static class CalendarDesign
{
    private const int WeeksOfMonth = 5;
    private const int FarthestHoliday = 7;
    private const int ParticularEffects = 21;

    /// <summary>The three effects of days made up in a week with a holiday: few such weeks are ever seen, and each tells much.</summary>
    private const int FirstMadeUp = Week.Days + 14;
    private const int LastMadeUp = Week.Days + 16;

    /// <summary>Number of regressors.</summary>
    public const int Count = Week.Days + ParticularEffects + (Week.Days * WeeksOfMonth);

    /// <summary>
    /// Ridge penalty of each regressor, relative: weekdays are nearly free, particular days must show themselves, and the place of a weekday
    /// in the month (35 effects, each seen about once a month) most of all; days made up for a holiday are let in easily.
    /// </summary>
    public static double PenaltyOf(int regressor) => regressor switch
    {
        < Week.Days => 0.02,
        >= FirstMadeUp and <= LastMadeUp => 0.15,
        < Week.Days + ParticularEffects => 0.6,
        _ => 2,
    };

    /// <summary>Fills the regressors of a date.</summary>
    /// <param name="date">The date.</param>
    /// <param name="row">Receives <see cref="Count"/> zeros and ones.</param>
    public static void Fill(DateOnly date, Span<double> row)
    {
        row.Clear();
        var weekday = (int)date.DayOfWeek;
        row[weekday] = 1;

        var toMonthEnd = DateTime.DaysInMonth(date.Year, date.Month) - date.Day;
        var next = DaysToHoliday(date, 1);
        var previous = DaysToHoliday(date, -1);
        var inHolidayWeek = UsFederalHolidays.ClosesTradeInWeekOf(date);
        ReadOnlySpan<bool> particular =
        [
            date.DayOfWeek == DayOfWeek.Friday && date.Day <= Week.Days,
            toMonthEnd <= 2,
            date.Day <= 3,
            date.DayOfWeek == DayOfWeek.Monday && toMonthEnd < Week.Days,
            date.DayOfWeek == DayOfWeek.Monday && date.Day <= Week.Days,
            next == 1,
            next == 2,
            next == 3,
            previous == 0,
            previous == 1,
            previous == 2,
            previous == 3,
            next is >= 1 and <= FarthestHoliday,
            previous is >= 1 and <= FarthestHoliday,
            inHolidayWeek && date.DayOfWeek == DayOfWeek.Friday,
            inHolidayWeek && date.DayOfWeek == DayOfWeek.Saturday,
            inHolidayWeek && date.DayOfWeek == DayOfWeek.Sunday,
            date.Day <= 8,
            date.Day is > 8 and <= 16,
            date.Day is > 16 and <= 24,
            date.Day > 24,
        ];
        for (var effect = 0; effect < particular.Length; effect++)
        {
            row[Week.Days + effect] = particular[effect] ? 1 : 0;
        }

        row[Week.Days + ParticularEffects + ((date.Day - 1) / Week.Days * Week.Days) + weekday] = 1;
    }

    private static int DaysToHoliday(DateOnly date, int direction)
    {
        for (var days = 0; days <= FarthestHoliday; days++)
        {
            if (UsFederalHolidays.ClosesTrade(date.AddDays(days * direction)))
            {
                return days;
            }
        }

        return int.MaxValue;
    }
}
