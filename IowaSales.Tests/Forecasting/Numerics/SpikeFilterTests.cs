using CsCheck;
using IowaSales.Forecasting.Numerics;
using Xunit;

namespace IowaSales.Tests.Forecasting.Numerics;

/// <summary>The sliding filter against its definition, written out with sorting.</summary>
public class SpikeFilterTests
{
    [Fact]
    public void Every_value_is_held_as_the_definition_says()
    {
        var value = Gen.Frequency((8, Gen.Double[-50, 50]), (1, Gen.Const(double.NaN)), (2, Gen.Int[0, 3].Select(i => (double)i)), (1, Gen.Double[1e6, 1e12]));
        Gen.Select(value.Array[0, 120], Gen.Int[1, 8]).Sample(
            (values, season) =>
            {
                var filtered = new double[values.Length];
                SpikeFilter.Apply(values, season, filtered);
                Assert.Equal(values.Select((_, t) => Held(values, season, t)), filtered);
            },
            iter: 400);
    }

    [Fact]
    public void A_spike_among_uneven_values_is_cut_and_the_rest_is_left()
    {
        double[] values = [.. Enumerable.Range(0, 60).Select(t => t == 30 ? 5000.0 : 20 + (t % 7))];
        var filtered = new double[values.Length];
        SpikeFilter.Apply(values, 5, filtered);

        Assert.InRange(filtered[30], 20, 60);
        Assert.All(values.Zip(filtered).Where((_, t) => t != 30), pair => Assert.Equal(pair.First, pair.Second));
    }

    private static double Held(double[] values, int season, int t)
    {
        var neighbours = Enumerable.Range(-6, 13)
            .Select(i => t + (i * season))
            .Where(i => i >= 0 && i < values.Length && !double.IsNaN(values[i]))
            .Select(i => values[i])
            .Order()
            .ToArray();
        if (double.IsNaN(values[t]) || neighbours.Length < 5)
        {
            return values[t];
        }

        var median = neighbours[neighbours.Length / 2];
        var band = 3 * 1.4826 * neighbours.Select(neighbour => Math.Abs(neighbour - median)).Order().ElementAt(neighbours.Length / 2);
        return band > 0 ? Math.Clamp(values[t], median - band, median + band) : values[t];
    }
}
