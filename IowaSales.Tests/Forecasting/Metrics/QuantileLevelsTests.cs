using IowaSales.Forecasting.Metrics;
using Xunit;

namespace IowaSales.Tests.Forecasting.Metrics;

public sealed class QuantileLevelsTests
{
    [Fact]
    public void A_level_lies_below_the_first_of_the_grid_that_reaches_it()
    {
        double[] levels = [.. Enumerable.Range(1, 9999).Select(i => i / 10_000.0), .. QuantileLevels.Grid, .. QuantileLevels.Reported, 0.1 + 0.2, 1 - 0.9, 1e-9];
        foreach (var level in levels)
        {
            var below = QuantileLevels.Grid.TakeWhile(other => other < level).Count();
            var (above, share) = QuantileLevels.PositionOf(level);

            Assert.Equal(below, above);
            Assert.Equal(
                below == 0 || below == QuantileLevels.Grid.Count ? 0 : (level - QuantileLevels.Grid[below - 1]) / (QuantileLevels.Grid[below] - QuantileLevels.Grid[below - 1]),
                share);
        }
    }
}
