namespace IowaSales.Forecasting.Models.GradientBoosting;

/// <summary>
/// By how much sales differ from what a weekday profile expects, on the scale of square roots in units of a series' level: a large order weighs less there,
/// so that the mean of corrections lies near the median.
/// </summary>
internal static class Correction
{
    private const double MaxRatio = 12;

    /// <summary>The correction that would have been right.</summary>
    /// <param name="sales">What was sold, at least 0.</param>
    /// <param name="expected">What was expected, at least 0.</param>
    /// <param name="level">The series' level, above 0.</param>
    public static double Of(double sales, double expected, double level) => Root(sales, level) - Root(expected, level);

    /// <summary>The expected sales, corrected.</summary>
    /// <param name="expected">What is expected, at least 0.</param>
    /// <param name="level">The series' level, above 0.</param>
    /// <param name="correction">The correction.</param>
    /// <returns>Sales, at least 0.</returns>
    public static double Apply(double expected, double level, double correction)
    {
        var root = Math.Max(0, Root(expected, level) + correction);
        return level * root * root;
    }

    private static double Root(double sales, double level) => Math.Sqrt(Math.Clamp(sales / level, 0, MaxRatio));
}
