using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Models.WeekdayProfiles;

/// <summary>One series laid out for profiles at any origin within it: day by day from its first row, and what each day counts for.</summary>
internal sealed class SeriesPast
{
    /// <summary>
    /// What a holiday and the turn of the year count for in a mean of logarithms, against 1 of an ordinary day: its sales say little of its
    /// weekday. Chosen in the selection benchmark (choice "profile-holidays").
    /// </summary>
    private const double HolidayWeight = 0.02;

    /// <summary>Likewise the day before a holiday and the day after.</summary>
    private const double NearHolidayWeight = 0.3;

    /// <summary>Lays out a series.</summary>
    /// <param name="history">What is known.</param>
    /// <param name="series">Index of the series.</param>
    public SeriesPast(History history, int series)
    {
        FirstDay = history.FirstDay(series);
        FirstWeekday = (int)history.DateOf(FirstDay).DayOfWeek;
        Values = history.Daily(series);
        Weights = new double[Values.Length];
        for (var i = 0; i < Values.Length; i++)
        {
            if (!double.IsNaN(Values[i]))
            {
                Values[i] = Math.Max(0, Values[i]);
                Weights[i] = WeightOf(history.DateOf(FirstDay + i));
            }
        }
    }

    /// <summary>Day index of the first row; the origin when there is none.</summary>
    public int FirstDay { get; }

    /// <summary><see cref="DayOfWeek"/> of the first row.</summary>
    public int FirstWeekday { get; }

    /// <summary>Sales by day from the first row on, at least 0; NaN on a closed day.</summary>
    public double[] Values { get; }

    /// <summary>What each day counts for in a mean of logarithms, in [0, 1]; 0 on a closed day.</summary>
    public double[] Weights { get; }

    /// <summary>Whether a day is known and the series could have sold on it.</summary>
    /// <param name="day">Day index, before the origin.</param>
    public bool Knows(int day) => day >= FirstDay && !double.IsNaN(Values[day - FirstDay]);

    private static double WeightOf(DateOnly date)
    {
        if (UsFederalHolidays.NameOn(date) is not null || (date.Month == 12 && date.Day >= 29) || (date.Month == 1 && date.Day <= 3))
        {
            return HolidayWeight;
        }

        return UsFederalHolidays.NameOn(date.AddDays(1)) is not null || UsFederalHolidays.NameOn(date.AddDays(-1)) is not null
            ? NearHolidayWeight
            : 1;
    }
}
