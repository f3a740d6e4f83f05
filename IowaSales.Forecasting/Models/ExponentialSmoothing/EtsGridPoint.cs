namespace IowaSales.Forecasting.Models.ExponentialSmoothing;

/// <summary>Smoothing parameters to start a search from.</summary>
/// <param name="Alpha">Alpha.</param>
/// <param name="BetaShare">Beta as a share of alpha.</param>
/// <param name="GammaShare">Gamma as a share of 1 - alpha.</param>
/// <param name="Phi">Damping.</param>
internal readonly record struct EtsGridPoint(double Alpha, double BetaShare, double GammaShare, double Phi)
{
    /// <summary>Points for a thorough search.</summary>
    public static readonly EtsGridPoint[] Wide =
    [
        .. from alpha in new[] { 0.05, 0.25, 0.6, 0.95 }
           from betaShare in new[] { 0.01, 0.2, 0.9 }
           from gammaShare in new[] { 0.01, 0.2, 0.8 }
           from phi in new[] { 0.83, 0.97 }
           select new EtsGridPoint(alpha, betaShare, gammaShare, phi),
    ];

    /// <summary>Points for a quick search.</summary>
    public static readonly EtsGridPoint[] Narrow =
    [
        new(0.04, 0.01, 0.02, 0.97), new(0.15, 0.05, 0.05, 0.95), new(0.5, 0.1, 0.2, 0.9), new(0.04, 0.9, 0.6, 0.97),
    ];

    /// <summary>Whether two points differ only in what a form does not have.</summary>
    public bool IsSameFor(EtsForm form, EtsGridPoint other) =>
        Alpha == other.Alpha
        && (form.Trend == EtsComponent.None || BetaShare == other.BetaShare)
        && (form.Season == EtsComponent.None || GammaShare == other.GammaShare)
        && (!form.Damped || Phi == other.Phi);
}
