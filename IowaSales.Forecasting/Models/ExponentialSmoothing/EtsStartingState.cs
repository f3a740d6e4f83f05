using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Models.ExponentialSmoothing;

/// <summary>
/// Heuristic state before the first value (Hyndman, Koehler, Snyder &amp; Grose 2002, A state space framework for automatic forecasting,
/// section 3.1): seasonal factors of a classical decomposition, and a level, with a line where there is a trend, through the first
/// seasonally adjusted values.
/// </summary>
internal static class EtsStartingState
{
    private const double MinFactor = 0.01;

    /// <summary>Seasonal factors of a gapless series.</summary>
    /// <param name="filled">Values without gaps in units of the scale.</param>
    /// <param name="multiplicative">Whether factors multiply.</param>
    /// <param name="factors">Receives a factor per slot; its length is the season.</param>
    public static void Factors(ReadOnlySpan<double> filled, bool multiplicative, Span<double> factors)
    {
        if (filled.Length >= 3 * factors.Length)
        {
            ClassicalDecomposition.Factors(filled, multiplicative, factors);
        }
        else
        {
            AroundLine(filled, multiplicative, factors);
        }

        if (multiplicative)
        {
            var sum = 0.0;
            for (var slot = 0; slot < factors.Length; slot++)
            {
                factors[slot] = double.IsFinite(factors[slot]) ? Math.Max(factors[slot], MinFactor) : 1;
                sum += factors[slot];
            }

            for (var slot = 0; slot < factors.Length; slot++)
            {
                factors[slot] *= factors.Length / sum;
            }
        }
    }

    /// <summary>Level and growth before the first value; the state's season slots must be set.</summary>
    /// <param name="filled">Values without gaps in units of the scale.</param>
    /// <param name="form">The form.</param>
    /// <param name="state">Receives level and growth.</param>
    public static void LevelAndGrowth(ReadOnlySpan<double> filled, EtsForm form, Span<double> state)
    {
        var factors = state[EtsKernel.SeasonOffset..];
        var season = Math.Max(1, factors.Length);
        var count = Math.Min(Math.Max(10, 2 * season), filled.Length);
        Span<double> adjusted = stackalloc double[count];
        for (var t = 0; t < count; t++)
        {
            adjusted[t] = form.Season switch
            {
                EtsComponent.Additive => filled[t] - factors[t % season],
                EtsComponent.Multiplicative => filled[t] / factors[t % season],
                _ => filled[t],
            };
        }

        var (intercept, slope) = Line(adjusted);
        (state[0], state[1]) = form.Trend switch
        {
            EtsComponent.None => (intercept + (slope * (count + 1) / 2), 0),
            EtsComponent.Additive => (intercept, slope),
            _ => Ratio(intercept, slope),
        };
        if (form.NeedsPositiveValues)
        {
            state[0] = Math.Max(state[0], 0.05);
        }
    }

    private static (double Level, double Growth) Ratio(double intercept, double slope)
    {
        var first = Math.Max(intercept + slope, 0.05);
        var growth = Math.Clamp((first + slope) / first, 0.8, 1.25);
        return (first / growth, growth);
    }

    private static void AroundLine(ReadOnlySpan<double> filled, bool multiplicative, Span<double> factors)
    {
        var (intercept, slope) = Line(filled);
        factors.Clear();
        Span<int> counts = stackalloc int[factors.Length];
        for (var t = 0; t < filled.Length; t++)
        {
            var line = intercept + (slope * (t + 1));
            factors[t % factors.Length] += multiplicative ? filled[t] / Math.Max(line, MinFactor) : filled[t] - line;
            counts[t % factors.Length]++;
        }

        var mean = 0.0;
        for (var slot = 0; slot < factors.Length; slot++)
        {
            factors[slot] = counts[slot] > 0 ? factors[slot] / counts[slot] : multiplicative ? 1 : 0;
            mean += factors[slot] / factors.Length;
        }

        for (var slot = 0; slot < factors.Length && !multiplicative; slot++)
        {
            factors[slot] -= mean;
        }
    }

    /// <summary>Least-squares line through values at 1, 2, ...</summary>
    private static (double Intercept, double Slope) Line(ReadOnlySpan<double> values)
    {
        var centre = (values.Length + 1) / 2.0;
        var (mean, cross, square) = (0.0, 0.0, 0.0);
        for (var t = 0; t < values.Length; t++)
        {
            mean += values[t] / values.Length;
            cross += (t + 1 - centre) * values[t];
            square += (t + 1 - centre) * (t + 1 - centre);
        }

        var slope = square > 0 ? cross / square : 0;
        return (mean - (slope * centre), slope);
    }
}
