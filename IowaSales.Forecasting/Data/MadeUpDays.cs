using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Data;

/// <summary>
/// Days made up for a holiday: a Saturday on which a trade opens that otherwise closes on Saturdays. They are too few, and too unlike the other
/// openings of their weekday, for a model to learn their level; it is a share of what the full weekdays around them sell.
/// </summary>
internal sealed class MadeUpDays
{
    /// <summary>Days before and after one that it is measured by.</summary>
    private const int Reach = Week.Days - 1;

    /// <summary>A weekday is full that sells at least this share of what the strongest one does, on days it is open.</summary>
    private const double FullShare = 0.5;

    /// <summary>Share before one was seen. IowaSales.Benchmarks/Selection/Choices.md has the evidence.</summary>
    private const double PriorShare = 0.9;

    /// <summary>How often a day of the same holiday is counted: the Saturday after Thanksgiving is not made up as the one after Labor Day is.</summary>
    private const int SameHoliday = 4;

    private readonly History _history;
    private readonly bool[] _full;
    private readonly List<(string? Holiday, double Share)> _seen = [];

    /// <summary>Learns from the days before an origin.</summary>
    /// <param name="history">What is known.</param>
    public MadeUpDays(History history)
    {
        _history = history;
        var totals = DemandByDay(history);
        _full = FullWeekdays(totals);
        for (var day = 0; day < history.Origin; day++)
        {
            if (IsCandidate(history, day) && MeanAround(totals, 0, day) is > 0 and var around)
            {
                _seen.Add((HolidayOf(history.DateOf(day)), totals[day] / around));
            }
        }
    }

    /// <summary>
    /// Whether a day may be one: open, on a weekday that does not trade, in a week with a holiday or because a person stated it.
    /// </summary>
    /// <param name="history">What is known.</param>
    /// <param name="day">Day index, past or future.</param>
    public static bool IsCandidate(History history, int day)
    {
        var date = history.DateOf(day);
        return !history.Calendar.TradesOn(date.DayOfWeek) && history.Calendar.IsOpen(day)
            && (HolidayOf(date) is not null || (day >= history.Origin && history.Calendar.OpenProbability(day) >= 1));
    }

    /// <summary>Gives made-up days of a horizon their level, as far as a full weekday near them is forecast.</summary>
    /// <param name="series">Index of the series.</param>
    /// <param name="forecast">One value per day from the origin on, 0 on closed days.</param>
    public void Apply(int series, Span<double> forecast)
    {
        for (var step = 0; step < forecast.Length; step++)
        {
            var day = _history.Origin + step;
            if (IsCandidate(_history, day) && _history.IsOpen(series, day) && MeanAround(forecast, _history.Origin, day) is { } around)
            {
                forecast[step] = around * ShareOn(_history.DateOf(day));
            }
        }
    }

    /// <summary>The weighted median of what was seen, and of the prior once.</summary>
    private double ShareOn(DateOnly date)
    {
        var holiday = HolidayOf(date);
        var seen = _seen.Select(past => (past.Share, Weight: past.Holiday is not null && past.Holiday == holiday ? SameHoliday : 1))
            .Append((Share: PriorShare, Weight: 1)).OrderBy(past => past.Share).ToArray();
        var half = seen.Sum(past => past.Weight) / 2.0;
        var (middle, below) = (0, (double)seen[0].Weight);
        while (below < half)
        {
            below += seen[++middle].Weight;
        }

        return below > half ? seen[middle].Share : (seen[middle].Share + seen[middle + 1].Share) / 2;
    }

    /// <summary>The holiday that closes a working day of a date's week; null for none.</summary>
    private static string? HolidayOf(DateOnly date) => UsFederalHolidays.ClosesTradeInWeekOf(date)
        ? Enumerable.Range(0, 5).Select(Week.MondayOf(date).AddDays).Where(UsFederalHolidays.ClosesTrade).Select(UsFederalHolidays.NameOn).FirstOrDefault()
        : null;

    /// <summary>Mean of the open full weekdays around a day; null when there is none.</summary>
    private double? MeanAround(ReadOnlySpan<double> values, int first, int day)
    {
        var (sum, count) = (0.0, 0);
        for (var other = Math.Max(first, day - Reach); other <= Math.Min(first + values.Length - 1, day + Reach); other++)
        {
            if (_full[(int)_history.DateOf(other).DayOfWeek] && _history.Calendar.IsOpen(other))
            {
                (sum, count) = (sum + values[other - first], count + 1);
            }
        }

        return count == 0 ? null : sum / count;
    }

    /// <summary>Demand of all series by known day; 0 on closed days.</summary>
    private static double[] DemandByDay(History history)
    {
        if (history.Whole is { } whole)
        {
            return [.. Enumerable.Range(0, history.Origin).Select(whole.DemandOn)];
        }

        var sums = new ExactSum?[history.Origin];
        for (var series = 0; series < history.SeriesCount; series++)
        {
            var rows = history.Rows(series);
            for (var row = 0; row < rows.Count; row++)
            {
                (sums[rows.Days[row]] ??= new ExactSum()).Add(rows.Values[row]);
            }
        }

        return Array.ConvertAll(sums, sum => sum?.Value ?? 0);
    }

    private bool[] FullWeekdays(double[] totals)
    {
        var (sold, days) = (new double[Week.Days], new int[Week.Days]);
        for (var day = 0; day < totals.Length; day++)
        {
            if (_history.Calendar.IsOpen(day))
            {
                var weekday = (int)_history.DateOf(day).DayOfWeek;
                sold[weekday] += totals[day];
                days[weekday]++;
            }
        }

        var means = sold.Zip(days, (sum, count) => count == 0 ? 0 : sum / count).ToArray();
        var strongest = Enumerable.Range(0, Week.Days).Where(weekday => _history.Calendar.TradesOn((DayOfWeek)weekday)).Max(weekday => means[weekday]);
        return [.. means.Select((mean, weekday) => _history.Calendar.TradesOn((DayOfWeek)weekday) && mean >= FullShare * strongest)];
    }
}
