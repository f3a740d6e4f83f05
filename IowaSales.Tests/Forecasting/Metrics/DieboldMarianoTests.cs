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
    [InlineData(2, 10.671211523608962, 3.84841254871811511906992793402e-7)]
    public void Overlapping_windows_count_their_autocovariances(int overlap, double statistic, double pValue)
    {
        var test = DieboldMarianoTest.Of([0.31, -0.12, 0.25, 0.4, -0.05, 0.18, 0.22, 0.07, 0.35, -0.2, 0.15, 0.28], overlap);

        Assert.NotNull(test);
        Assert.Equal(statistic, test.Statistic, 1e-10);
        Assert.Equal(pValue, test.PValue, 1e-10);
    }

    [Fact]
    public void A_negative_variance_falls_back_to_Bartletts_weights()
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
}
