namespace IowaSales.Forecasting.Models.ExponentialSmoothing;

/// <summary>How hard to look for the best form and parameters.</summary>
public sealed record EtsSearch
{
    /// <summary>Every admissible form without a multiplicative trend, many starting points, to convergence.</summary>
    public static EtsSearch Full { get; } = new();

    /// <summary>A few starting points per form; all forms get a short search, and only the most promising are carried on.</summary>
    public static EtsSearch Fast { get; } = new()
    {
        Grid = EtsGridPoint.Narrow,
        StartingPoints = 1,
        ScreeningIterations = 6,
        Finalists = 2,
        MaxIterations = 40,
        Tolerance = 0.02,
    };

    /// <summary>No form at all: the mean of the known values, for series that support no more.</summary>
    public static EtsSearch MeanOnly { get; } = new() { Forms = [] };

    /// <summary>
    /// The forms to choose from; those that do not suit a series (values at or below zero, too short) are passed over. Multiplicative trends
    /// are left out by default: they fit well and forecast badly (Hyndman et al. 2008, section 2.8).
    /// </summary>
    public IReadOnlyList<EtsForm> Forms { get; init; } = [.. EtsForm.Admissible.Where(form => form.Trend != EtsComponent.Multiplicative)];

    /// <summary>Starting points that are carried on per form, at least 1, of a coarse grid of smoothing parameters.</summary>
    public int StartingPoints { get; init; } = 5;

    /// <summary>Iterations spent on each form before the choice of finalists; 0 makes every form a finalist.</summary>
    public int ScreeningIterations { get; init; }

    /// <summary>Forms that are carried on to <see cref="MaxIterations"/>, at least 1.</summary>
    public int Finalists { get; init; } = int.MaxValue;

    /// <summary>Most iterations for a finalist.</summary>
    public int MaxIterations { get; init; } = 500;

    /// <summary>A fit ends when twice the log-likelihood gains less than this in two steps running.</summary>
    public double Tolerance { get; init; } = 1e-7;

    /// <summary>Smoothing parameters that starting points are chosen from.</summary>
    internal EtsGridPoint[] Grid { get; init; } = EtsGridPoint.Wide;
}
