namespace IowaSales.Forecasting.Numerics;

/// <summary>Scale by the median absolute deviation, which a few wild values do not move.</summary>
internal static class RobustScale
{
    /// <summary>Makes the median absolute deviation of normal values their standard deviation: 1 / Φ⁻¹(3/4).</summary>
    public const double NormalConsistency = 1.4826;
}
