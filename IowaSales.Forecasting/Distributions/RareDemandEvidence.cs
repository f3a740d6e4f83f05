using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Distributions;

/// <summary>
/// What validation windows of series tell of the distribution of rare demand: by chance of a sale the amounts that were sold in units of usual demand, and a
/// bounded sample of whole windows. Evidence of the parts of a panel adds up to the same whole however it was divided.
/// </summary>
internal sealed class RareDemandEvidence
{
    /// <summary>Windows that are kept whole, at most: those with the smallest random numbers, drawn by name of the item and day.</summary>
    private const int MaxPaths = 20_000;

    /// <summary>Categories of chance of sale are at least this wide: two to a doubling.</summary>
    private const double CategoryRatio = 1.4142135623730951;

    /// <summary>Chances below this differ in nothing that a quantile up to 99.5 % could show.</summary>
    private const double MinChance = 1.0 / 1024;

    /// <summary>Days in a category, at least, so that its outermost quantiles rest on five.</summary>
    private const int MinDays = 1000;

    private static readonly double[] Finest = Categories();

    private readonly long[] _zeros = new long[Finest.Length];
    private readonly List<double>[] _amounts = [.. Finest.Select(_ => new List<double>())];
    private List<Path> _paths = [];

    /// <summary>Number of windows of series that were seen.</summary>
    public long Windows { get; set; }

    /// <summary>Reads back what <see cref="Write"/> wrote.</summary>
    /// <param name="reader">Where from.</param>
    public static RareDemandEvidence Read(BinaryReader reader)
    {
        var evidence = new RareDemandEvidence { Windows = reader.ReadInt64() };
        for (var category = 0; category < Finest.Length; category++)
        {
            evidence._zeros[category] = reader.ReadInt64();
            evidence._amounts[category].AddRange(reader.ReadRow());
        }

        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            evidence._paths.Add(new Path(reader.ReadDouble(), reader.ReadInt32(), Row(reader), Row(reader), Row(reader)));
        }

