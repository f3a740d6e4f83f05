using IowaSales.Forecasting.Metrics;

namespace IowaSales.Forecasting.Distributions;

/// <summary>The predictive distribution of one series over the horizon.</summary>
public sealed class SeriesForecast
{
    private readonly IReadOnlyList<double[]> _template;
    private readonly double[] _grid = [];
    private readonly SharedDistribution? _shared;

    /// <summary>Creates the forecast.</summary>
    /// <param name="item">Name of the item.</param>
    /// <param name="knownToModel">Whether the model was fitted on this series.</param>
    /// <param name="median">Median per step.</param>
    /// <param name="grid">Step after step the values at <see cref="QuantileLevels.Grid"/>.</param>
    /// <param name="template">Joint ranks of the steps: paths of one level per step.</param>
    public SeriesForecast(string item, bool knownToModel, double[] median, double[] grid, IReadOnlyList<double[]> template)
    {
        Item = item;
        KnownToModel = knownToModel;
        Median = median;
        _grid = grid;
        _template = template;
    }

    /// <summary>
    /// Creates the forecast of a series whose mean was forecast and whose distributions are shared with others: at each step a unit times a
    /// standard quantile function, so that a forecast of half a million series stays small.
    /// </summary>
    /// <param name="item">Name of the item.</param>
    /// <param name="knownToModel">Whether the model was fitted on this series.</param>
    /// <param name="mean">Mean per step.</param>
    /// <param name="units">Unit of each step, at least 0.</param>
    /// <param name="standards">Each step's values at <see cref="QuantileLevels.Grid"/>, in its unit.</param>
    /// <param name="template">Joint ranks of the steps: paths of one level per step.</param>
    public SeriesForecast(
        string item, bool knownToModel, double[] mean, double[] units, double[][] standards, IReadOnlyList<double[]> template)
    {
        ArgumentNullException.ThrowIfNull(mean);
        Item = item;
        KnownToModel = knownToModel;
        _shared = new SharedDistribution(mean, units, standards);
        _template = template;
        var median = new double[mean.Length];
        for (var step = 0; step < median.Length; step++)
        {
            median[step] = Quantile(step, 0.5);
        }

        Median = median;
    }

    /// <summary>Name of the item.</summary>
    public string Item { get; }

    /// <summary>Whether the model was fitted on this series; if not, only what needs no fit made the forecast.</summary>
    public bool KnownToModel { get; }

    /// <summary>Median per step, bottles.</summary>
    public IReadOnlyList<double> Median { get; }

    /// <summary>Number of steps.</summary>
    public int Horizon => Median.Count;

    /// <summary>Expected sales at a step: the mean that was forecast, or that of the predictive distribution.</summary>
    /// <param name="step">Step, from 0.</param>
    public double Mean(int step)
    {
        if (_shared is { } shared)
        {
            return shared.Mean[step];
        }

        // The trapezoid rule over the quantile function; the grid's tails beyond 0.5 % are flat.
        var levels = QuantileLevels.Grid;
        var values = StepGrid(step);
        var sum = (levels[0] * values[0]) + ((1 - levels[^1]) * values[^1]);
        for (var i = 1; i < values.Length; i++)
        {
            sum += (levels[i] - levels[i - 1]) * (values[i] + values[i - 1]) / 2;
        }

        return sum;
    }

    /// <summary>Sales that are not exceeded with a given probability at a step.</summary>
    /// <param name="step">Step, from 0.</param>
    /// <param name="level">Probability level in (0, 1).</param>
    public double Quantile(int step, double level) => _shared is { } shared
        ? shared.Units[step] * QuantileLevels.Interpolate(shared.Standards[step], level)
        : QuantileLevels.Interpolate(StepGrid(step), level);

    /// <summary>Expected sum of the first steps.</summary>
    /// <param name="steps">Number of steps, 1 .. the horizon.</param>
    public double SumMean(int steps)
    {
        var sum = 0.0;
        for (var step = 0; step < steps; step++)
        {
            sum += Mean(step);
        }

        return sum;
    }

    /// <summary>Quantile of the sum of the first steps, from their joint distribution.</summary>
    /// <param name="steps">Number of steps, 1 .. the horizon.</param>
    /// <param name="level">Probability level in (0, 1).</param>
    public double SumQuantile(int steps, double level)
    {
        var sums = SumPaths(steps);
        Array.Sort(sums);
        return MathNet.Numerics.Statistics.SortedArrayStatistics.Quantile(sums, level);
    }

    /// <summary>Sums of the first steps along each path of the joint distribution, in the order of the template.</summary>
    /// <param name="steps">Number of steps, 1 .. the horizon.</param>
    public double[] SumPaths(int steps)
    {
        var sums = new double[_template.Count];
        for (var path = 0; path < sums.Length; path++)
        {
            var ranks = _template[path];
            for (var step = 0; step < steps; step++)
            {
                sums[path] += Quantile(step, ranks[Math.Min(step, ranks.Length - 1)]);
            }
        }

        return sums;
    }

    private ReadOnlySpan<double> StepGrid(int step) =>
        _grid.AsSpan(step * QuantileLevels.Grid.Count, QuantileLevels.Grid.Count);

    private readonly record struct SharedDistribution(double[] Mean, double[] Units, double[][] Standards);
}
