using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Numerics;
using MathNet.Numerics.Statistics;

namespace IowaSales.Forecasting.Distributions;

/// <summary>
/// Quantile functions of errors in units of their scale, one for days of a like selling frequency, each pooled over all series, weekdays
/// and steps (conformal prediction by category; Vovk, Gammerman &amp; Shafer 2005, section 4.5).
/// </summary>
internal sealed class StandardQuantiles
{
    /// <summary>Errors of a frequency, at least; fewer join those of the next.</summary>
    private const int MinErrors = 200;

    /// <summary>
    /// How many times further out than the outermost reported quantile a tail may reach. Beyond that it is one odd series' accident, which would
    /// be every other series' risk, since errors are pooled.
    /// </summary>
    private const double MaxTail = 6;

    private static readonly int Frequencies = Enum.GetValues<SellingFrequency>().Length;

    private readonly int[] _groups;
    private readonly double[][] _sorted;
    private readonly double[][] _quantiles;

    private StandardQuantiles(int[] groups, double[][] sorted, double[][] quantiles)
    {
        _groups = groups;
        _sorted = sorted;
        _quantiles = quantiles;
    }

    /// <summary>Learns from errors in units of their scale.</summary>
    /// <param name="errors">The errors of each <see cref="SellingFrequency"/>; they are sorted.</param>
    public static StandardQuantiles Learn(IReadOnlyList<List<double>> errors)
    {
        var groups = new int[Frequencies];
        var pools = new List<List<double>>();
        for (var frequency = 0; frequency < Frequencies; frequency++)
        {
            if (pools.Count == 0 || (pools[^1].Count >= MinErrors && errors[frequency].Count >= MinErrors))
            {
                pools.Add([]);
            }

            groups[frequency] = pools.Count - 1;
            pools[^1].AddRange(errors[frequency]);
        }

        pools.ForEach(pool => pool.Sort());
        double[][] sorted = [.. pools.Select(pool => pool.ToArray())];
        return new StandardQuantiles(groups, sorted, [.. sorted.Select(QuantilesOf)]);
    }

    /// <summary>Reads back what <see cref="Write"/> wrote.</summary>
    public static StandardQuantiles Read(BinaryReader reader)
    {
        var groups = new int[Frequencies];
        for (var frequency = 0; frequency < Frequencies; frequency++)
        {
            groups[frequency] = reader.ReadByte();
        }

        var quantiles = reader.ReadRows();
        return Array.TrueForAll(groups, group => group < quantiles.Length) && Array.TrueForAll(quantiles, row => row.Length == QuantileLevels.Grid.Count)
            ? new StandardQuantiles(groups, [], quantiles)
            : throw new InvalidDataException("The quantiles of the intervals are damaged.");
    }

    /// <summary>Values at <see cref="QuantileLevels.Grid"/>, in units of the scale: 0 at the level 0.5.</summary>
    public ReadOnlySpan<double> Of(SellingFrequency frequency) => _quantiles[_groups[(int)frequency]];

    /// <summary>Where an error lies among those learnt from: a probability.</summary>
    /// <param name="frequency">Selling frequency of its day.</param>
    /// <param name="error">The error in units of its scale.</param>
    /// <param name="share">Where among equal errors, 0 .. 1: many days sell nothing.</param>
    public double RankOf(SellingFrequency frequency, double error, double share)
    {
        var sorted = _sorted[_groups[(int)frequency]];
        var (below, atOrBelow) = (CountBelow(sorted, error, orAt: false), CountBelow(sorted, error, orAt: true));
        return (below + (share * Math.Max(1, atOrBelow - below))) / (sorted.Length + 1);
    }

    /// <summary>Writes the quantiles.</summary>
    public void Write(BinaryWriter writer)
    {
        foreach (var group in _groups)
        {
            writer.Write((byte)group);
        }

        writer.WriteRows(_quantiles);
    }

    private static int CountBelow(double[] sorted, double value, bool orAt)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = sorted[middle] < value || (orAt && sorted[middle] == value) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>The quantiles; those below the level 0.5 not above 0, those above it not below, so that the point forecast stays the median.</summary>
    private static double[] QuantilesOf(double[] sorted)
    {
        var grid = new double[QuantileLevels.Grid.Count];
        for (var level = 0; level < grid.Length && sorted.Length > 0; level++)
        {
            var value = SortedArrayStatistics.Quantile(sorted, QuantileLevels.Grid[level]);
            grid[level] = Math.Sign(QuantileLevels.Grid[level] - 0.5) switch
            {
                < 0 => Math.Min(0, value),
                > 0 => Math.Max(0, value),
                _ => 0,
            };
        }

        var (low, high) = (QuantileLevels.Interpolate(grid, QuantileLevels.Reported[0]), QuantileLevels.Interpolate(grid, QuantileLevels.Reported[^1]));
        for (var level = 0; level < grid.Length; level++)
        {
            // Where the outermost reported quantile is 0, demand is rare, and the tail is all there is.
            grid[level] = low < 0 ? Math.Max(grid[level], MaxTail * low) : grid[level];
            grid[level] = high > 0 ? Math.Min(grid[level], MaxTail * high) : grid[level];
        }

        return grid;
    }
}
