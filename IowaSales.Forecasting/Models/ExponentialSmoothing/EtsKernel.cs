namespace IowaSales.Forecasting.Models.ExponentialSmoothing;

/// <summary>
/// The recursions of one form. A state is laid out as level, growth, then one value per season slot; the slot of value t is t modulo the
/// season. Errors and states share one error-correction recursion: the error's kind changes only the likelihood.
/// </summary>
internal abstract class EtsKernel
{
    /// <summary>Where the season slots begin in a state.</summary>
    public const int SeasonOffset = 2;

    /// <summary>Where the gradient by the initial state begins: after alpha, beta, gamma, phi.</summary>
    public const int StateGradientOffset = 4;

    /// <summary>Multiplicative components and relative errors need forecasts and factors above this, in units of the series' scale.</summary>
    protected const double Tiny = 1e-6;

    /// <summary>Keeps the likelihood of a perfect fit finite; relative to the series' squared scale.</summary>
    protected const double VarianceFloor = 1e-20;

    private static readonly EtsKernel[] ByForm = CreateAll();

    /// <summary>The recursions of a form.</summary>
    public static EtsKernel For(EtsForm form) => ByForm[Index(form.Error, form.Trend, form.Season)];

    /// <summary>
    /// Runs the filter over <paramref name="values"/> and returns minus twice the log-likelihood without its constants, the error variance
    /// concentrated out: n log(sum of squared errors), plus twice the sum of log forecasts for relative errors. Infinite when infeasible.
    /// </summary>
    /// <param name="values">Values in units of the scale; NaN is missing.</param>
    /// <param name="coefficients">The smoothing parameters.</param>
    /// <param name="state">Initial state; left undefined.</param>
    public abstract double Criterion(ReadOnlySpan<double> values, in EtsCoefficients coefficients, Span<double> state);

    /// <summary>The criterion and, by the adjoint of the filter, its gradient at about three times the cost of the criterion alone.</summary>
    /// <param name="values">Values in units of the scale; NaN is missing.</param>
    /// <param name="coefficients">The smoothing parameters.</param>
    /// <param name="state">Initial state; left undefined.</param>
    /// <param name="trace">Room for three numbers per value.</param>
    /// <param name="gradient">Receives the derivatives by alpha, beta, gamma, phi and each entry of the initial state.</param>
    public abstract double CriterionAndGradient(
        ReadOnlySpan<double> values, in EtsCoefficients coefficients, Span<double> state, Span<double> trace, Span<double> gradient);

    /// <summary>Runs the filter over <paramref name="values"/>, whatever they are: factors are held above <see cref="Tiny"/>.</summary>
    /// <param name="values">Values in units of the scale; NaN is missing.</param>
    /// <param name="coefficients">The smoothing parameters.</param>
    /// <param name="state">Initial state; becomes the last one.</param>
    public abstract void Advance(ReadOnlySpan<double> values, in EtsCoefficients coefficients, Span<double> state);

    /// <summary>Point forecasts from a state.</summary>
    /// <param name="coefficients">The smoothing parameters.</param>
    /// <param name="state">The last state.</param>
    /// <param name="slot">Season slot of the first step.</param>
    /// <param name="forecast">Receives the forecasts in units of the scale.</param>
    public abstract void Forecast(in EtsCoefficients coefficients, ReadOnlySpan<double> state, int slot, Span<double> forecast);

    private static int Index(EtsError error, EtsComponent trend, EtsComponent season) => ((((int)error * 3) + (int)trend) * 3) + (int)season;

    private static EtsKernel[] CreateAll()
    {
        var kernels = new EtsKernel[18];
        AddTrends<EtsTraits.AdditiveError>(kernels, EtsError.Additive);
        AddTrends<EtsTraits.MultiplicativeError>(kernels, EtsError.Multiplicative);
        return kernels;
    }

    private static void AddTrends<TError>(EtsKernel[] kernels, EtsError error)
        where TError : struct, EtsTraits.IError
    {
        AddSeasons<TError, EtsTraits.NoComponent>(kernels, error, EtsComponent.None);
        AddSeasons<TError, EtsTraits.AdditiveComponent>(kernels, error, EtsComponent.Additive);
        AddSeasons<TError, EtsTraits.MultiplicativeComponent>(kernels, error, EtsComponent.Multiplicative);
    }

    private static void AddSeasons<TError, TTrend>(EtsKernel[] kernels, EtsError error, EtsComponent trend)
        where TError : struct, EtsTraits.IError
        where TTrend : struct, EtsTraits.IComponent
    {
        kernels[Index(error, trend, EtsComponent.None)] = new EtsKernel<TError, TTrend, EtsTraits.NoComponent>();
        kernels[Index(error, trend, EtsComponent.Additive)] = new EtsKernel<TError, TTrend, EtsTraits.AdditiveComponent>();
        kernels[Index(error, trend, EtsComponent.Multiplicative)] = new EtsKernel<TError, TTrend, EtsTraits.MultiplicativeComponent>();
    }
}
