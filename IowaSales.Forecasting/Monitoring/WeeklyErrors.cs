using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Numerics;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace IowaSales.Forecasting.Monitoring;

/// <summary>Where the sales of an item on a day lay in the distribution that was forecast for them.</summary>
/// <param name="Item">Number of the item.</param>
/// <param name="Date">The day.</param>
/// <param name="Position">A probability above 0 and below 1; uniform while forecasts are right.</param>
public readonly record struct DayPosition(int Item, DateOnly Date, double Position);

/// <summary>
/// Errors of a week by item, in standard deviations. Forecasts of real sales err together (a holiday moves all items) and go on erring for some days,
/// which a statistic for independent errors takes for drift. So what a day did to the items' median is taken off first, scores far out are clamped,
/// and a week's sum is divided by the spread that weeks of this item and of all items really have, and by how much of a week goes on in the next.
/// </summary>
public static class WeeklyErrors
{
    /// <summary>Weeks that are looked at, the one in question included.</summary>
    public const int Weeks = 26;

    private const double FarthestScore = 2.5;

    /// <summary>Items below which their median says more about them than about the day.</summary>
    internal const int MinItems = 5;

    /// <summary>The last weeks may hold the very drift that is looked for: they do not count towards an item's own spread.</summary>
    internal const int RecentWeeks = 4;

    /// <summary>Weeks of its own at which an item's spread counts as much as that of all items.</summary>
    private const double PriorWeeks = 8;

    private const double StrongestCarry = 0.9;

    /// <summary>The errors of one week.</summary>
    /// <param name="positions">Positions of that week and of the weeks before it, in any order; what lies outside of <see cref="Weeks"/> is left out.</param>
    /// <param name="end">Last day of the week.</param>
    /// <returns>By item, for those with a day in the week.</returns>
    public static IReadOnlyDictionary<int, double> Of(IEnumerable<DayPosition> positions, DateOnly end)
    {
        ArgumentNullException.ThrowIfNull(positions);
        var weeks = Sums(positions, end);
        var all = weeks.Values.SelectMany(item => item).Where(double.IsFinite).Select(Math.Abs).ToArray();
        if (all.Length == 0)
        {
            return new Dictionary<int, double>();
        }

        var common = Math.Max(1, Math.Pow(all.Median() * RobustScale.NormalConsistency, 2));
        var carry = Carry(weeks.Values, FarthestScore * Math.Sqrt(common));
        var lasting = (1 + carry) / (1 - carry);
        return weeks.Where(item => double.IsFinite(item.Value[0]))
            .ToDictionary(item => item.Key, item => item.Value[0] / Math.Sqrt(lasting * Math.Max(1, OwnVariance(item.Value, common))));
    }

    /// <summary>By item and weeks before the last one, the sum of its days' scores over the root of their number; NaN for no day.</summary>
    private static Dictionary<int, double[]> Sums(IEnumerable<DayPosition> positions, DateOnly end)
    {
        var sums = new Dictionary<int, (double[] Sum, int[] Days)>();
        foreach (var day in positions.Where(day => day.Date <= end && end.DayNumber - day.Date.DayNumber < Weeks * Week.Days).GroupBy(day => day.Date))
        {
            var week = (end.DayNumber - day.Key.DayNumber) / Week.Days;
            var scores = day.Select(one => (one.Item, Score: Math.Clamp(Normal.InvCDF(0, 1, one.Position), -FarthestScore, FarthestScore))).ToArray();
            var together = scores.Length < MinItems ? 0 : scores.Select(one => one.Score).Median();
            foreach (var (item, score) in scores)
            {
                if (!sums.TryGetValue(item, out var own))
                {
                    own = (new double[Weeks], new int[Weeks]);
                    sums.Add(item, own);
                }

                own.Sum[week] += score - together;
                own.Days[week]++;
            }
        }

        return sums.ToDictionary(
            item => item.Key,
            item => item.Value.Sum.Zip(item.Value.Days, (sum, days) => days == 0 ? double.NaN : sum / Math.Sqrt(days)).ToArray());
    }

    /// <summary>Correlation of one week with the next over all items, as far as it is more than chance.</summary>
    private static double Carry(Dictionary<int, double[]>.ValueCollection items, double farthest)
    {
        var (product, square, pairs) = (0.0, 0.0, 0);
        foreach (var weeks in items)
        {
            for (var week = 1; week < Weeks; week++)
            {
                var (later, earlier) = (weeks[week - 1], weeks[week]);
                if (double.IsFinite(later) && double.IsFinite(earlier))
                {
                    (later, earlier) = (Math.Clamp(later, -farthest, farthest), Math.Clamp(earlier, -farthest, farthest));
                    product += later * earlier;
                    square += ((later * later) + (earlier * earlier)) / 2;
                    pairs++;
                }
            }
        }

        return square == 0 ? 0 : Math.Clamp((product / square) - (2 / Math.Sqrt(pairs)), 0, StrongestCarry);
    }

    private static double OwnVariance(double[] weeks, double common)
    {
        var earlier = weeks.Skip(RecentWeeks).Where(double.IsFinite).ToArray();
        return ((PriorWeeks * common) + earlier.Sum(week => week * week)) / (PriorWeeks + earlier.Length);
    }
}
