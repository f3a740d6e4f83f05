using BenchmarkDotNet.Attributes;
using IowaSales.Forecasting.Models.ExponentialSmoothing;
using IowaSales.Forecasting.Models.Theta;

namespace IowaSales.Benchmarks.Models;

/// <summary>One evaluation of what each Theta method makes least, over two and a half years of trading days; neither may allocate.</summary>
[MemoryDiagnoser]
public class ThetaLikelihoodBenchmarks
{
    private const int Length = 650;
    private const double Alpha = 0.1;

    private readonly double[] _values = new double[Length];
    private readonly double[] _working = new double[EtsKernel.SeasonOffset];
    private readonly EtsKernel _kernel = EtsKernel.For(EtsForm.Simple);

    [GlobalSetup]
    public void SetUp()
    {
        var random = new Random(1);
        for (var t = 0; t < Length; t++)
        {
            _values[t] = t % 37 == 0 ? double.NaN : 1 + (0.2 * random.NextDouble());
        }
    }

    /// <summary>The standard method: the likelihood of simple smoothing.</summary>
    [Benchmark(Baseline = true)]
    public double Standard()
    {
        (_working[0], _working[1]) = (1, 0);
        return _kernel.Criterion(_values, new EtsCoefficients(Alpha, 0, 0, 1), _working);
    }

    /// <summary>The dynamic method: the squared errors at the best initial level and weight of the line.</summary>
    [Benchmark]
    public double Dynamic() => DynamicThetaModel.Solve(_values, Alpha).Error;
}
