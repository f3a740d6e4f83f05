using System.Runtime.CompilerServices;
using IowaSales.Forecasting.Metrics;

namespace IowaSales.Forecasting.Distributions;

/// <summary>
/// Where the levels of a joint template lie in the grid, by step: found once for all series that share the template, since sums of hundreds of thousands of
/// series are made along it.
/// </summary>
internal sealed class JointPositions
{
    private static readonly ConditionalWeakTable<IReadOnlyList<double[]>, JointPositions> Known = [];

    private readonly (int Above, double Share)[][] _steps;

    private JointPositions(IReadOnlyList<double[]> template)
    {
        var steps = template.Count == 0 ? 0 : template.Max(path => path.Length);
        _steps = new (int, double)[steps][];
        for (var step = 0; step < steps; step++)
        {
            _steps[step] = [.. template.Select(path => QuantileLevels.PositionOf(path[Math.Min(step, path.Length - 1)]))];
        }
    }

    /// <summary>The positions of one step, by path; those of the last step beyond it.</summary>
    /// <param name="template">Paths of one level per step.</param>
    /// <param name="step">Step, from 0.</param>
    public static ReadOnlySpan<(int Above, double Share)> Of(IReadOnlyList<double[]> template, int step)
    {
        var steps = Known.GetValue(template, static template => new JointPositions(template))._steps;
        return steps.Length == 0 ? [] : steps[Math.Min(step, steps.Length - 1)];
    }
}
