using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Data;

/// <summary>
/// How a week with a holiday opens on its other days: a Saturday may make up for a Monday. Per weekday a shift of the log-odds against what
/// the weekday itself led to expect on those days, as far as the past shows one beyond chance.
/// </summary>
internal sealed class HolidayWeeks
{
    private const double Floor = 0.001;

    private readonly double[] _shift = new double[Week.Days];

    /// <summary>Learns the shifts.</summary>
    /// <param name="firstDate">Date of day 0.</param>
    /// <param name="open">Whether each known day was open.</param>
    /// <param name="shares">What ordinary days lead to expect.</param>
    /// <param name="ordinary">Chance that each known day is ordinary but for the holiday in its week.</param>
    public HolidayWeeks(DateOnly firstDate, bool[] open, WeekdayShares shares, double[] ordinary)
    {
        var days = new double[Week.Days];
        var opened = new double[Week.Days];
        var expected = new double[Week.Days];
        for (var day = 0; day < open.Length; day++)
        {
            var date = firstDate.AddDays(day);
            if (UsFederalHolidays.ClosesTradeInWeekOf(date) && ordinary[day] > 0)
            {
                var weekday = (int)date.DayOfWeek;
                days[weekday] += ordinary[day];
                opened[weekday] += open[day] ? ordinary[day] : 0;
                expected[weekday] += ordinary[day] * shares.ExpectedOn(day);
            }
        }

        for (var weekday = 0; weekday < Week.Days; weekday++)
        {
            if (days[weekday] > 0)
            {
                var mean = Math.Clamp(expected[weekday] / days[weekday], Floor, 1 - Floor);
                var share = BetaBinomial.ShrunkShare([(opened[weekday], days[weekday])], mean, opened[weekday], days[weekday]);
                _shift[weekday] = LogOdds(share) - LogOdds(mean);
            }
        }
    }

    /// <summary>Chance that a day of a week with a holiday is open.</summary>
    /// <param name="weekday">Its weekday.</param>
    /// <param name="share">Chance in an ordinary week, 0 .. 1.</param>
    public double Apply(DayOfWeek weekday, double share)
    {
        var shift = _shift[(int)weekday];
        return (share <= Floor && shift <= 0) || (share >= 1 - Floor && shift >= 0)
            ? share
            : 1 / (1 + Math.Exp(-LogOdds(Math.Clamp(share, Floor, 1 - Floor)) - shift));
    }

    private static double LogOdds(double chance) => Math.Log(chance / (1 - chance));
}
