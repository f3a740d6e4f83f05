using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Distributions;

/// <summary>
/// Predictive distributions of rare demand around its mean. A series that sells on one day in thirty has a median of 0 and an upper quantile
/// of a whole delivery, so that no spread around the mean describes it (Kolassa 2016, Evaluating predictive count data distributions in
/// retail sales forecasting). The mean forecast in units of the series' usual demand is about the chance that it sells at all; days of
/// all series with a like chance share one empirical distribution of what was sold in those units (conformal prediction by category;
/// Vovk, Gammerman &amp; Shafer 2005, section 4.5). Holds no state of any series.
/// </summary>
public sealed class RareDemandDistributions : IForecastDistributions
{
    /// <summary>Paths from which the dependence of days is learnt, at most.</summary>
    private const int MaxPaths = 20_000;

    /// <summary>Categories of chance of sale are at least this wide: two to a doubling.</summary>
    private const double CategoryRatio = 1.4142135623730951;

    /// <summary>Chances below this differ in nothing that a quantile up to 99.5 % could show.</summary>
    private const double MinChance = 1.0 / 1024;

    /// <summary>Days in a category, at least, so that its outermost quantiles rest on five.</summary>
    private const int MinDays = 1000;

    private readonly double[] _chances;
    private readonly double[][] _quantiles;

    private RareDemandDistributions(double[] chances, double[][] quantiles, double[][] template)
    {
        _chances = chances;
        _quantiles = quantiles;
        Template = template;
    }

    /// <summary>Joint ranks: each path holds one probability level per step.</summary>
    public IReadOnlyList<double[]> Template { get; }

    /// <summary>Learns from validation windows.</summary>
    /// <param name="actual">Sales; NaN on closed days.</param>
    /// <param name="mean">Mean forecasts made without knowing those sales.</param>
    /// <param name="histories">What was known at each origin. Series that had sold nothing by then teach nothing: that they are in the panel tells that they will sell.</param>
    /// <returns>The distributions.</returns>
    public static RareDemandDistributions Learn(ForecastCube actual, ForecastCube mean, IReadOnlyList<History> histories) =>
        Learn(actual, mean, histories, static (_, _) => true);

    /// <summary>Learns from some of the series of validation windows.</summary>
    /// <param name="actual">Sales; NaN on closed days.</param>
    /// <param name="mean">Mean forecasts made without knowing those sales.</param>
    /// <param name="histories">What was known at each origin.</param>
    /// <param name="takes">Which series of which window.</param>
    internal static RareDemandDistributions Learn(ForecastCube actual, ForecastCube mean, IReadOnlyList<History> histories, Func<int, int, bool> takes)
    {
        ArgumentNullException.ThrowIfNull(actual);
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(histories);
        var finest = Categories();
        var days = new int[finest.Length];
        ForEachDay(actual, mean, histories, takes, (chance, _) => days[CategoryOf(finest, chance)]++);
        var (chances, counts) = Merge(finest, days);
        var sold = counts.Select(count => new double[count]).ToArray();
        var filled = new int[counts.Length];
        ForEachDay(actual, mean, histories, takes, (chance, amount) =>
        {
            var category = CategoryOf(chances, chance);
            sold[category][filled[category]++] = amount;
        });
        Array.ForEach(sold, Array.Sort);
        return new RareDemandDistributions(
            chances, [.. sold.Select(QuantilesOf)], JointRanks.Template(Ranks(actual, mean, histories, takes, chances, sold), actual.Horizon));
    }

    /// <summary>Reads back what <see cref="Write"/> wrote after its mark.</summary>
    /// <param name="reader">Where from.</param>
    /// <returns>The distributions.</returns>
    /// <exception cref="InvalidDataException">The state is damaged.</exception>
    public static RareDemandDistributions Read(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var distributions = new RareDemandDistributions(reader.ReadRow(), reader.ReadRows(), reader.ReadRows());
        return distributions._chances.Length > 0
            && distributions._chances.Length == distributions._quantiles.Length
            && Array.TrueForAll(distributions._quantiles, row => row.Length == QuantileLevels.Grid.Count)
            && distributions.Template.All(path => Array.TrueForAll(path, rank => rank is >= 0 and <= 1))
            ? distributions
            : throw new InvalidDataException("The distributions of rare demand are damaged.");
    }

    /// <inheritdoc/>
    public SeriesForecast Around(History history, int series, bool knownToModel, double[] centre)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(centre);
        var size = TypicalDemand(history, series);
        var units = new double[centre.Length];
        var standards = new double[centre.Length][];
        for (var step = 0; step < centre.Length; step++)
        {
            var unit = Math.Max(size, centre[step]);
            units[step] = unit;
            standards[step] = StandardAt(centre[step], unit);
        }

