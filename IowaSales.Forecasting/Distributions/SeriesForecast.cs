using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Metrics;

namespace IowaSales.Forecasting.Distributions;

/// <summary>
/// The predictive distribution of one series over the horizon. A day on which it may sell nothing at all, because it may be closed or the
/// series may have stopped, is a mixture: nothing with the rest of the day's chance, else the distribution of a day that sells.
/// </summary>
public sealed class SeriesForecast
{
    private readonly IReadOnlyList<double[]> _template;
    private readonly double[] _chances;
    private readonly double[] _grid = [];
    private readonly double[] _means;
    private readonly SharedDistribution? _shared;

    /// <summary>Creates the forecast.</summary>
    /// <param name="item">Name of the item.</param>
    /// <param name="knownToModel">Whether the model was fitted on this series.</param>
    /// <param name="grid">Step after step the values at <see cref="QuantileLevels.Grid"/> of a day that sells.</param>
    /// <param name="chances">Chance of each step that it does.</param>
    /// <param name="template">Joint ranks of the steps: paths of one level per step.</param>
    public SeriesForecast(string item, bool knownToModel, double[] grid, double[] chances, IReadOnlyList<double[]> template)
    {
        ArgumentNullException.ThrowIfNull(chances);
        Item = item;
        KnownToModel = knownToModel;
        _grid = grid;
        _chances = chances;
        _template = template;
        _means = new double[chances.Length];
        Median = Medians();
        for (var step = 0; step < _means.Length; step++)
        {
            // The tail beyond the outermost reported quantile may outweigh all others: a mean outside of them would mislead.
            _means[step] = Math.Clamp(
                chances[step] * MeanOf(StepGrid(step)), Quantile(step, QuantileLevels.Reported[0]), Quantile(step, QuantileLevels.Reported[^1]));
        }
    }

    /// <summary>
    /// Creates the forecast of a series whose mean was forecast and whose distributions are shared with others: at each step a unit times a
    /// standard quantile function, so that a forecast of half a million series stays small.
    /// </summary>
    /// <param name="item">Name of the item.</param>
    /// <param name="knownToModel">Whether the model was fitted on this series.</param>
    /// <param name="mean">Mean per step of a day that sells.</param>
    /// <param name="units">Unit of each step, at least 0.</param>
    /// <param name="standards">Each step's values at <see cref="QuantileLevels.Grid"/>, in its unit.</param>
    /// <param name="chances">Chance of each step that it sells.</param>
    /// <param name="template">Joint ranks of the steps: paths of one level per step.</param>
    public SeriesForecast(
        string item, bool knownToModel, double[] mean, double[] units, double[][] standards, double[] chances, IReadOnlyList<double[]> template)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(chances);
        Item = item;
        KnownToModel = knownToModel;
        _shared = new SharedDistribution(units, standards);
        _chances = chances;
        _template = template;
        _means = new double[mean.Length];
        for (var step = 0; step < mean.Length; step++)
        {
            _means[step] = chances[step] * mean[step];
        }

