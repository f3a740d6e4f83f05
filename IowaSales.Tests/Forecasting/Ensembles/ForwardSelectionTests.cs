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
    public void A_family_that_owes_its_lead_to_one_window_shares_the_weight()
    {
        // Family 0 is off by 2 in three windows and by 0 in the fourth, family 1 by 1.6 in all, both to the same side: over all four 1.5 is
        // better than 1.6, but a third of the resamples leave the fourth window out.
        var actual = Filled(_ => 10);
        var weights = ForwardSelection.Weights(actual, [Filled(day => day < 21 ? 12 : 10), Filled(_ => 11.6)], [1]);
        Assert.InRange(weights[0], 0.3, 0.9);
        Assert.Equal(1, weights.Sum(), 12);
    }

    [Fact]
    public void A_family_that_is_better_in_every_window_has_all_the_weight() =>
        Assert.Equal([0, 1.0], ForwardSelection.Weights(Filled(_ => 10), [Filled(_ => 13), Filled(_ => 11)], [1]));

    [Fact]
    public void Absolute_error_prefers_forecasting_no_rare_demand_and_squared_error_its_mean()
    {
        var actual = Filled(day => day % 7 == 3 ? 7 : 0);
        ForecastCube[] families = [Filled(_ => 0), Filled(_ => 1)];

        Assert.Equal([1.0, 0], ForwardSelection.Weights(actual, families, [1]));
        Assert.Equal([0, 1.0], ForwardSelection.Weights(actual, families, [2], squared: true));
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
