using IowaSales.Forecasting.Ensembles;
using IowaSales.Forecasting.Metrics;
using Xunit;

namespace IowaSales.Tests.Forecasting.Ensembles;

public sealed class ForwardSelectionTests
{
    [Fact]
    public void Two_families_that_err_to_opposite_sides_share_the_weight()
    {
        var actual = Filled(_ => 10);
        var weights = ForwardSelection.Weights(actual, [Filled(_ => 12), Filled(_ => 8), Filled(_ => 20)], [1]);
        Assert.Equal([0.5, 0.5, 0], weights);
    }

    [Fact]
    public void A_mean_that_saves_less_than_a_fiftieth_leaves_the_best_family_alone()
    {
        // Family 0 is off by 1 on each of 28 days. Family 1 is off by 1.04, and once by 1 to the other side: the even mean of the two is off by
        // 27 * 1.02 = 27.54 in all, 1.6 % less than 28. Off by 1.01 instead of 1.04 it saves 3.1 %.
        var actual = Filled(_ => 10);
        Assert.Equal([1.0, 0], ForwardSelection.Weights(actual, [Filled(_ => 11), Filled(day => day == 0 ? 9 : 11.04)], [1]));
        Assert.Equal([0.5, 0.5], ForwardSelection.Weights(actual, [Filled(_ => 11), Filled(day => day == 0 ? 9 : 11.01)], [1]));
    }

    [Fact]
    public void Absolute_error_prefers_forecasting_no_rare_demand_and_squared_error_its_mean()
    {
        var actual = Filled(day => day % 7 == 3 ? 7 : 0);
        ForecastCube[] families = [Filled(_ => 0), Filled(_ => 1)];

        Assert.Equal([1.0, 0], ForwardSelection.Weights(actual, families, [1]));
        Assert.Equal([0, 1.0], ForwardSelection.Weights(families, mean => AccuracyTally.Rmsse(actual, mean, [2])));
        Assert.Equal(Math.Sqrt(7.0 / 4), AccuracyTally.Rmsse(actual, families[0], [2]), 12);
        Assert.Equal(Math.Sqrt(6.0 / 4), AccuracyTally.Rmsse(actual, families[1], [2]), 12);
    }

    [Fact]
    public void Without_a_scored_day_all_families_weigh_the_same()
    {
        var weights = ForwardSelection.Weights(Filled(_ => double.NaN), [Filled(_ => 1), Filled(_ => 2)], [1]);
        Assert.Equal([0.5, 0.5], weights);
    }

    private static ForecastCube Filled(Func<int, double> value)
    {
        var cube = new ForecastCube(4, 1, 7);
        for (var day = 0; day < 28; day++)
        {
            cube.Values[day] = value(day);
        }

        return cube;
    }
}
