using IowaSales.Forecasting.Metrics;

namespace IowaSales.Forecasting.Distributions;

/// <summary>Residuals of validation windows in units of what is usual for their series, size and weekday.</summary>
internal sealed class StandardResiduals
{
    private const int FewestPerStep = 30;

    private readonly List<double[]> _paths;

    private StandardResiduals(ResidualSpread spread, List<double[]> paths, int horizon)
    {
        Spread = spread;
        _paths = paths;
        ByStep = [.. Enumerable.Range(0, horizon).Select(step => paths.Select(path => path[step]).Where(double.IsFinite).Order().ToArray())];
    }

    /// <summary>The units.</summary>
    public ResidualSpread Spread { get; }

    /// <summary>All residuals of each step, ascending.</summary>
    public double[][] ByStep { get; }

    /// <summary>Takes the residuals of some windows in units learnt from others.</summary>
    public static StandardResiduals Of(
        ForecastCube actual,
        ForecastCube median,
        IReadOnlyList<double> scales,
        IReadOnlyList<DateOnly> origins,
        int learnFrom,
        int learnTo,
        int takeFrom,
        int takeTo)
    {
        var spread = ResidualSpread.Learn(actual, median, scales, origins, learnFrom, learnTo);
        var paths = new List<double[]>();
        for (var o = takeFrom; o < takeTo; o++)
        {
            for (var series = 0; series < actual.SeriesCount; series++)
            {
                var path = new double[actual.Horizon];
                for (var step = 0; step < path.Length; step++)
                {
                    var centre = median[o, series][step];
                    path[step] = (actual[o, series][step] - centre)
                        / spread.At(series, scales[series], origins[o].AddDays(step).DayOfWeek, centre);
                }

                paths.Add(path);
            }
        }

        return new StandardResiduals(spread, paths, actual.Horizon);
    }

    /// <summary>By step, values at the grid's levels, shifted so that the level 0.5 is exactly the median forecast.</summary>
    public double[][] Quantiles()
    {
        var pooled = ByStep.SelectMany(values => values).Order().ToArray();
        return [.. ByStep.Select(values => GridOf(values.Length >= FewestPerStep ? values : pooled))];
    }

    /// <summary>Joint ranks of the steps on an even selection of the windows.</summary>
    /// <param name="largest">Most paths to keep.</param>
    public double[][] Template(int largest)
    {
        var stride = Math.Max(1, _paths.Count / largest);
        var template = new List<double[]>();
        for (var i = 0; i < _paths.Count; i += stride)
        {
            template.Add([.. _paths[i].Select((residual, step) => RankOf(ByStep[step], residual))]);
        }

        return [.. template];
    }

    private static double[] GridOf(double[] sorted)
    {
        var grid = new double[QuantileLevels.Grid.Count];
        if (sorted.Length == 0)
        {
            return grid;
        }

        for (var level = 0; level < grid.Length; level++)
        {
            grid[level] = MathNet.Numerics.Statistics.SortedArrayStatistics.Quantile(sorted, QuantileLevels.Grid[level]);
        }

        var centre = grid[grid.Length / 2];
        for (var level = 0; level < grid.Length; level++)
        {
            grid[level] -= centre;
        }

        return grid;
    }

    private static double RankOf(double[] sorted, double residual)
    {
        if (!double.IsFinite(residual) || sorted.Length == 0)
        {
            return 0.5;
        }

        var index = Array.BinarySearch(sorted, residual);
        return ((index < 0 ? ~index : index) + 0.5) / (sorted.Length + 1);
    }
}
