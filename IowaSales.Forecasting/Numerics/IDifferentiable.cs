namespace IowaSales.Forecasting.Numerics;

/// <summary>A function of several variables with its gradient.</summary>
internal interface IDifferentiable
{
    /// <summary>Evaluates the function.</summary>
    /// <param name="point">Where.</param>
    /// <param name="gradient">Receives the gradient; left undefined when the value is not finite.</param>
    /// <returns>The value; positive infinity outside the function's domain.</returns>
    double Evaluate(scoped ReadOnlySpan<double> point, scoped Span<double> gradient);
}
