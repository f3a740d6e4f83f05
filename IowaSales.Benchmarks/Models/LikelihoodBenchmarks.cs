using BenchmarkDotNet.Attributes;
using IowaSales.Forecasting.Models.ExponentialSmoothing;

namespace IowaSales.Benchmarks.Models;

/// <summary>One likelihood, and one with its gradient, over two and a half years of trading days; neither may allocate.</summary>
[MemoryDiagnoser]
public class LikelihoodBenchmarks
{
    private const int Length = 650;
    private const int Season = 5;

    private readonly double[] _values = new double[Length];
    private readonly double[] _trace = new double[3 * Length];
    private readonly double[] _state = new double[EtsKernel.SeasonOffset + Season];
    private readonly double[] _working = new double[EtsKernel.SeasonOffset + Season];
    private readonly double[] _gradient = new double[EtsKernel.StateGradientOffset + EtsKernel.SeasonOffset + Season];
    private EtsKernel _kernel = EtsKernel.For(EtsForm.Simple);
    private EtsCoefficients _coefficients;

    [Params("ANN", "ANA", "AAdA", "MAdM")]
    public string Form { get; set; } = "";

    [GlobalSetup]
    public void SetUp()
    {
        var form = EtsForm.Parse(Form);
        var random = new Random(1);
        for (var t = 0; t < Length; t++)
        {
            _values[t] = t % 37 == 0 ? double.NaN : 1 + (0.1 * (t % Season)) + (0.2 * random.NextDouble());
        }

        _state[0] = 1;
        _state.AsSpan(EtsKernel.SeasonOffset).Fill(form.Season == EtsComponent.Multiplicative ? 1 : 0);
        _kernel = EtsKernel.For(form);
        _coefficients = new EtsCoefficients(0.1, form.Trend == EtsComponent.None ? 0 : 0.01, 0.05, form.Damped ? 0.95 : 1);
    }

    [Benchmark(Baseline = true)]
    public double Likelihood()
    {
        _state.CopyTo(_working, 0);
        return _kernel.Criterion(_values, _coefficients, _working);
    }

    [Benchmark]
    public double LikelihoodAndGradient()
    {
        _state.CopyTo(_working, 0);
        return _kernel.CriterionAndGradient(_values, _coefficients, _working, _trace, _gradient);
    }
}
