namespace IowaSales.Forecasting.Models.ExponentialSmoothing;

/// <summary>
/// Fits exponential smoothing models by maximum likelihood and chooses among forms by AICc. Initial states are estimated with the smoothing
/// parameters; a missing value moves the state on and adds no likelihood.
/// </summary>
public static class EtsEstimator
{
    /// <summary>Fewer known values than this say nothing of smoothing: their mean is the forecast.</summary>
    private const int MinObservations = 5;

    /// <summary>Fits one form.</summary>
    /// <param name="values">Values in time order; NaN is missing and keeps its place.</param>
    /// <param name="season">Season length in steps, 1 for none, up to 24.</param>
    /// <param name="form">The form.</param>
    /// <param name="search">How hard to look.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">The form does not suit the values: it is not admissible, or needs values above zero, a season, or more of them.</exception>
    public static EtsModel Fit(ReadOnlySpan<double> values, int season, EtsForm form, EtsSearch search)
    {
        ArgumentNullException.ThrowIfNull(search);
        ArgumentOutOfRangeException.ThrowIfLessThan(season, 1);
        var series = EtsSeries.Prepare(values, season, EtsWorkspace.OfThread);
        if (!series.Suits(form, season))
        {
            throw new ArgumentException($"The form {form} does not suit these {series.Observations} values with season {season}.", nameof(form));
        }

        var candidate = EtsCandidate.Start(form, season, series, search.Grid, search.StartingPoints);
        candidate.Refine(series, search.MaxIterations, search.Tolerance);
        return candidate.ToModel(series);
    }

    /// <summary>Fits the forms that suit the values and chooses the one of least AICc.</summary>
    /// <param name="values">Values in time order; NaN is missing and keeps its place.</param>
    /// <param name="season">Season length in steps, 1 for none; longer than 24 is taken for none.</param>
    /// <param name="search">Forms and effort.</param>
    /// <returns>The best model; the mean of the known values where they are too few or all alike.</returns>
    public static EtsModel Select(ReadOnlySpan<double> values, int season, EtsSearch search)
    {
        ArgumentNullException.ThrowIfNull(search);
        ArgumentOutOfRangeException.ThrowIfLessThan(season, 1);
        season = season > EtsWorkspace.MaxSeason ? 1 : season;
        var series = EtsSeries.Prepare(values, season, EtsWorkspace.OfThread);
        if (series.Observations < MinObservations || series.IsConstant)
        {
            return Mean(series);
        }

        var candidates = new List<EtsCandidate>(search.Forms.Count);
        foreach (var form in search.Forms)
        {
            if (series.Suits(form, season))
            {
                var candidate = EtsCandidate.Start(form, season, series, search.Grid, search.StartingPoints);
                if (search.ScreeningIterations > 0)
                {
                    candidate.Refine(series, search.ScreeningIterations, search.Tolerance);
                }

                candidates.Add(candidate);
            }
        }

        var observations = series.Observations;
        candidates.Sort((a, b) => a.Aicc(observations).CompareTo(b.Aicc(observations)));
        EtsCandidate? best = null;
        foreach (var candidate in candidates.Take(search.Finalists))
        {
            candidate.Refine(series, search.MaxIterations, search.Tolerance);
            best = best is null || candidate.Aicc(observations) < best.Aicc(observations) ? candidate : best;
        }

        return best is null || !double.IsFinite(best.Criterion) ? Mean(series) : best.ToModel(series);
    }

    /// <summary>A level that barely moves: all that a handful of values, or one value over and over, supports.</summary>
    private static EtsModel Mean(in EtsSeries series)
    {
        var (mean, count) = (0.0, 0);
        foreach (var value in series.Values)
        {
            if (!double.IsNaN(value))
            {
                count++;
                mean += (value - mean) / count;
            }
        }

        var coefficients = new EtsCoefficients(0.1, 0, 0, 1);
        double[] state = [mean, 0];
        var criterion = EtsKernel.For(EtsForm.Simple).Criterion(series.Values, coefficients, state.AsSpan().ToArray());
        var logLikelihood = (-criterion / 2) - (count * Math.Log(series.Scale));
        return new EtsModel(EtsForm.Simple, 1, series.Scale, coefficients, state, logLikelihood, count);
    }
}
