namespace IowaSales.Forecasting.Distributions;

/// <summary>Amounts in ascending order, most of which are 0: these are counted, not kept.</summary>
/// <param name="zeros">Number of amounts that are 0.</param>
/// <param name="positive">The others, ascending, each above 0.</param>
internal sealed class SortedAmounts(long zeros, double[] positive)
{
    /// <summary>Number of amounts.</summary>
    public long Count => zeros + positive.Length;

    private double this[long index] => index < zeros ? 0 : positive[index - zeros];

    /// <summary>
    /// A quantile, interpolated so that it is about median-unbiased whatever the distribution (Hyndman &amp; Fan 1996, Sample quantiles in statistical
    /// packages, definition 8); 0 of no amounts.
    /// </summary>
    /// <param name="level">Probability level, in (0, 1).</param>
    public double Quantile(double level)
    {
        if (Count == 0)
        {
            return 0;
        }

        var place = ((Count + (1 / 3d)) * level) + (1 / 3d);
        var below = (long)place;
        return below < 1 ? this[0] : below >= Count ? this[Count - 1] : this[below - 1] + ((place - below) * (this[below] - this[below - 1]));
    }

    /// <summary>Where an amount lies among them, as a share of their number; a share of those that equal it.</summary>
    /// <param name="amount">The amount, at least 0.</param>
    /// <param name="share">How many of those that equal it count as below, 0 .. 1.</param>
    public double PositionOf(double amount, double share)
    {
        var below = Below(amount, orAt: false);
        return (below + (share * (Below(amount, orAt: true) - below))) / Count;
    }

    private long Below(double amount, bool orAt)
    {
        if (amount <= 0)
        {
            return orAt ? zeros : 0;
        }

        var (low, high) = (0, positive.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = positive[middle] < amount || (orAt && positive[middle] == amount) ? (middle + 1, high) : (low, middle);
        }

        return zeros + low;
    }
}
