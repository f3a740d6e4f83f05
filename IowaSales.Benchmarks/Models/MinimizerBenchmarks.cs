using BenchmarkDotNet.Attributes;
using IowaSales.Forecasting.Numerics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;

namespace IowaSales.Benchmarks.Models;

/// <summary>
/// Why <see cref="BoxMinimizer"/> is our own: it and MathNet's BFGS-B on Rosenbrock's function in four variables, the size of a smoothing
/// problem, from the same start in the same box. A training minimizes tens of thousands of times, so that allocations count too.
/// </summary>
[MemoryDiagnoser]
public class MinimizerBenchmarks
{
    private static readonly double[] Start = [-1.2, 1, -1.2, 1];
    private static readonly double[] Lower = [-5, -5, -5, -5];
    private static readonly double[] Upper = [5, 5, 5, 5];
    private static readonly double[] Scale = [1, 1, 1, 1];

    private readonly BoxMinimizer _own = new(4);
    private readonly double[] _point = new double[4];

    /// <summary>Ours.</summary>
    [Benchmark(Baseline = true)]
    public double Own()
    {
        Start.CopyTo(_point, 0);
        var function = new Rosenbrock();
        return _own.Minimize(ref function, _point, Lower, Upper, Scale, maxIterations: 500, tolerance: 1e-12);
    }

    /// <summary>MathNet's.</summary>
    [Benchmark]
    public double MathNet()
    {
        var objective = ObjectiveFunction.Gradient(at =>
        {
            var gradient = new double[4];
            return (new Rosenbrock().Evaluate(at.AsArray() ?? at.ToArray(), gradient), Vector<double>.Build.Dense(gradient));
        });
        return new BfgsBMinimizer(1e-8, 1e-10, 1e-10, 1000).FindMinimum(
            objective, Vector<double>.Build.Dense(Lower), Vector<double>.Build.Dense(Upper), Vector<double>.Build.DenseOfArray(Start)).FunctionInfoAtMinimum.Value;
    }

    private readonly struct Rosenbrock : IDifferentiable
    {
        public double Evaluate(scoped ReadOnlySpan<double> point, scoped Span<double> gradient)
        {
            var sum = 0.0;
            gradient.Clear();
            for (var i = 0; i < point.Length - 1; i++)
            {
                var (bend, rest) = (point[i + 1] - (point[i] * point[i]), 1 - point[i]);
                sum += (100 * bend * bend) + (rest * rest);
                gradient[i] += (-400 * point[i] * bend) - (2 * rest);
                gradient[i + 1] += 200 * bend;
            }

            return sum;
        }
    }
}
