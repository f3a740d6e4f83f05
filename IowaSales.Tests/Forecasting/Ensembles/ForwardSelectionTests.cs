using IowaSales.Forecasting.Ensembles;
using IowaSales.Forecasting.Evaluation;
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
    public void A_mean_that_saves_less_than_a_hundredth_leaves_the_best_family_alone()
    {
        // Family 0 is off by 1 on every day; family 1 by 9, once to the other side in 28 days: a mean of the two saves next to nothing.
        var actual = Filled(_ => 10);
        var weights = ForwardSelection.Weights(actual, [Filled(_ => 11), Filled(day => day == 0 ? 1 : 19)], [1]);
        Assert.Equal([1.0, 0], weights);
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
