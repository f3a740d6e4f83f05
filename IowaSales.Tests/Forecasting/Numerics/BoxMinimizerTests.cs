using IowaSales.Forecasting.Numerics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;
using Xunit;

namespace IowaSales.Tests.Forecasting.Numerics;

/// <summary>The minimizer against MathNet's BFGS-B on standard problems, whose minima are also known in closed form.</summary>
public sealed class BoxMinimizerTests
{
    public static TheoryData<string> Problems => [.. Cases.Keys];

    private static Dictionary<string, Problem> Cases { get; } = new(StringComparer.Ordinal)
    {
        ["Rosenbrock"] = new([-1.2, 1], [-5, -5], [5, 5], [1, 1], Rosenbrock),
        ["Rosenbrock, the minimum cut off"] = new([-1.2, 1], [-2, -2], [0.5, 2], [0.5, 0.25], Rosenbrock),
        ["Beale"] = new([1, 1], [-4.5, -4.5], [4.5, 4.5], [3, 0.5], Beale),
        ["a bowl beyond a corner"] = new([0.5, 0.5], [0, 0], [1, 1], [1, 0], point => (Square(point[0] - 3) + (4 * Square(point[1] + 2)), [2 * (point[0] - 3), 8 * (point[1] + 2)])),
        ["ten variables of different scales"] = new(
            [.. Enumerable.Repeat(0.5, 10)],
            [.. Enumerable.Repeat(-1.0, 10)],
            [.. Enumerable.Repeat(1.0, 10)],
            [.. Enumerable.Range(0, 10).Select(i => i / 10.0)],
            point => (
                Enumerable.Range(0, 10).Sum(i => (i + 1) * (i + 1) * Square(point[i] - (i / 10.0))),
                [.. Enumerable.Range(0, 10).Select(i => 2 * (i + 1) * (i + 1) * (point[i] - (i / 10.0)))])),
    };

    [Theory]
    [MemberData(nameof(Problems))]
    public void Finds_the_known_minimum_and_no_worse_a_value_than_MathNet(string name)
    {
        var problem = Cases[name];
        var point = problem.Start.ToArray();
        var function = new Function(problem.Of);
        var value = new BoxMinimizer(point.Length).Minimize(
            ref function, point, problem.Lower, problem.Upper, [.. Enumerable.Repeat(1.0, point.Length)], maxIterations: 500, tolerance: 1e-14);

        var objective = ObjectiveFunction.Gradient(at =>
        {
            var (f, gradient) = problem.Of(at.ToArray());
            return (f, Vector<double>.Build.DenseOfArray(gradient));
        });
        var other = new BfgsBMinimizer(1e-10, 1e-12, 1e-12, 1000).FindMinimum(
            objective,
            Vector<double>.Build.DenseOfArray(problem.Lower),
            Vector<double>.Build.DenseOfArray(problem.Upper),
            Vector<double>.Build.DenseOfArray(problem.Start));

        Assert.All(point.Zip(problem.Minimum), pair => Assert.Equal(pair.Second, pair.First, 1e-4));
        Assert.All(point.Select((x, i) => (x, i)), at => Assert.InRange(at.x, problem.Lower[at.i], problem.Upper[at.i]));
        Assert.True(value <= other.FunctionInfoAtMinimum.Value + 1e-9, $"{value} against {other.FunctionInfoAtMinimum.Value}");
        Assert.Equal(problem.Of(point).Value, value, 1e-12);
    }

    [Fact]
    public void A_start_outside_the_domain_has_no_minimum()
    {
        var function = new Function(_ => (double.PositiveInfinity, [0]));
        Assert.Equal(double.PositiveInfinity, new BoxMinimizer(1).Minimize(ref function, [0.5], [0], [1], [1], 10, 1e-9));
    }

    private static (double Value, double[] Gradient) Rosenbrock(double[] point)
    {
        var (x, y) = (point[0], point[1]);
        return (Square(1 - x) + (100 * Square(y - (x * x))), [(-2 * (1 - x)) - (400 * x * (y - (x * x))), 200 * (y - (x * x))]);
    }

    private static (double Value, double[] Gradient) Beale(double[] point)
    {
        var (x, y) = (point[0], point[1]);
        var (a, b, c) = (1.5 - x + (x * y), 2.25 - x + (x * y * y), 2.625 - x + (x * y * y * y));
        return (
            Square(a) + Square(b) + Square(c),
            [
                (2 * a * (y - 1)) + (2 * b * ((y * y) - 1)) + (2 * c * ((y * y * y) - 1)),
                (2 * a * x) + (4 * b * x * y) + (6 * c * x * y * y),
            ]);
    }

    private static double Square(double value) => value * value;

    private sealed record Problem(double[] Start, double[] Lower, double[] Upper, double[] Minimum, Func<double[], (double Value, double[] Gradient)> Of);

    private sealed class Function(Func<double[], (double Value, double[] Gradient)> of) : IDifferentiable
    {
        public double Evaluate(scoped ReadOnlySpan<double> point, scoped Span<double> gradient)
        {
            var (value, slope) = of(point.ToArray());
            slope.CopyTo(gradient);
            return value;
        }
    }
}
