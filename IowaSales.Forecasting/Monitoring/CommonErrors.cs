using IowaSales.Forecasting.Calendars;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace IowaSales.Forecasting.Monitoring;

/// <summary>
/// The error of a week that items have in common, in standard deviations: the very part that <see cref="WeeklyErrors"/> takes off before it looks
/// at any one of them. It is what each day did to the items' median, measured by what earlier weeks did and by how much of a week goes on in the
/// next.
/// </summary>
public static class CommonErrors
{
    /// <summary>Earlier weeks below which nobody can say what is usual.</summary>
    private const int MinWeeks = 12;

    /// <summary>Least spread of a week: what moves the items' median by less is of no concern, however rare.</summary>
    private const double MinSpread = 0.25;

    private const double StrongestCarry = 0.6;

    /// <summary>The common error of one week.</summary>
    /// <param name="positions">Positions of that week and of the weeks before it, in any order; what lies outside of <see cref="WeeklyErrors.Weeks"/> is left out.</param>
    /// <param name="end">Last day of the week.</param>
    /// <returns>The error; null when the week has no day of enough items, or too few weeks lie before it.</returns>
    public static double? Of(IEnumerable<DayPosition> positions, DateOnly end)
    {
        ArgumentNullException.ThrowIfNull(positions);
        var weeks = Sums(positions, end);
        var earlier = weeks.Skip(WeeklyErrors.RecentWeeks).Where(double.IsFinite).ToArray();
        if (!double.IsFinite(weeks[0]) || earlier.Length < MinWeeks)
        {
            return null;
        }

        var spread = Math.Max(MinSpread, Math.Sqrt(earlier.Sum(week => week * week) / earlier.Length));
        var carry = Carry(weeks[WeeklyErrors.RecentWeeks..]);
        return weeks[0] / (spread * Math.Sqrt((1 + carry) / (1 - carry)));
    }

    /// <summary>By weeks before the last one, the sum of the days' medians over the root of their number; NaN for no day.</summary>
    private static double[] Sums(IEnumerable<DayPosition> positions, DateOnly end)
    {
        var (sums, days) = (new double[WeeklyErrors.Weeks], new int[WeeklyErrors.Weeks]);
        foreach (var day in positions.GroupBy(position => position.Date))
        {
            var week = Math.DivRem(end.DayNumber - day.Key.DayNumber, Week.Days, out var rest);
            if (rest < 0 || week < 0 || week >= WeeklyErrors.Weeks || day.Count() < WeeklyErrors.MinItems)
            {
                continue;
            }

            sums[week] += Normal.InvCDF(0, 1, day.Select(position => position.Position).Median());
            days[week]++;
        }

        return [.. sums.Zip(days, (sum, count) => count == 0 ? double.NaN : sum / Math.Sqrt(count))];
    }

    private static double Carry(double[] weeks)
    {
        var (product, square) = (0.0, 0.0);
        for (var week = 1; week < weeks.Length; week++)
        {
            if (double.IsFinite(weeks[week]) && double.IsFinite(weeks[week - 1]))
            {
                product += weeks[week] * weeks[week - 1];
                square += ((weeks[week] * weeks[week]) + (weeks[week - 1] * weeks[week - 1])) / 2;
            }
        }

        return square == 0 ? 0 : Math.Clamp(product / square, 0, StrongestCarry);
    }
}
