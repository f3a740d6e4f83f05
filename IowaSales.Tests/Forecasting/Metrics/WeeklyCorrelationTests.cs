using IowaSales.Forecasting.Metrics;
using Xunit;

namespace IowaSales.Tests.Forecasting.Metrics;

public sealed class WeeklyCorrelationTests
{
    [Fact]
    public void Items_that_err_alike_add_up_and_others_cancel_out()
    {
        var alike = WeeklyCorrelation.Of(Erring(500, (random, shared) => shared));
        var apart = WeeklyCorrelation.Of(Erring(500, (random, shared) => Normal(random)));

        Assert.Equal(1, alike.Value, 10);
        Assert.Equal(0, apart.Value, 0.05);
        Assert.Equal(7, alike.Combine([3, 4]), 10);
        Assert.Equal(5, new WeeklyCorrelation(0).Combine([3, 4]), 10);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.7)]
    public void The_correlation_that_errors_were_made_with_is_found(double correlation)
    {
        var (common, own) = (Math.Sqrt(correlation), Math.Sqrt(1 - correlation));
        var found = WeeklyCorrelation.Of(Erring(4000, (random, shared) => (common * shared) + (own * Normal(random))));
        Assert.Equal(correlation, found.Value, 0.06);
    }

    [Fact]
    public void One_item_or_none_that_errs_has_no_correlation()
    {
        Assert.Equal(0, WeeklyCorrelation.Of(Erring(20, (_, _) => 0)).Value);
        Assert.Equal(0, WeeklyCorrelation.Of(Erring(20, (random, shared) => shared, items: 1)).Value);
    }

    /// <summary>A backtest with one error per window and item, of a different size for each item, spread over two days.</summary>
    private static Backtest Erring(int windows, Func<Random, double, double> errorOf, int items = 8)
    {
        var random = new Random(5);
        var (actual, median) = (new ForecastCube(windows, items, 2), new ForecastCube(windows, items, 2));
        for (var window = 0; window < windows; window++)
        {
            var shared = Normal(random);
            for (var item = 0; item < items; item++)
            {
                actual[window, item][0] = errorOf(random, shared) * (item + 1);
                actual[window, item][1] = double.NaN;
            }
        }

        return new Backtest([.. Enumerable.Range(0, windows)], QuantileLevels.Reported, actual, median, [], [.. Enumerable.Repeat(1.0, items)]);
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
