using IowaSales.Forecasting.Models.Intermittent;
using Xunit;

namespace IowaSales.Tests.Forecasting.Models;

public class DemandRateTests
{
    private static readonly int[] Periods = [2, 3, 7, 12];
    private static readonly double[] Sizes = [4, 1, 6, 3];

    [Fact]
    public void Croston_forecasts_as_the_reference()
    {
        var reference = ReferenceValues.LoadOrSkip().Intermittent;
        var (periods, sizes) = Demands(reference.Values);

        Assert.All(reference.Croston, expected => Assert.Equal(expected, DemandRate.Croston(periods, sizes, reference.Alpha), 1e-9));
    }

    [Fact]
    public void Syntetos_and_Boylan_take_half_the_smoothing_parameter_off()
    {
        Assert.Equal(0.9 * DemandRate.Croston(Periods, Sizes, 0.2), DemandRate.SyntetosBoylan(Periods, Sizes, 0.2), 1e-12);
    }

    [Fact]
    public void Teunter_Syntetos_and_Babai_equal_their_recursion_period_by_period()
    {
        const int Count = 20;
        var (chance, size) = (1 / 3.0, Sizes[0]);
        for (var period = Periods[0] + 1; period < Count; period++)
        {
            var demand = Array.IndexOf(Periods, period);
            if (demand >= 0)
            {
                size += 0.1 * (Sizes[demand] - size);
                chance += 0.05 * (1 - chance);
            }
            else
            {
                chance -= 0.05 * chance;
            }
        }

        var actual = DemandRate.TeunterSyntetosBabai(Periods, Sizes, Count, 0.1, 0.05);

        Assert.Equal(chance, actual.Chance, 1e-12);
        Assert.Equal(size, actual.Size, 1e-12);
    }

    [Fact]
    public void A_series_without_demand_has_no_rate()
    {
        Assert.Equal(0, DemandRate.Croston([], [], 0.1));
        Assert.Equal((0.0, 0.0), DemandRate.TeunterSyntetosBabai([], [], 30, 0.1, 0.1));
    }

    /// <summary>Bounds of Syntetos, Boylan &amp; Croston (2005): interval 1.32, squared variation 0.49.</summary>
    [Theory]
    [InlineData(new double[] { 5, 5, 6, 5 }, 4, DemandKind.Smooth)]
    [InlineData(new double[] { 1, 1, 1, 20 }, 4, DemandKind.Erratic)]
    [InlineData(new double[] { 5, 5, 6, 5 }, 8, DemandKind.Intermittent)]
    [InlineData(new double[] { 1, 1, 1, 20 }, 8, DemandKind.Lumpy)]
    [InlineData(new double[0], 8, DemandKind.None)]
    public void Demand_is_classified_by_interval_and_variation(double[] sizes, int periods, DemandKind expected)
    {
        Assert.Equal(expected, DemandPattern.Of(sizes, periods).Kind);
    }

    private static (int[] Periods, double[] Sizes) Demands(double[] values) =>
        ([.. Enumerable.Range(0, values.Length).Where(t => values[t] > 0)], [.. values.Where(value => value > 0)]);
}
