using IowaSales.Forecasting.Metrics;
using Xunit;

namespace IowaSales.Tests.Forecasting.Metrics;

public sealed class DieboldMarianoTests
{
    /// <summary>Without overlap the corrected test is the paired t-test; Student's sleep data have a published answer.</summary>
    [Fact]
    public void Without_overlap_it_is_the_paired_t_test_of_Students_sleep_data()
    {
        var test = DieboldMarianoTest.Of([-1.2, -2.4, -1.3, -1.3, 0.0, -1.0, -1.8, -0.8, -4.6, -1.4]);

        Assert.NotNull(test);
        Assert.Equal(-4.0621, test.Statistic, 1e-4);
        Assert.Equal(0.002833, test.PValue, 1e-6);
        Assert.Equal(-1.58, test.MeanDifference, 1e-12);
    }

    /// <summary>Expected values were computed from the published formulas with 30 digits outside this code.</summary>
    [Theory]
    [InlineData(1, 2.77688940941393794, 0.0180037924872386327)]
    [InlineData(2, 3.487888865008, 0.00507740449183)]
    public void Overlapping_windows_count_their_autocovariances(int overlap, double statistic, double pValue)
    {
        var test = DieboldMarianoTest.Of([0.31, -0.12, 0.25, 0.4, -0.05, 0.18, 0.22, 0.07, 0.35, -0.2, 0.15, 0.28], overlap);

        Assert.NotNull(test);
        Assert.Equal(statistic, test.Statistic, 1e-10);
        Assert.Equal(pValue, test.PValue, 1e-9);
    }

    [Fact]
    public void Neighbors_of_opposite_sign_leave_a_positive_variance()
    {
        var test = DieboldMarianoTest.Of([1.1, -0.9, 1.2, -0.8, 1.0, -1.0, 1.15, -0.85], 2);

        Assert.NotNull(test);
        Assert.Equal(0.728912509716908535, test.Statistic, 1e-10);
        Assert.Equal(0.489718276515787429, test.PValue, 1e-10);
    }

    [Fact]
    public void Too_few_differences_or_ones_that_never_vary_say_nothing()
    {
        Assert.Null(DieboldMarianoTest.Of([1, 2, 3, 4, 5]));
        Assert.Null(DieboldMarianoTest.Of([1, 2, 3, 4, 5, 6], overlap: 4));
        Assert.Null(DieboldMarianoTest.Of([0, 0, 0, 0, 0, 0, 0]));
    }

    [Fact]
    public void One_side_has_half_the_chance()
    {
        // Computed in Python from the formulas, the tail of Student's t by numerical integration.
        var test = DieboldMarianoTest.Of([0.12, 0.05, -0.03, 0.08, 0.10, 0.02, -0.01, 0.07, 0.04, 0.09, 0.03, 0.06], overlap: 3);

        Assert.NotNull(test);
        Assert.Equal(0.0516666667, test.MeanDifference, 9);
        Assert.Equal(5.0725595876, test.Statistic, 9);
        Assert.Equal(0.0001795708, test.OneSidedPValue, 7);
    }

    [Fact]
    public void A_challenger_that_is_no_better_is_rarely_promoted()
    {
        var random = new Random(3);
        const int Trials = 4000;
        var promoted = Enumerable.Range(0, Trials).Count(_ =>
        {
            // Errors of overlapping forecasts go together: a moving average over a week.
            var noise = Enumerable.Range(0, 26).Select(_ => random.NextDouble() - 0.5).ToArray();
            var days = Enumerable.Range(0, 20).Select(day => noise.AsSpan(day, 7).ToArray().Sum()).ToArray();
            return DieboldMarianoTest.Of(days, 6) is { MeanDifference: < 0, OneSidedPValue: < 0.01 };
        });
        Assert.InRange(promoted / (double)Trials, 0.03, 0.075);
    }
}
