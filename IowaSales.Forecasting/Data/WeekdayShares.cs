using System.Runtime.InteropServices;
using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Data;

/// <summary>
/// How often each weekday is open on ordinary days: what any other day is measured against. Habits change, so recent weeks count most,
/// but only as far as the quarters of the past differ by more than chance (a beta-binomial distribution of the open days of a quarter).
/// </summary>
internal sealed class WeekdayShares
{
    /// <summary>Opening habits change within a season: a week this many weeks away tells half as much of a weekday as the next one.</summary>
    private const double HalfLifeWeeks = 10;

    /// <summary>Weeks before and after a past day that tell what was to be expected of it.</summary>
    private const int FarthestWeeks = 52;

    private const int WeeksPerQuarter = 13;

    /// <summary>A weekday open at least this often is regular: its closures are exceptions.</summary>
    private const double RegularShare = 0.9;

    /// <summary>
    /// Chance that a regular day is closed for no reason that comes back: never taken as less than one a year, so that one closure is never
    /// strong evidence of a rule.
    /// </summary>
    private const double MinUnexplained = 1 / 250.0;

    private static readonly double[] Decay = [.. Enumerable.Range(0, FarthestWeeks + 1).Select(weeks => Math.Pow(0.5, weeks / HalfLifeWeeks))];

    private readonly DateOnly _firstDate;
    private readonly bool[] _open;
    private readonly double[] _ordinary;
    private readonly double[] _longRun = new double[Week.Days];
    private readonly int[] _run;

    /// <summary>Learns the shares.</summary>
    /// <param name="firstDate">Date of day 0.</param>
    /// <param name="open">Whether each known day was open.</param>
    /// <param name="ordinary">Chance that each known day is an ordinary one: no holiday, no week with one, no closure that is explained.</param>
    public WeekdayShares(DateOnly firstDate, bool[] open, double[] ordinary)
    {
        (_firstDate, _open, _ordinary) = (firstDate, open, ordinary);
        Future = new double[Week.Days];
        var regularDays = 0.0;
        for (var day = 0; day < Math.Min(Week.Days, open.Length); day++)
        {
            var weekday = WeekdayOf(day);
            Future[weekday] = Learn(day, weekday, out var days);
            regularDays += _longRun[weekday] >= RegularShare ? days : 0;
        }

        for (var day = open.Length; day < Week.Days; day++)
        {
            (Future[WeekdayOf(day)], _longRun[WeekdayOf(day)]) = (1, 1);
        }

        _run = new int[open.Length];
        UnexplainedRate = Math.Max(MinUnexplained, (FindRuns() + 1) / (regularDays + (1 / MinUnexplained)));
    }

    /// <summary>Share of open days expected of each weekday from the origin on, by <see cref="DayOfWeek"/>; 1 for a weekday never seen.</summary>
    public double[] Future { get; }

    /// <summary>Chance that a regular day is closed for no reason that comes back, above 0.</summary>
    public double UnexplainedRate { get; }

    /// <summary>
    /// Chance that a past day was open, as the same weekday in the weeks before and after it leads to expect; the day itself, and the closed
    /// days in one run with it, are left out. Never nearer to 0 or 1 than <see cref="UnexplainedRate"/>.
    /// </summary>
    /// <param name="day">Day index before the origin.</param>
    public double ExpectedOn(int day)
    {
        var (seen, opened) = (1.0, _longRun[WeekdayOf(day)]);
        for (var weeks = 1; weeks <= FarthestWeeks; weeks++)
        {
            Count(day - (Week.Days * weeks), Decay[weeks]);
            Count(day + (Week.Days * weeks), Decay[weeks]);
        }

        return Math.Clamp(opened / seen, UnexplainedRate, 1 - UnexplainedRate);

        void Count(int other, double weight)
        {
            if (other >= 0 && other < _open.Length && (_open[other] || _run[other] != _run[day]))
            {
                seen += weight * _ordinary[other];
                opened += _open[other] ? weight * _ordinary[other] : 0;
            }
        }
    }

    /// <summary>
    /// Numbers the runs of closed days, across weekdays that are closed as a rule: days closed one after the other are one event.
    /// </summary>
    /// <returns>Number of runs of regular days that nothing explains; one explained in part counts in part.</returns>
    private double FindRuns()
    {
        var (runs, current, events, unexplained) = (0, false, 0.0, 0.0);
        for (var day = 0; day < _open.Length; day++)
        {
            var share = _longRun[WeekdayOf(day)];
            if (_open[day] && share >= 0.5)
            {
                (current, events, unexplained) = (false, events + unexplained, 0);
            }
            else if (!_open[day])
            {
                runs += current ? 0 : 1;
                current = true;
                unexplained = share >= RegularShare ? Math.Max(unexplained, _ordinary[day]) : unexplained;
            }

            _run[day] = _open[day] ? 0 : runs;
        }

        return events + unexplained;
    }

    private double Learn(int firstDay, int weekday, out double days)
    {
        var (recentSeen, recentOpened, opened, weeks) = (0.0, 0.0, 0.0, 0);
        var quarters = new List<(double Opened, double Days)>();
        days = 0;
        for (var day = LastOf(firstDay); day >= 0; day -= Week.Days)
        {
            var ordinary = _ordinary[day];
            if (ordinary == 0)
            {
                continue;
            }

            if (weeks++ % WeeksPerQuarter == 0)
            {
                quarters.Add((0, 0));
            }

            var open = _open[day] ? ordinary : 0;
            var weight = Math.Pow(0.5, (_open.Length - day) / (Week.Days * HalfLifeWeeks));
            (recentSeen, recentOpened) = (recentSeen + (weight * ordinary), recentOpened + (weight * open));
            (days, opened) = (days + ordinary, opened + open);
            quarters[^1] = (quarters[^1].Opened + open, quarters[^1].Days + ordinary);
        }

        _longRun[weekday] = days == 0 ? 1 : opened / days;
        return BetaBinomial.ShrunkShare(CollectionsMarshal.AsSpan(quarters), _longRun[weekday], recentOpened, recentSeen);
    }

    private int LastOf(int firstDay) => firstDay + ((_open.Length - 1 - firstDay) / Week.Days * Week.Days);

    private int WeekdayOf(int day) => (int)_firstDate.AddDays(day).DayOfWeek;
}