        // A series that never sold, or only had returns, is forecast to sell nothing.
        var chances = DayChance.Of(history, series, size > 0 ? 1 : 0, centre.Length);
        return new SeriesForecast(history.Items[series], knownToModel, centre, units, standards, chances, Template);
    }

    /// <inheritdoc/>
    public void Write(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(DistributionFormat.RareDemand);
        writer.WriteRow(_chances);
        writer.WriteRows(_quantiles);
        writer.WriteRows(Template);
    }

    private double[] StandardAt(double mean, double unit) => _quantiles[unit > 0 ? CategoryOf(_chances, mean / unit) : 0];

    /// <summary>Mean size of the known demands of a series; 0 when there is none.</summary>
    private static double TypicalDemand(History history, int series)
    {
        var (sum, count) = (0.0, 0);
        foreach (var value in history.Rows(series).Values)
        {
            if (value > 0)
            {
                sum += value;
                count++;
            }
        }

        return count > 0 ? sum / count : 0;
    }

    /// <summary>Visits every window of a series that had sold by its origin, in order.</summary>
    private static void ForEachPath(ForecastCube actual, ForecastCube mean, IReadOnlyList<History> histories, Func<int, int, bool> takes, PathAction action)
    {
        for (var o = 0; o < actual.OriginCount; o++)
        {
            for (var series = 0; series < actual.SeriesCount; series++)
            {
                var size = takes(o, series) ? TypicalDemand(histories[o], series) : 0;
                if (size > 0)
                {
                    action(actual[o, series], mean[o, series], size);
                }
            }
        }
    }

    /// <summary>Visits their open days: the chance of a sale, and what was sold in units of usual demand.</summary>
    private static void ForEachDay(ForecastCube actual, ForecastCube mean, IReadOnlyList<History> histories, Func<int, int, bool> takes, Action<double, double> action) =>
        ForEachPath(actual, mean, histories, takes, (y, f, size) =>
        {
            for (var step = 0; step < y.Length; step++)
            {
                if (!double.IsNaN(y[step]))
                {
                    var unit = Math.Max(size, f[step]);
                    action(f[step] / unit, Math.Max(0, y[step]) / unit);
                }
            }
        });

    /// <summary>The least chance of each category; the first takes all that is smaller.</summary>
    private static double[] Categories()
    {
        var chances = new List<double> { 0 };
        for (var chance = MinChance; chance < 1; chance *= CategoryRatio)
        {
            chances.Add(chance);
        }

        return [.. chances];
    }

    private static int CategoryOf(double[] chances, double chance)
    {
        var index = Array.BinarySearch(chances, chance);
        return Math.Max(0, index < 0 ? ~index - 1 : index);
    }

    /// <summary>Joins neighbouring categories until each has days enough.</summary>
    /// <param name="finest">Least chance of each category.</param>
    /// <param name="days">Number of days in each.</param>
    private static (double[] Chances, int[] Days) Merge(double[] finest, int[] days)
    {
        var (chances, counts) = (new List<double>(), new List<int>());
        for (var category = 0; category < finest.Length; category++)
        {
            if (counts.Count == 0 || counts[^1] >= MinDays)
            {
                chances.Add(finest[category]);
                counts.Add(0);
            }

            counts[^1] += days[category];
        }

        if (counts.Count > 1 && counts[^1] < MinDays)
        {
            counts[^2] += counts[^1];
            counts.RemoveAt(counts.Count - 1);
            chances.RemoveAt(chances.Count - 1);
        }

        return ([.. chances], [.. counts]);
    }

    private static double[] QuantilesOf(double[] sorted) => sorted.Length == 0
        ? new double[QuantileLevels.Grid.Count]
        : [.. QuantileLevels.Grid.Select(level => MathNet.Numerics.Statistics.SortedArrayStatistics.Quantile(sorted, level))];

    /// <summary>
    /// Ranks of the steps on an even selection of the windows: where each day's sales lie in their distribution, a day without a sale
    /// anywhere in the part that is 0 (the randomised probability integral transform; Czado, Gneiting &amp; Held 2009).
    /// </summary>
    private static List<double[]> Ranks(
        ForecastCube actual, ForecastCube mean, IReadOnlyList<History> histories, Func<int, int, bool> takes, double[] chances, double[][] sorted)
    {
        var random = new SplitMixRandom(0, nameof(RareDemandDistributions));
        var count = 0;
        ForEachPath(actual, mean, histories, takes, (_, _, _) => count++);
        var stride = Math.Max(1, count / MaxPaths);
        var (number, paths) = (0, new List<double[]>());
        ForEachPath(actual, mean, histories, takes, (y, f, size) =>
        {
            if (number++ % stride == 0)
            {
                var path = new double[y.Length];
                for (var step = 0; step < path.Length; step++)
                {
                    var unit = Math.Max(size, f[step]);
                    var values = sorted[CategoryOf(chances, f[step] / unit)];
                    path[step] = double.IsNaN(y[step]) ? double.NaN : PositionOf(values, Math.Max(0, y[step]) / unit, random.Uniform());
                }

                paths.Add(path);
            }
        });
        return paths;
    }

    private static double PositionOf(double[] sorted, double value, double share)
    {
        var below = Below(sorted, value, orAt: false);
        return (below + (share * (Below(sorted, value, orAt: true) - below))) / sorted.Length;
    }

    /// <summary>Number of values below one, or at or below it.</summary>
    private static int Below(double[] sorted, double value, bool orAt)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = sorted[middle] < value || (orAt && sorted[middle] == value) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private delegate void PathAction(ReadOnlySpan<double> actual, ReadOnlySpan<double> mean, double size);
}
