using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Metrics;
using Xunit;

namespace IowaSales.Tests.Forecasting.Distributions;

public sealed class ForecastPositionTests
{
    [Theory]
    [InlineData(0.1, 0.1)]
    [InlineData(0.5, 0.5)]
    [InlineData(0.525, 0.525)]
    [InlineData(0.9, 0.9)]
    [InlineData(-3, 0.0025)]
    [InlineData(7, 0.9975)]
    public void It_is_the_level_whose_quantile_was_sold(double sold, double expected)
    {
        // The levels themselves are the quantiles of a uniform distribution.
        var grid = QuantileLevels.Grid.ToArray();
        Assert.Equal(expected, ForecastPosition.Of(grid, sold), 9);
    }

    [Fact]
    public void No_sale_counts_half_of_what_was_forecast_for_it()
    {
        var grid = QuantileLevels.Grid.Select(level => Math.Max(0, level - 0.6)).ToArray();
        Assert.Equal(0.3, ForecastPosition.Of(grid, 0), 9);
        Assert.Equal(0.75, ForecastPosition.Of(grid, 0.15), 9);
    }

    [Fact]
    public void A_certain_forecast_that_comes_true_is_in_the_middle() =>
        Assert.Equal(0.5, ForecastPosition.Of(new double[QuantileLevels.Grid.Count], 0), 9);
}
