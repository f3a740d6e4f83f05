using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Metrics;
using Xunit;

namespace IowaSales.Tests.Forecasting.Distributions;

public sealed class IntervalModelTests
{
    private const int Origins = 40;
    private const int Series = 20;
    private static readonly DateOnly First = new(2024, 1, 1);

    [Fact]
    public void New_sales_of_the_same_kind_fall_inside_the_80_percent_interval_80_percent_of_the_time()
    {
        var random = new Random(5);
        var (actual, median) = Windows(random);
        var intervals = IntervalModel.Learn(actual, median, [.. Enumerable.Repeat(10.0, Series)], [.. Enumerable.Range(0, Origins).Select(o => First.AddDays(7 * o))]);
        var (fresh, centres) = Windows(random);
        var inside = 0;
        var grid = new double[7 * QuantileLevels.Grid.Count];
        for (var o = 0; o < Origins; o++)
        {
            for (var series = 0; series < Series; series++)
            {
                intervals.Fill(series, 10, First.AddDays(7 * o), centres[o, series], grid);
                for (var step = 0; step < 7; step++)
                {
                    var row = grid.AsSpan(step * QuantileLevels.Grid.Count, QuantileLevels.Grid.Count);
                    var y = fresh[o, series][step];
                    inside += QuantileLevels.Interpolate(row, 0.1) <= y && y <= QuantileLevels.Interpolate(row, 0.9) ? 1 : 0;
                }
            }
        }

        Assert.InRange((double)inside / (Origins * Series * 7), 0.77, 0.83);
    }

    [Fact]
    public void Quantiles_never_fall_are_never_negative_and_have_the_median_in_their_middle()
    {
        var (actual, median) = Windows(new Random(6));
        var intervals = IntervalModel.Learn(actual, median, [.. Enumerable.Repeat(10.0, Series)], [.. Enumerable.Range(0, Origins).Select(o => First.AddDays(7 * o))]);
        var grid = new double[QuantileLevels.Grid.Count];
        foreach (var centre in (double[])[0, 3, 100, 1e12])
        {
            intervals.Fill(0, 10, First, [centre], grid);
            Assert.Equal(centre, QuantileLevels.Interpolate(grid, 0.5), 6);
            Assert.All(grid, value => Assert.True(value >= 0));
            Assert.Equal(grid.Order(), grid);
        }
    }

    [Fact]
    public void A_forecast_far_above_a_series_past_ones_gets_no_boundless_interval()
    {
        var (actual, median) = Windows(new Random(7));
        for (var o = 0; o < Origins; o++)
        {
            median[o, 0].Fill(1e-12);
            actual[o, 0].Fill(o % 4 == 0 ? 3 : 0);
        }

        var intervals = IntervalModel.Learn(actual, median, [.. Enumerable.Repeat(10.0, Series)], [.. Enumerable.Range(0, Origins).Select(o => First.AddDays(7 * o))]);
        var grid = new double[QuantileLevels.Grid.Count];
        intervals.Fill(0, 10, First, [50], grid);

        Assert.InRange(grid[^1], 51, 1000);
    }

    /// <summary>Sales around a known centre, their spread by series; two in three days noisier than the third.</summary>
    private static (ForecastCube Actual, ForecastCube Median) Windows(Random random)
    {
        var (actual, median) = (new ForecastCube(Origins, Series, 7), new ForecastCube(Origins, Series, 7));
        for (var o = 0; o < Origins; o++)
        {
            for (var series = 0; series < Series; series++)
            {
                for (var step = 0; step < 7; step++)
                {
                    var noise = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
                    median[o, series][step] = 1000;
                    actual[o, series][step] = 1000 + (noise * (series + 5) * (step % 3 == 0 ? 1 : 2));
                }
            }
        }

        return (actual, median);
    }
}