        return evidence;
    }

    /// <summary>Least chance of the category of a chance, among given ones.</summary>
    /// <param name="chances">Least chance of each category, ascending from 0.</param>
    /// <param name="chance">The chance.</param>
    public static int CategoryOf(double[] chances, double chance)
    {
        var index = Array.BinarySearch(chances, chance);
        return Math.Max(0, index < 0 ? ~index - 1 : index);
    }

    /// <summary>Counts a window of a series that had sold by its origin.</summary>
    /// <param name="history">What was known at the origin.</param>
    /// <param name="series">Index of the series.</param>
    /// <param name="actual">Sales by step; NaN on closed days.</param>
    /// <param name="mean">Mean forecasts made without knowing those sales.</param>
    /// <param name="size">Its usual demand, above 0.</param>
    public void Add(History history, int series, ReadOnlySpan<double> actual, ReadOnlySpan<double> mean, double size)
    {
        var random = new SplitMixRandom(history.Origin, history.Items[series]);
        var path = new Path(random.Uniform(), history.Origin, new double[actual.Length], new double[actual.Length], new double[actual.Length]);
        for (var step = 0; step < actual.Length; step++)
        {
            var unit = Math.Max(size, mean[step]);
            var (chance, amount) = (mean[step] / unit, Math.Max(0, actual[step]) / unit);
            (path.Chances[step], path.Amounts[step], path.Shares[step]) = (chance, amount, random.Uniform());
            if (double.IsNaN(amount))
            {
                continue;
            }

            var category = CategoryOf(Finest, chance);
            if (amount == 0)
            {
                _zeros[category]++;
            }
            else
            {
                _amounts[category].Add(amount);
            }
        }

        _paths.Add(path);
        if (_paths.Count >= 2 * MaxPaths)
        {
            Keep();
        }
    }

    /// <summary>Adds what other series tell.</summary>
    /// <param name="other">Their evidence.</param>
    public void Add(RareDemandEvidence other)
    {
        Windows += other.Windows;
        for (var category = 0; category < Finest.Length; category++)
        {
            _zeros[category] += other._zeros[category];
            _amounts[category].AddRange(other._amounts[category]);
        }

        _paths.AddRange(other._paths);
        Keep();
    }

    /// <summary>Writes the evidence.</summary>
    /// <param name="writer">Where to.</param>
    public void Write(BinaryWriter writer)
    {
        Keep();
        writer.Write(Windows);
        for (var category = 0; category < Finest.Length; category++)
        {
            writer.Write(_zeros[category]);
            writer.WriteRow([.. _amounts[category]]);
        }

        writer.Write(_paths.Count);
        foreach (var path in _paths)
        {
            writer.Write(path.Key);
            writer.Write(path.Origin);
            writer.WriteRow(path.Chances);
            writer.WriteRow(path.Amounts);
            writer.WriteRow(path.Shares);
        }
    }

    /// <summary>The categories with days enough, and what was sold in each.</summary>
    /// <returns>The least chance of each category, ascending; the first takes all that is smaller.</returns>
    public (double[] Chances, SortedAmounts[] Sold) Categorize()
    {
        var (chances, members) = (new List<double>(), new List<List<int>>());
        for (var category = 0; category < Finest.Length; category++)
        {
            if (members.Count == 0 || DaysOf(members[^1]) >= MinDays)
            {
                chances.Add(Finest[category]);
                members.Add([]);
            }

            members[^1].Add(category);
        }

        if (members.Count > 1 && DaysOf(members[^1]) < MinDays)
        {
            members[^2].AddRange(members[^1]);
            members.RemoveAt(members.Count - 1);
            chances.RemoveAt(chances.Count - 1);
        }

        return ([.. chances], [.. members.Select(SoldIn)]);
    }

    /// <summary>
    /// Ranks of the steps of the sampled windows: where each day's sales lie in their distribution, a day without a sale anywhere in the part that is 0 (the
    /// randomised probability integral transform; Czado, Gneiting &amp; Held 2009).
    /// </summary>
    /// <param name="chances">Least chance of each category.</param>
    /// <param name="sold">What was sold in each.</param>
    public IEnumerable<double[]> Ranks(double[] chances, SortedAmounts[] sold)
    {
        Keep();
        return _paths.Select(path => Enumerable.Range(0, path.Amounts.Length)
            .Select(step => double.IsNaN(path.Amounts[step])
                ? double.NaN
                : sold[CategoryOf(chances, path.Chances[step])].PositionOf(path.Amounts[step], path.Shares[step]))
            .ToArray());
    }

    private static double[] Row(BinaryReader reader)
    {
        var row = new double[reader.ReadInt32()];
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = reader.ReadDoubleOrNaN();
        }

        return row;
    }

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

    private long DaysOf(IEnumerable<int> categories) => categories.Sum(category => _zeros[category] + _amounts[category].Count);

    private SortedAmounts SoldIn(List<int> categories)
    {
        double[] positive = [.. categories.SelectMany(category => _amounts[category])];
        Array.Sort(positive);
        return new SortedAmounts(categories.Sum(category => _zeros[category]), positive);
    }

    private void Keep()
    {
        _paths.Sort();
        if (_paths.Count > MaxPaths)
        {
            _paths = _paths[..MaxPaths];
        }
    }

    /// <summary>A window of a series, with random numbers of its own.</summary>
    /// <param name="Key">Decides whether it is kept.</param>
    /// <param name="Origin">Day index of its origin.</param>
    /// <param name="Chances">Chance of a sale by step.</param>
    /// <param name="Amounts">What was sold in units of usual demand; NaN on closed days.</param>
    /// <param name="Shares">A random share by step.</param>
    private sealed record Path(double Key, int Origin, double[] Chances, double[] Amounts, double[] Shares) : IComparable<Path>
    {
        /// <summary>By key; equal keys by what tells windows apart, so that the order of adding never counts.</summary>
        public int CompareTo(Path? other) => other is null ? 1
            : Key.CompareTo(other.Key) is not 0 and var byKey ? byKey
            : Origin.CompareTo(other.Origin) is not 0 and var byOrigin ? byOrigin
            : Shares.AsSpan().SequenceCompareTo(other.Shares) is not 0 and var byShare ? byShare
            : Amounts.AsSpan().SequenceCompareTo(other.Amounts);
    }
}