        Median = Medians();
    }

    private SeriesForecast(in ForecastParts parts)
    {
        (Item, KnownToModel, _grid, _chances, _means, _template) = (parts.Item, parts.KnownToModel, parts.Grid, parts.Chances, parts.Means, parts.Template);
        _shared = parts.Units.Length > 0 ? new SharedDistribution(parts.Units, parts.Standards) : null;
        Median = Medians();
    }

    /// <summary>What the forecast is made of, to be kept and put together again.</summary>
    internal ForecastParts Parts => new(Item, KnownToModel, _grid, _shared?.Units ?? [], _shared?.Standards ?? [], _chances, _means, _template);

    /// <summary>Name of the item.</summary>
    public string Item { get; }

    /// <summary>Whether the model was fitted on this series; if not, only what needs no fit made the forecast.</summary>
    public bool KnownToModel { get; }

    /// <summary>Median per step, bottles.</summary>
    public IReadOnlyList<double> Median { get; }

    /// <summary>Number of steps.</summary>
    public int Horizon => _chances.Length;

    /// <summary>
    /// Expected sales at a step: that of the predictive distribution, held between its lowest and highest reported quantile; where the mean
    /// was forecast itself, as where demand is rare, it is that one.
    /// </summary>
    /// <param name="step">Step, from 0.</param>
    public double Mean(int step) => _means[step];

    /// <summary>The forecast that has given parts.</summary>
    /// <param name="parts">The parts, as <see cref="Parts"/> gave them.</param>
    internal static SeriesForecast Of(in ForecastParts parts) => new(parts);

    /// <summary>Sales that are not exceeded with a given probability at a step.</summary>
    /// <param name="step">Step, from 0.</param>
    /// <param name="level">Probability level in (0, 1).</param>
    public double Quantile(int step, double level)
    {
        var chance = _chances[step];
        var none = 1 - chance;
        if (chance <= 0 || level <= none)
        {
            return chance >= 1 ? QuantileWhenSelling(step, level) : 0;
        }

        return QuantileWhenSelling(step, chance >= 1 ? level : (level - none) / chance);
    }

    /// <summary>
    /// The forecast for the case that every day that may be open is open. A score on trading days judges this one: a day that turns out closed is not
    /// scored, so that the chance of it must not lower what is said of the days that are.
    /// </summary>
    /// <param name="history">What was known at the origin.</param>
    /// <param name="series">Index of the series in it.</param>
    public SeriesForecast GivenOpen(History history, int series)
    {
        ArgumentNullException.ThrowIfNull(history);
        var open = DayChance.Of(history, series, 1, Horizon);
        double[] chances = [.. _chances.Select((chance, step) => open[step] > 0 ? Math.Min(1, chance / open[step]) : 0)];
        if (chances.SequenceEqual(_chances))
        {
            return this;
        }

        return _shared is { } shared
            ? new SeriesForecast(
                Item, KnownToModel, [.. _means.Select((mean, step) => _chances[step] > 0 ? mean / _chances[step] : 0)], shared.Units, shared.Standards, chances, _template)
            : new SeriesForecast(Item, KnownToModel, _grid, chances, _template);
    }

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

    /// <summary>Quantile of the sum of the first steps, from their joint distribution; that of the day where only one of them can sell.</summary>
    /// <param name="steps">Number of steps, 1 .. the horizon.</param>
    /// <param name="level">Probability level in (0, 1).</param>
    public double SumQuantile(int steps, double level)
    {
        Span<double> quantile = stackalloc double[1];
        SumQuantiles(steps, [level], quantile);
        return quantile[0];
    }

    /// <summary>Quantiles of the sum of the first steps, as <see cref="SumQuantile"/> gives each.</summary>
    /// <param name="steps">Number of steps, 1 .. the horizon.</param>
    /// <param name="levels">Probability levels in (0, 1).</param>
    /// <param name="quantiles">Receives one value per level.</param>
    internal void SumQuantiles(int steps, ReadOnlySpan<double> levels, Span<double> quantiles)
    {
        var (selling, only) = (0, 0);
        for (var step = 0; step < steps; step++)
        {
            if (Quantile(step, QuantileLevels.Grid[^1]) > 0)
            {
                selling++;
                only = step;
            }
        }

        var sums = selling > 1 ? SumPaths(steps) : [];
        Sort(sums);
        for (var i = 0; i < levels.Length; i++)
        {
            quantiles[i] = selling > 1 ? MathNet.Numerics.Statistics.SortedArrayStatistics.Quantile(sums, levels[i]) : Quantile(only, levels[i]);
        }
    }

    /// <summary>Sums of the first steps along each path of the joint distribution, in the order of the template.</summary>
    /// <param name="steps">Number of steps, 1 .. the horizon.</param>
    public double[] SumPaths(int steps)
    {
        var sums = new double[_template.Count];
        for (var step = 0; step < steps; step++)
        {
            if (_chances[step] >= 1)
            {
                AddCertain(step, sums);
            }
            else if (_chances[step] > 0)
            {
                for (var path = 0; path < sums.Length; path++)
                {
                    sums[path] += Quantile(step, _template[path][Math.Min(step, _template[path].Length - 1)]);
                }
            }
        }

        return sums;
    }

    /// <summary>Sorts sums that are 0 or more. Of rare demand most are 0: only the others have to be sorted.</summary>
    private static void Sort(double[] sums)
    {
        var positive = sums.Length;
        for (var i = sums.Length - 1; i >= 0; i--)
        {
            if (sums[i] != 0)
            {
                (sums[--positive], sums[i]) = (sums[i], sums[positive]);
            }
        }

        Array.Sort(sums, positive, sums.Length - positive);
        if (positive < sums.Length && sums[positive] < 0)
        {
            Array.Sort(sums);
        }
    }

    /// <summary>Adds a day that is sure to be open: where its levels lie in the grid is the same for all series.</summary>
    private void AddCertain(int step, double[] sums)
    {
        var positions = JointPositions.Of(_template, step);
        var grid = _shared is { } shared ? shared.Standards[step] : StepGrid(step);
        var unit = _shared?.Units[step] ?? 1;
        if (unit == 0 || (grid[0] == 0 && grid[^1] == 0))
        {
            return;
        }

        for (var path = 0; path < sums.Length; path++)
        {
            sums[path] += unit * QuantileLevels.At(grid, positions[path].Above, positions[path].Share);
        }
    }

    /// <summary>The trapezoid rule over a quantile function; the grid's tails beyond 0.5 % are flat.</summary>
    private static double MeanOf(ReadOnlySpan<double> values)
    {
        var levels = QuantileLevels.Grid;
        var sum = (levels[0] * values[0]) + ((1 - levels[^1]) * values[^1]);
        for (var i = 1; i < values.Length; i++)
        {
            sum += (levels[i] - levels[i - 1]) * (values[i] + values[i - 1]) / 2;
        }

        return sum;
    }

    private double[] Medians()
    {
        var medians = new double[_chances.Length];
        for (var step = 0; step < medians.Length; step++)
        {
            medians[step] = Quantile(step, QuantileLevels.Reported[QuantileLevels.ReportedMedian]);
        }

        return medians;
    }

    private double QuantileWhenSelling(int step, double level) => _shared is { } shared
        ? shared.Units[step] * QuantileLevels.Interpolate(shared.Standards[step], level)
        : QuantileLevels.Interpolate(StepGrid(step), level);

    private ReadOnlySpan<double> StepGrid(int step) =>
        _grid.AsSpan(step * QuantileLevels.Grid.Count, QuantileLevels.Grid.Count);

    private readonly record struct SharedDistribution(double[] Units, double[][] Standards);
}
