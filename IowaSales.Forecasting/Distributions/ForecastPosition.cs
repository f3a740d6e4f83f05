using IowaSales.Forecasting.Metrics;

namespace IowaSales.Forecasting.Distributions;

/// <summary>Where a sale lies in the distribution that was forecast for it.</summary>
public static class ForecastPosition
{
    /// <summary>
    /// The probability integral transform in its mid-distribution form (Czado, Gneiting &amp; Held 2009): where the forecast puts weight on one
    /// value, such as no sale at all, half of that weight counts. Uniform when forecasts are right.
    /// </summary>
    /// <param name="grid">Values at <see cref="QuantileLevels.Grid"/>, never falling.</param>
    /// <param name="value">What was sold.</param>
    /// <returns>A probability above 0 and below 1; half of an outermost level beyond that level's value.</returns>
    public static double Of(ReadOnlySpan<double> grid, double value)
    {
        var levels = QuantileLevels.Grid;
        if (value < grid[0])
        {
            return levels[0] / 2;
        }

        if (value > grid[^1])
        {
            return (1 + levels[^1]) / 2;
        }

        var below = 0;
        while (grid[below] < value)
        {
            below++;
        }

        if (grid[below] > value)
        {
            var share = (value - grid[below - 1]) / (grid[below] - grid[below - 1]);
            return levels[below - 1] + (share * (levels[below] - levels[below - 1]));
        }

        var last = below;
        while (last + 1 < grid.Length && grid[last + 1] == value)
        {
            last++;
        }

        var from = below == 0 ? 0 : levels[below];
        var to = last == grid.Length - 1 ? 1 : levels[last];
        return (from + to) / 2;
    }
}
