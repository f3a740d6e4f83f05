using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Drivers;

namespace IowaSales.Forecasting.Distributions;

/// <summary>
/// What attributes of items say of a number that each item has: the mean of all, plus an effect of each level of each attribute, drawn towards 0 by the
/// number n of items that have the level, n / (n + k) (empirical Bayes; Efron &amp; Morris 1975). Effects of several attributes add up and are
/// fitted by turns (backfitting; Buja, Hastie &amp; Tibshirani 1989). A level that no item has, or a blank, has no effect.
/// </summary>
internal sealed class AttributeEffects
{
    private const int Rounds = 20;

    private readonly double[][] _effects;

    private AttributeEffects(double mean, double[][] effects, double[] residuals)
    {
        Mean = mean;
        _effects = effects;
        Residuals = residuals;
    }

    /// <summary>Mean over the items that have a number.</summary>
    public double Mean { get; }

    /// <summary>
    /// What the effects miss an item by that they are not learnt from, near enough: its residual over the weight that its own number has not; ascending.
    /// </summary>
    public double[] Residuals { get; }

    /// <summary>Learns the effects.</summary>
    /// <param name="levels">By item, its level of each attribute; -1 for a blank.</param>
    /// <param name="values">By item, its number; NaN for an item to leave out.</param>
    /// <param name="shrinkage">Items k that weigh as much as having no effect, above 0.</param>
    public static AttributeEffects Learn(int[][] levels, double[] values, double shrinkage)
    {
        int[] items = [.. Enumerable.Range(0, values.Length).Where(item => !double.IsNaN(values[item]))];
        if (items.Length == 0)
        {
            return new AttributeEffects(double.NaN, [], []);
        }

        var mean = items.Average(item => values[item]);
        var attributes = levels[items[0]].Length;
        var effects = new double[attributes][];
        var counts = new int[attributes][];
        for (var attribute = 0; attribute < attributes; attribute++)
        {
            counts[attribute] = new int[items.Max(item => levels[item][attribute]) + 1];
            effects[attribute] = new double[counts[attribute].Length];
            foreach (var item in items.Where(item => levels[item][attribute] >= 0))
            {
                counts[attribute][levels[item][attribute]]++;
            }
        }

        for (var round = 0; round < (attributes > 1 ? Rounds : attributes); round++)
        {
            for (var attribute = 0; attribute < attributes; attribute++)
            {
                var sums = new double[effects[attribute].Length];
                foreach (var item in items.Where(item => levels[item][attribute] >= 0))
                {
                    var level = levels[item][attribute];
                    sums[level] += values[item] - mean - Sum(effects, levels[item]) + effects[attribute][level];
                }

                for (var level = 0; level < sums.Length; level++)
                {
                    effects[attribute][level] = sums[level] / (counts[attribute][level] + shrinkage);
                }
            }
        }

        double ShareOfOthers(int item) => Enumerable.Range(0, attributes).Where(attribute => levels[item][attribute] >= 0)
            .Aggregate(1 - (1.0 / (items.Length + 1)), (share, attribute) => share * (1 - (1 / (counts[attribute][levels[item][attribute]] + shrinkage))));
        double[] residuals = [.. items.Select(item => (values[item] - mean - Sum(effects, levels[item])) / ShareOfOthers(item))];
        Array.Sort(residuals);
        return new AttributeEffects(mean, effects, residuals);
    }

    /// <summary>The effects of an item's attributes together, beside <see cref="Mean"/>.</summary>
    /// <param name="levels">Its level of each attribute; -1 for a blank.</param>
    public double Of(int[] levels) => Sum(_effects, levels);

    private static double Sum(double[][] effects, int[] levels)
    {
        var sum = 0.0;
        for (var attribute = 0; attribute < effects.Length; attribute++)
        {
            sum += levels[attribute] >= 0 && levels[attribute] < effects[attribute].Length ? effects[attribute][levels[attribute]] : 0;
        }

        return sum;
    }
}

/// <summary>Levels of attributes by item: those of a category, and fifths of a number.</summary>
internal static class AttributeLevels
{
    private const int Parts = 5;

    /// <summary>Levels of every series.</summary>
    /// <param name="history">The items and their attributes.</param>
    /// <param name="teaches">Whether a series is one of those whose numbers are divided into fifths.</param>
    /// <returns>By series, its level of each attribute; -1 for a blank.</returns>
    public static int[][] Of(History history, Func<int, bool> teaches)
    {
        var levels = new int[history.SeriesCount][];
        double[]?[] bounds = [.. history.Attributes.Select(attribute => attribute.Kind == DriverKind.Category ? null : BoundsOf(history, attribute, teaches))];
        for (var series = 0; series < levels.Length; series++)
        {
            levels[series] = [.. history.Attributes.Select((attribute, index) => LevelOf(attribute.ValueOf(history.Items[series]), bounds[index]))];
        }

        return levels;
    }

    private static int LevelOf(double value, double[]? bounds) => double.IsNaN(value) ? -1 : bounds?.Count(bound => value > bound) ?? (int)value;

    private static double[] BoundsOf(History history, ItemAttribute attribute, Func<int, bool> teaches)
    {
        double[] values =
        [
            .. Enumerable.Range(0, history.SeriesCount).Where(teaches).Select(series => attribute.ValueOf(history.Items[series])).Where(value => !double.IsNaN(value)).Order(),
        ];
        return values.Length == 0 ? [] : [.. Enumerable.Range(1, Parts - 1).Select(part => values[part * (values.Length - 1) / Parts])];
    }
}
