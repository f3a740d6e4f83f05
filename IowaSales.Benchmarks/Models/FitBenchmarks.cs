using BenchmarkDotNet.Attributes;
using IowaSales.Forecasting.Models.ExponentialSmoothing;
using IowaSales.Forecasting.Models.Intermittent;
using IowaSales.Forecasting.Models.Theta;

namespace IowaSales.Benchmarks.Models;

/// <summary>Fits of one series of two and a half years of trading days.</summary>
[MemoryDiagnoser]
public class FitBenchmarks
{
    private const int Season = 5;

    private readonly double[] _values = new double[650];
    private readonly int[] _periods = new int[40];
    private readonly double[] _sizes = new double[40];

    [GlobalSetup]
    public void SetUp()
    {
        var random = new Random(1);
        for (var t = 0; t < _values.Length; t++)
        {
            _values[t] = t % 37 == 0 ? double.NaN : 100 + (10 * (t % Season)) + (40 * random.NextDouble());
        }

        for (var i = 0; i < _periods.Length; i++)
        {
            _periods[i] = (6 * i) + random.Next(6);
            _sizes[i] = 1 + random.Next(10);
        }
    }

    [Benchmark]
    public EtsModel EtsFast() => EtsEstimator.Select(_values, Season, EtsSearch.Fast);

    [Benchmark]
    public EtsModel EtsFull() => EtsEstimator.Select(_values, Season, EtsSearch.Full);

    [Benchmark]
    public ThetaModel Theta() => ThetaModel.Fit(_values, Season);

    [Benchmark]
    public DynamicThetaModel DynamicTheta() => DynamicThetaModel.Fit(_values, Season);

    [Benchmark]
    public double Croston() => DemandRate.Croston(_periods, _sizes, 0.1);
}
