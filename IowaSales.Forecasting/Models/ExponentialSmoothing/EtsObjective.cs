using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Models.ExponentialSmoothing;

/// <summary>
/// The criterion of one form as a function of free variables in a box: alpha, beta as a share of alpha, gamma as a share of 1 - alpha, phi,
/// level, growth, and all season factors but the last, which follows since they sum to 0 or the season.
/// </summary>
internal readonly ref struct EtsObjective : IDifferentiable
{
    private readonly EtsForm _form;
    private readonly int _season;
    private readonly EtsKernel _kernel;
    private readonly ReadOnlySpan<double> _values;
    private readonly Span<double> _state;
    private readonly Span<double> _trace;
    private readonly Span<double> _kernelGradient;

    /// <summary>Creates the objective over working memory that it overwrites.</summary>
    /// <param name="form">The form.</param>
    /// <param name="season">Season length.</param>
    /// <param name="values">Values in units of the scale; NaN is missing.</param>
    /// <param name="workspace">Working memory.</param>
    public EtsObjective(EtsForm form, int season, ReadOnlySpan<double> values, EtsWorkspace workspace)
    {
        _form = form;
        _season = season;
        _kernel = EtsKernel.For(form);
        _values = values;
        var stateLength = StateLength(form, season);
        _state = workspace.State.AsSpan(0, stateLength);
        _trace = workspace.Trace.AsSpan(0, 3 * values.Length);
        _kernelGradient = workspace.KernelGradient.AsSpan(0, EtsKernel.StateGradientOffset + stateLength);
        SmoothingCount = 1 + (form.Trend == EtsComponent.None ? 0 : 1) + (form.Season == EtsComponent.None ? 0 : 1) + (form.Damped ? 1 : 0);
        VariableCount = form.ParameterCount(season) - 1;
    }

    /// <summary>Number of free variables.</summary>
    public int VariableCount { get; }

    /// <summary>Number of free variables that are smoothing parameters; they come first.</summary>
    public int SmoothingCount { get; }

    public static int StateLength(EtsForm form, int season) => EtsKernel.SeasonOffset + (form.Season == EtsComponent.None ? 0 : season);

    /// <summary>The box of the free variables.</summary>
    public void Bounds(scoped Span<double> lower, scoped Span<double> upper)
    {
        lower[..SmoothingCount].Clear();
        upper[..SmoothingCount].Fill(1);
        (lower[0], upper[0]) = (EtsCoefficients.Lowest, EtsCoefficients.Highest);
        if (_form.Damped)
        {
            (lower[SmoothingCount - 1], upper[SmoothingCount - 1]) = (EtsCoefficients.LowestPhi, EtsCoefficients.HighestPhi);
        }

        lower[SmoothingCount..VariableCount].Fill(_form.Season == EtsComponent.Multiplicative ? 0.001 : double.NegativeInfinity);
        upper[SmoothingCount..VariableCount].Fill(double.PositiveInfinity);
        lower[SmoothingCount] = double.NegativeInfinity;
        if (_form.Trend != EtsComponent.None)
        {
            lower[SmoothingCount + 1] = _form.Trend == EtsComponent.Multiplicative ? 0.1 : double.NegativeInfinity;
        }
    }

    /// <summary>Sets the free variables from smoothing parameters, each as a share of its range, and a state.</summary>
    public void Encode(EtsGridPoint smoothing, scoped ReadOnlySpan<double> state, scoped Span<double> point)
    {
        var next = 0;
        point[next++] = smoothing.Alpha;
        if (_form.Trend != EtsComponent.None)
        {
            point[next++] = smoothing.BetaShare;
        }

        if (_form.Season != EtsComponent.None)
        {
            point[next++] = smoothing.GammaShare;
        }

        if (_form.Damped)
        {
            point[next++] = smoothing.Phi;
        }

        point[next++] = state[0];
        if (_form.Trend != EtsComponent.None)
        {
            point[next++] = state[1];
        }

        if (_form.Season != EtsComponent.None)
        {
            state.Slice(EtsKernel.SeasonOffset, _season - 1).CopyTo(point[next..]);
        }
    }

    /// <summary>Smoothing parameters and the full initial state of free variables.</summary>
    public EtsCoefficients Decode(scoped ReadOnlySpan<double> point, scoped Span<double> state)
    {
        var next = 1;
        var alpha = point[0];
        double beta = 0, gamma = 0, phi = 1;
        if (_form.Trend != EtsComponent.None)
        {
            beta = EtsCoefficients.Lowest + (point[next++] * (alpha - EtsCoefficients.Lowest));
        }

        if (_form.Season != EtsComponent.None)
        {
            gamma = EtsCoefficients.Lowest + (point[next++] * GammaRange(alpha));
        }

        if (_form.Damped)
        {
            phi = point[next++];
        }

        state[0] = point[next++];
        state[1] = _form.Trend == EtsComponent.None ? 0 : point[next++];
        if (_form.Season != EtsComponent.None)
        {
            var rest = _form.Season == EtsComponent.Multiplicative ? (double)_season : 0;
            for (var slot = 0; slot < _season - 1; slot++)
            {
                state[EtsKernel.SeasonOffset + slot] = point[next];
                rest -= point[next++];
            }

            state[EtsKernel.SeasonOffset + _season - 1] = rest;
        }

        return new EtsCoefficients(alpha, beta, gamma, phi);
    }

    /// <summary>The criterion alone, for comparing starting points.</summary>
    public double Evaluate(scoped ReadOnlySpan<double> point)
    {
        var coefficients = Decode(point, _state);
        return coefficients.AreAdmissible(_form, _season) ? Finite(_kernel.Criterion(_values, coefficients, _state)) : double.PositiveInfinity;
    }

    /// <inheritdoc/>
    public double Evaluate(scoped ReadOnlySpan<double> point, scoped Span<double> gradient)
    {
        var coefficients = Decode(point, _state);
        if (!coefficients.AreAdmissible(_form, _season))
        {
            return double.PositiveInfinity;
        }

        var criterion = Finite(_kernel.CriterionAndGradient(_values, coefficients, _state, _trace, _kernelGradient));
        if (double.IsFinite(criterion))
        {
            ChainGradient(point, gradient);
        }

        return criterion;
    }

    private static double Finite(double criterion) => double.IsFinite(criterion) ? criterion : double.PositiveInfinity;

    private static double GammaRange(double alpha) => Math.Max(0, 1 - alpha - EtsCoefficients.Lowest);

    private void ChainGradient(scoped ReadOnlySpan<double> point, scoped Span<double> gradient)
    {
        var byState = _kernelGradient[EtsKernel.StateGradientOffset..];
        var next = 1;
        gradient[0] = _kernelGradient[0];
        if (_form.Trend != EtsComponent.None)
        {
            gradient[0] += point[next] * _kernelGradient[1];
            gradient[next++] = (point[0] - EtsCoefficients.Lowest) * _kernelGradient[1];
        }

        if (_form.Season != EtsComponent.None)
        {
            var range = GammaRange(point[0]);
            gradient[0] -= range > 0 ? point[next] * _kernelGradient[2] : 0;
            gradient[next++] = range * _kernelGradient[2];
        }

        if (_form.Damped)
        {
            gradient[next++] = _kernelGradient[3];
        }

        gradient[next++] = byState[0];
        if (_form.Trend != EtsComponent.None)
        {
            gradient[next++] = byState[1];
        }

        if (_form.Season != EtsComponent.None)
        {
            var byLast = byState[EtsKernel.SeasonOffset + _season - 1];
            for (var slot = 0; slot < _season - 1; slot++)
            {
                gradient[next++] = byState[EtsKernel.SeasonOffset + slot] - byLast;
            }
        }
    }
}
