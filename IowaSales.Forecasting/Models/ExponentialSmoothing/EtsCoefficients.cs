namespace IowaSales.Forecasting.Models.ExponentialSmoothing;

/// <summary>Smoothing parameters of an exponential smoothing model in error-correction form.</summary>
/// <param name="Alpha">Share of an error that enters the level, 0.0001 .. 0.9999.</param>
/// <param name="Beta">Share of an error that enters the trend, 0.0001 .. <paramref name="Alpha"/>; 0 without a trend.</param>
/// <param name="Gamma">Share of an error that enters the season, 0.0001 .. 1 - <paramref name="Alpha"/>; 0 without a season.</param>
/// <param name="Phi">Damping of the trend per step, 0.8 .. 0.98; 1 when undamped.</param>
public readonly record struct EtsCoefficients(double Alpha, double Beta, double Gamma, double Phi)
{
    internal const double Lowest = 0.0001;
    internal const double Highest = 0.9999;
    internal const double LowestPhi = 0.8;
    internal const double HighestPhi = 0.98;

    /// <summary>
    /// Whether forecasts forget the distant past: no root of the characteristic equation lies outside the unit circle
    /// (Hyndman, Akram &amp; Archibald 2008, The admissible parameter space for exponential smoothing models).
    /// </summary>
    /// <param name="form">The form; nonlinear seasons are held to the region of the additive one.</param>
    /// <param name="season">Season length.</param>
    public bool AreAdmissible(EtsForm form, int season)
    {
        if (form.Season == EtsComponent.None)
        {
            return Alpha <= 1 + (1 / Phi) && Beta >= Alpha * (Phi - 1) && Beta <= (1 + Phi) * (2 - Alpha);
        }

        // Coefficients from the constant term up to the leading one.
        Span<double> polynomial = stackalloc double[season + 2];
        polynomial[0] = Phi * (1 - Alpha - Gamma);
        polynomial[1] = Alpha + Beta - (Alpha * Phi) + Gamma - 1;
        polynomial[2..season].Fill(Alpha + Beta - (Alpha * Phi));
        polynomial[season] += Alpha + Beta - Phi;
        polynomial[season + 1] = 1;
        return HasNoRootOutsideUnitCircle(polynomial);
    }

    /// <summary>Schur-Cohn recursion: each reduction must leave the constant term smaller than the leading one.</summary>
    private static bool HasNoRootOutsideUnitCircle(Span<double> polynomial)
    {
        const double Tolerance = 1e-10;
        Span<double> reduced = stackalloc double[polynomial.Length];
        for (var degree = polynomial.Length - 1; degree > 0; degree--)
        {
            var ratio = polynomial[0] / polynomial[degree];
            if (!(Math.Abs(ratio) <= 1 + Tolerance))
            {
                return false;
            }

            if (Math.Abs(ratio) >= 1 - Tolerance)
            {
                return true;
            }

            for (var i = 0; i < degree; i++)
            {
                reduced[i] = polynomial[i + 1] - (ratio * polynomial[degree - i - 1]);
            }

            reduced[..degree].CopyTo(polynomial);
        }

        return true;
    }
}
