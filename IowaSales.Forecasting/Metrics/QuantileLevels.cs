namespace IowaSales.Forecasting.Metrics;

/// <summary>The probability levels in use.</summary>
public static class QuantileLevels
{
    /// <summary>The levels every forecast reports: 0.1, 0.2 .. 0.9.</summary>
    public static IReadOnlyList<double> Reported { get; } = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

    /// <summary>Index of the median among <see cref="Reported"/>.</summary>
    public const int ReportedMedian = 4;

    /// <summary>The levels kept per forecast day; others are interpolated between them.</summary>
    public static IReadOnlyList<double> Grid => Levels;

    /// <summary>Index of the first level, 0.05, from which on the levels are a twentieth apart; as many are beyond the last one, 0.95.</summary>
    private const int FirstOfEven = 3;

    private static readonly double[] Levels =
    [
        0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5,
        0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.975, 0.99, 0.995,
    ];

    /// <summary>Value of a quantile function, known on <see cref="Grid"/>, at any level; flat beyond the outermost levels.</summary>
    /// <param name="grid">Values at the grid's levels, never falling.</param>
    /// <param name="level">Level in (0, 1).</param>
    public static double Interpolate(ReadOnlySpan<double> grid, double level)
    {
        var (above, share) = PositionOf(level);
        return At(grid, above, share);
    }

    /// <summary>Where a level lies among those of <see cref="Grid"/>.</summary>
    /// <param name="level">Level in (0, 1).</param>
    /// <returns>Index of the first level at or above it, as many as there are for none; and the share of the way to it from the one before.</returns>
    internal static (int Above, double Share) PositionOf(double level)
    {
        // Between the tails the levels are a twentieth apart: the search begins beside its end.
        var above = level > Levels[FirstOfEven] && level < Levels[^FirstOfEven] ? (int)(level * 20) + FirstOfEven - 1 : 0;
        while (above > 0 && Levels[above - 1] >= level)
        {
            above--;
        }

        while (above < Levels.Length && Levels[above] < level)
        {
            above++;
        }

        return (above, above == 0 || above == Levels.Length ? 0 : (level - Levels[above - 1]) / (Levels[above] - Levels[above - 1]));
    }

    /// <summary>Probability that a level of <see cref="Grid"/> stands for: from halfway to the level before to halfway to the next one.</summary>
    /// <param name="index">Index of the level.</param>
    internal static double MassAt(int index) =>
        ((index + 1 < Levels.Length ? Levels[index] + Levels[index + 1] : 2) - (index > 0 ? Levels[index - 1] + Levels[index] : 0)) / 2;

    /// <summary>Value of a quantile function at a position that <see cref="PositionOf"/> gave.</summary>
    /// <param name="grid">Values at the grid's levels, never falling.</param>
    /// <param name="above">Index of the first level at or above it.</param>
    /// <param name="share">Share of the way.</param>
    internal static double At(ReadOnlySpan<double> grid, int above, double share) =>
        above == 0 ? grid[0] : above == Levels.Length ? grid[^1] : grid[above - 1] + (share * (grid[above] - grid[above - 1]));
}
