using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Models.ExponentialSmoothing;

/// <summary>Working memory of the estimation, one per thread, reused from series to series so that a likelihood allocates nothing.</summary>
internal sealed class EtsWorkspace
{
    /// <summary>Longest season that is modelled; a longer one has more factors than any likely history can settle.</summary>
    public const int MaxSeason = 24;

    private const int MaxVariables = MaxSeason + 6;

    [ThreadStatic]
    private static EtsWorkspace? _ofThread;

    private EtsWorkspace()
    {
    }

    /// <summary>The calling thread's workspace.</summary>
    public static EtsWorkspace OfThread => _ofThread ??= new EtsWorkspace();

    public BoxMinimizer Minimizer { get; } = new(MaxVariables);

    public double[] State { get; } = new double[EtsKernel.SeasonOffset + MaxSeason];

    public double[] KernelGradient { get; } = new double[EtsKernel.StateGradientOffset + EtsKernel.SeasonOffset + MaxSeason];

    public double[] Scaled { get; private set; } = [];

    public double[] Filled { get; private set; } = [];

    public double[] Trace { get; private set; } = [];

    /// <summary>Makes room for a series.</summary>
    /// <param name="length">Number of values.</param>
    public void Reserve(int length)
    {
        if (Scaled.Length < length)
        {
            Scaled = new double[length];
            Filled = new double[length];
            Trace = new double[3 * length];
        }
    }
}
