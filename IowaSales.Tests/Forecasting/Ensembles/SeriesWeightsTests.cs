using IowaSales.Forecasting.Ensembles;
using IowaSales.Forecasting.Metrics;
using Xunit;

namespace IowaSales.Tests.Forecasting.Ensembles;

public sealed class SeriesWeightsTests
{
    [Fact]
    public void A_series_leans_towards_the_family_that_was_right_about_it_and_one_without_errors_of_its_own_does_not()
    {
        // Series 0: family 1 is exact, family 0 is off by one scale a day for 70 days. Series 1: both are exact.
        var actual = Filled(10, (_, _) => 5);
        var weights = SeriesWeights.Of(
            [0.8, 0.2], actual, [Filled(10, (series, _) => series == 0 ? 6 : 5), Filled(10, (_, _) => 5)], [1, 1]);

        // A regret of 70 costs a factor e^-7.
        Assert.True(weights[0][1] > 0.99);
        Assert.Equal((0.95 * 0.8) + (0.05 / 2), weights[1][0], 3);
        Assert.All(weights, row => Assert.Equal(1, row.Sum(), 12));
    }

    [Fact]
    public void A_series_without_a_scale_keeps_the_panels_weights()
    {
        var weights = SeriesWeights.Of(
            [1.0, 0.0], Filled(2, (_, _) => 0), [Filled(2, (_, _) => 1), Filled(2, (_, _) => 0)], [double.NaN, double.NaN]);
        Assert.Equal(0.95 + (0.05 / 2), weights[0][0], 3);
    }

    private static ForecastCube Filled(int origins, Func<int, int, double> value)
    {
        var cube = new ForecastCube(origins, 2, 7);
        for (var origin = 0; origin < origins; origin++)
        {
            for (var series = 0; series < 2; series++)
            {
                for (var step = 0; step < 7; step++)
                {
                    cube[origin, series][step] = value(series, step);
                }
            }
        }

        return cube;
    }
}
