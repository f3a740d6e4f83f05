using IowaSales.Forecasting.Calendars;

namespace IowaSales.Forecasting.Data;

/// <summary>
/// Which known days of a panel were open, and what they say of the days ahead. A day on which nothing was sold was closed, whether
/// its rows say 0 or are missing; but where a panel is so quiet that an open day may well pass without a sale, only a weekday that hardly
/// ever sells or a day that is kept every year counts as closed.
/// </summary>
internal sealed class OpeningRecord
{
    /// <summary>A panel is quiet when an open day has at least this chance of no sale at all.</summary>
    private const double QuietChance = 0.05;

    /// <summary>With this many series selling on the average day, an open day without any sale is out of the question.</summary>
    private const int LivelySeries = 4;

    private const int MaxExplanations = 8;
    private const double MinChange = 0.05;
    private const int MaxRounds = 200;
    private const double RoundTolerance = 1e-6;

    /// <summary>In a quiet panel a weekday trades if it sells at least this often, beside the busiest weekday.</summary>
    private const double QuietTradingShare = 0.25;

    private OpeningRecord(bool[] open, double[] ordinary, WeekdayShares shares, AnnualClosures annual)
    {
        (Open, Ordinary, Shares, Annual) = (open, ordinary, shares, annual);
    }

    /// <summary>Whether each known day was open.</summary>
    public bool[] Open { get; }

    /// <summary>Chance that each known day is an ordinary one, not counting holidays in its week.</summary>
    public double[] Ordinary { get; }

    /// <summary>What ordinary days lead to expect.</summary>
    public WeekdayShares Shares { get; }

    /// <summary>The days of the year that are kept.</summary>
    public AnnualClosures Annual { get; }

    /// <summary>Learns from the days of a panel before an origin.</summary>
    /// <param name="panel">The sales.</param>
    /// <param name="origin">First day index left out.</param>
    public static OpeningRecord Learn(SalesPanel panel, int origin)
    {
        var sold = panel.Whole?.SoldBefore(origin) ?? SeriesSold(panel, origin);
        bool[] open = [.. sold.Select(count => count > 0)];
        var learned = Learn(panel, open);
        if (panel.Whole is null && IsQuiet(panel, sold))
        {
            open = OpenDaysOfQuietPanel(panel, open, learned.Shares, learned.Annual);
            learned = Learn(panel, open);
        }

        return new OpeningRecord(open, learned.Ordinary, learned.Shares, learned.Annual);
    }

    /// <summary>Whether enough series sell on the average day with a sale that an open day cannot pass without one.</summary>
    /// <param name="sold">Number of series that sold something, by day.</param>
    public static bool IsLively(ReadOnlySpan<int> sold)
    {
        var (days, sales) = (0L, 0L);
        foreach (var series in sold)
        {
            days += series > 0 ? 1 : 0;
            sales += series;
        }

        return days > 0 && sales >= LivelySeries * days;
    }

    /// <summary>Number of series that sold something, by day.</summary>
    private static int[] SeriesSold(SalesPanel panel, int origin)
    {
        var sold = new int[origin];
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            var rows = panel.DemandBefore(series, origin);
            for (var i = 0; i < rows.Count; i++)
            {
                sold[rows.Days[i]] += rows.Values[i] == 0 ? 0 : 1;
            }
        }

        return sold;
    }

    /// <summary>
    /// Learns shares and annual closures in turn, each round with the closures left out, in part, that the round before explained: what one
    /// annual closure leaves unexplained decides how strong the evidence is for the next.
    /// </summary>
    private static (double[] Ordinary, WeekdayShares Shares, AnnualClosures Annual) Learn(SalesPanel panel, bool[] open)
    {
        var ordinary = new double[open.Length];
        var usual = new double[open.Length];
        for (var day = 0; day < open.Length; day++)
        {
            var date = panel.DateOf(day);
            if (panel.Stated.On(date) is { } stated)
            {
                open[day] = stated.Open;
            }
            else if (UsFederalHolidays.On(date) is null)
            {
                ordinary[day] = 1;
                usual[day] = UsFederalHolidays.ClosesTradeInWeekOf(date) ? 0 : 1;
            }
        }

        for (var round = 0; ; round++)
        {
            var shares = new WeekdayShares(panel.FirstDate, open, usual);
            var annual = new AnnualClosures(panel.FirstDate, open, shares);
            var change = 0.0;
            for (var day = 0; day < open.Length; day++)
            {
                if (!open[day] && ordinary[day] > 0)
                {
                    var unexplained = 1 - annual.KeptOn(panel.DateOf(day));
                    change = Math.Max(change, Math.Abs(unexplained - ordinary[day]));
                    ordinary[day] = unexplained;
                    usual[day] = usual[day] > 0 ? unexplained : 0;
                }
            }

            if (change < MinChange || round == MaxExplanations)
            {
                return (ordinary, shares, annual);
            }
        }
    }

    /// <summary>
    /// Whether an open day may well pass without any sale. If each series sells on a share q of the days with any sale, and x is the chance
    /// that an open day has one, then x = 1 - Π(1 - q x); one series alone tells nothing of x.
    /// </summary>
    private static bool IsQuiet(SalesPanel panel, int[] sold)
    {
        var days = new int[sold.Length + 1];
        for (var day = 0; day < sold.Length; day++)
        {
            days[day + 1] = days[day] + (sold[day] > 0 ? 1 : 0);
        }

        if (days[^1] == 0 || IsLively(sold))
        {
            return days[^1] == 0;
        }

        var shares = new List<double>();
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            var rows = panel.DemandBefore(series, sold.Length);
            var (first, count) = (-1, 0);
            for (var i = 0; i < rows.Count; i++)
            {
                if (rows.Values[i] != 0)
                {
                    first = first < 0 ? rows.Days[i] : first;
                    count++;
                }
            }

            if (count > 0)
            {
                shares.Add((double)count / (days[^1] - days[first]));
            }
        }

        if (shares.Count == 1)
        {
            return true;
        }

        var some = 1.0;
        for (var round = 0; round < MaxRounds; round++)
        {
            var none = 1.0;
            foreach (var share in shares)
            {
                none *= 1 - (share * some);
            }

            var (before, after) = (some, 1 - none);
            some = after;
            if (before - after < RoundTolerance)
            {
                break;
            }
        }

        return 1 - some > QuietChance;
    }

    private static bool[] OpenDaysOfQuietPanel(SalesPanel panel, bool[] hasSales, WeekdayShares shares, AnnualClosures annual)
    {
        var busiest = shares.Future.Max();
        var open = new bool[hasSales.Length];
        for (var day = 0; day < open.Length; day++)
        {
            var date = panel.DateOf(day);
            open[day] = hasSales[day] || (shares.Future[(int)date.DayOfWeek] >= QuietTradingShare * busiest && annual.KeptOn(date) < 0.5);
        }

        return open;
    }
}
