namespace IowaSales.Forecasting.Models.ExponentialSmoothing;

/// <summary>A form on its way to a fit: the points its search goes on from, and the best criterion so far.</summary>
internal sealed class EtsCandidate
{
    private const int MaxShrinks = 4;

    private readonly EtsForm _form;
    private readonly int _season;
    private readonly List<double[]> _points = [];

    private EtsCandidate(EtsForm form, int season)
    {
        _form = form;
        _season = season;
    }

    /// <summary>Minus twice the log-likelihood of the best point, in units of the scale.</summary>
    public double Criterion { get; private set; } = double.PositiveInfinity;

    /// <summary>Chooses the points that a form's search starts from: the best of a grid of smoothing parameters under the heuristic state.</summary>
    public static EtsCandidate Start(
        EtsForm form, int season, in EtsSeries series, ReadOnlySpan<EtsGridPoint> grid, int startingPoints)
    {
        var candidate = new EtsCandidate(form, season);
        var objective = new EtsObjective(form, season, series.Values, series.Workspace);
        Span<double> state = stackalloc double[EtsObjective.StateLength(form, season)];
        state.Clear();
        if (form.Season != EtsComponent.None)
        {
            EtsStartingState.Factors(series.Filled, form.Season == EtsComponent.Multiplicative, state[EtsKernel.SeasonOffset..]);
        }

        EtsStartingState.LevelAndGrowth(series.Filled, form, state);
        var starts = new List<(double Criterion, double[] Point)>(grid.Length);
        for (var attempt = 0; attempt < MaxShrinks && !starts.Exists(start => double.IsFinite(start.Criterion)); attempt++)
        {
            Shrink(form, attempt, state);
            starts.Clear();
            for (var i = 0; i < grid.Length; i++)
            {
                if (!IsRepeated(grid, i, form))
                {
                    var point = new double[objective.VariableCount];
                    objective.Encode(grid[i], state, point);
                    starts.Add((objective.Evaluate(point), point));
                }
            }
        }

        starts.Sort((a, b) => a.Criterion.CompareTo(b.Criterion));
        candidate._points.AddRange(starts.Take(startingPoints).Select(start => start.Point));
        candidate.Criterion = starts[0].Criterion;
        return candidate;
    }

    /// <summary>Carries the search on from every point; the best one stays.</summary>
    public void Refine(in EtsSeries series, int maxIterations, double tolerance)
    {
        var objective = new EtsObjective(_form, _season, series.Values, series.Workspace);
        var count = objective.VariableCount;
        Span<double> lower = stackalloc double[count];
        Span<double> upper = stackalloc double[count];
        Span<double> steps = stackalloc double[count];
        objective.Bounds(lower, upper);
        double[]? best = null;
        foreach (var point in _points)
        {
            StepSizes(series.Observations, objective.SmoothingCount, steps);
            var criterion = series.Workspace.Minimizer.Minimize(ref objective, point, lower, upper, steps, maxIterations, tolerance);
            if (best is null || criterion < Criterion)
            {
                (best, Criterion) = (point, criterion);
            }
        }

        _points.Clear();
        _points.Add(best!);
    }

    /// <summary>AICc of the best point, up to a constant that all forms of a series share.</summary>
    public double Aicc(int observations)
    {
        var count = _form.ParameterCount(_season);
        return Criterion + (2.0 * count) + (2.0 * count * (count + 1) / (observations - count - 1));
    }

    /// <summary>The model at the best point.</summary>
    public EtsModel ToModel(in EtsSeries series)
    {
        var objective = new EtsObjective(_form, _season, series.Values, series.Workspace);
        var state = new double[EtsObjective.StateLength(_form, _season)];
        var coefficients = objective.Decode(_points[0], state);
        var logLikelihood = (-Criterion / 2) - (series.Observations * Math.Log(series.Scale));
        return new EtsModel(_form, _season, series.Scale, coefficients, state, logLikelihood, series.Observations);
    }

    /// <summary>Halves growth and additive factors: a start that would forecast below zero under relative errors is no start.</summary>
    private static void Shrink(EtsForm form, int attempt, Span<double> state)
    {
        if (attempt == 0)
        {
            return;
        }

        state[1] = form.Trend == EtsComponent.Multiplicative ? Math.Sqrt(state[1]) : state[1] / 2;
        for (var i = EtsKernel.SeasonOffset; i < state.Length; i++)
        {
            state[i] = form.Season == EtsComponent.Multiplicative ? (1 + state[i]) / 2 : state[i] / 2;
        }
    }

    private static bool IsRepeated(ReadOnlySpan<EtsGridPoint> grid, int index, EtsForm form)
    {
        for (var earlier = 0; earlier < index; earlier++)
        {
            if (grid[earlier].IsSameFor(form, grid[index]))
            {
                return true;
            }
        }

        return false;
    }

    private static void StepSizes(int observations, int smoothingCount, Span<double> steps)
    {
        steps[..smoothingCount].Fill(0.5 / observations);
        steps[smoothingCount..].Fill(0.01);
    }
}
