namespace IowaSales.Forecasting.Models.DriverBoosting;

/// <summary>
/// Profiles of series at an origin: the mean logarithm of sales by weekday and by the states of drivers that matter, recent days counting more,
/// each drawn towards the series' level plus what the panel has there. Sales are moved up a little before the logarithm.
/// </summary>
internal sealed class DrivenProfiles
{
    /// <summary>Days after which a day counts half.</summary>
    private const double HalfLife = 70;

    /// <summary>Days that are looked at.</summary>
    private const int Window = 364;

    /// <summary>Weight, in days, of the panel's effect against a series' own.</summary>
    private const double Shrinkage = 2;

    /// <summary>What a day with an event or near a holiday counts for.</summary>
    private const double EventWeight = 0.05;

    /// <summary>What is added to sales, as a share of the level; whole numbers get 1 more.</summary>
    private const double OffsetShare = 0.01;
    private const double FractionOffsetShare = 0.03;

    private static readonly double[] Weights = [.. Enumerable.Range(0, Window).Select(age => Math.Pow(0.5, age / HalfLife))];

    private readonly DrivenPanel _panel;
    private readonly int[] _stateDrivers;
    private readonly double[] _pooled;
    private readonly double[][] _own;

    /// <summary>Learns the profiles from the days before an origin.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="origin">The origin.</param>
    public DrivenProfiles(DrivenPanel panel, int origin)
    {
        _panel = panel;
        Origin = origin;
        _stateDrivers = [.. Enumerable.Range(0, panel.Plan.Drivers.Count).Where(driver => panel.Plan.Drivers[driver].InProfile)];
        Cells = _stateDrivers.Aggregate(7, (cells, driver) => cells * panel.Plan.Drivers[driver].Count);
        Offsets = new double[panel.SeriesCount];
        Levels = new double[panel.SeriesCount];
        _own = new double[panel.SeriesCount][];
        var sums = new double[panel.SeriesCount][];
        var masses = new double[panel.SeriesCount][];
        var pooled = (Sum: new double[Cells], Mass: new double[Cells]);
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            AddSeries(series, sums[series] = new double[Cells], masses[series] = new double[Cells]);
            var (mean, mass) = (sums[series].Sum(), masses[series].Sum());
            mean /= Math.Max(mass, 1e-9);
            for (var cell = 0; cell < Cells; cell++)
            {
                pooled.Sum[cell] += sums[series][cell] - (masses[series][cell] * mean);
                pooled.Mass[cell] += masses[series][cell];
            }
        }

        _pooled = [.. pooled.Sum.Select((sum, cell) => sum / (pooled.Mass[cell] + Shrinkage))];
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            _own[series] = Shrink(series, sums[series], masses[series]);
        }
    }

    /// <summary>The origin.</summary>
    public int Origin { get; }

    /// <summary>Number of cells: weekdays times states.</summary>
    public int Cells { get; }

    /// <summary>What is added to the sales of each series before the logarithm; 0 of a series that is not known.</summary>
    public double[] Offsets { get; }

    /// <summary>Mean logarithm of each series, effects taken off.</summary>
    public double[] Levels { get; }

    /// <summary>The cell of a series' day.</summary>
    public int CellOf(int series, int day, int end)
    {
        var cell = _panel.Calendar[day].Weekday;
        foreach (var driver in _stateDrivers)
        {
            var code = _panel.DriverOn(driver, series, day, Origin, end);
            var plan = _panel.Plan.Drivers[driver];
            cell = (cell * plan.Count) + (float.IsNaN(code) ? plan.Usual : (int)code);
        }

        return cell;
    }

    /// <summary>The mean logarithm that a series' profile expects in a cell.</summary>
    public double ExpectedIn(int series, int cell) => _own[series][cell];

    /// <summary>The logarithm of sales.</summary>
    public double Log(int series, double sold) => Math.Log(sold + Offsets[series]);

    /// <summary>Sales of which it is the logarithm, at least 0.</summary>
    public double Sales(int series, double log) => Math.Max(0, Math.Exp(log) - Offsets[series]);

    /// <summary>Mean squared error of each day's logarithm against its profile without that day.</summary>
    public double ErrorWithoutDay()
    {
        var (error, mass) = (0.0, 0.0);
        for (var series = 0; series < _panel.SeriesCount; series++)
        {
            var (sums, masses) = (new double[Cells], new double[Cells]);
            AddSeries(series, sums, masses);
            for (var day = Math.Max(_panel.FirstDays[series], Origin - Window); Offsets[series] > 0 && day < Origin; day++)
            {
                var sold = _panel.SoldOn(series, day);
                if (!float.IsNaN(sold) && WeightOf(series, day) is var weight)
                {
                    var (cell, log) = (CellOf(series, day, _panel.Days), Log(series, sold));
                    var expected = (sums[cell] - (weight * log) + (Shrinkage * (Levels[series] + _pooled[cell]))) / (masses[cell] - weight + Shrinkage);
                    error += weight * (log - expected) * (log - expected);
                    mass += weight;
                }
            }
        }

        return error / Math.Max(mass, 1e-9);
    }

    private double WeightOf(int series, int day) => Weights[Origin - 1 - day] * (_panel.IsUsual(series, day) ? 1 : EventWeight);

    private void AddSeries(int series, double[] sums, double[] masses)
    {
        var from = Math.Max(_panel.FirstDays[series], Origin - Window);
        var (total, days) = (0.0, 0);
        for (var day = from; day < Origin; day++)
        {
            var sold = _panel.SoldOn(series, day);
            if (!float.IsNaN(sold))
            {
                total += sold;
                days++;
            }
        }

        if (total <= 0)
        {
            return;
        }

        var level = total / days;
        Offsets[series] = _panel.IsWhole ? 1 + (OffsetShare * level) : FractionOffsetShare * level;
        for (var day = from; day < Origin; day++)
        {
            var sold = _panel.SoldOn(series, day);
            if (!float.IsNaN(sold))
            {
                var (weight, cell) = (WeightOf(series, day), CellOf(series, day, _panel.Days));
                sums[cell] += weight * Log(series, sold);
                masses[cell] += weight;
            }
        }
    }

    private double[] Shrink(int series, double[] sums, double[] masses)
    {
        var (sum, mass) = (0.0, 0.0);
        for (var cell = 0; cell < Cells; cell++)
        {
            sum += sums[cell] - (masses[cell] * _pooled[cell]);
            mass += masses[cell];
        }

        Levels[series] = mass > 0 ? sum / mass : 0;
        var own = new double[Cells];
        for (var cell = 0; cell < Cells; cell++)
        {
            own[cell] = (sums[cell] + (Shrinkage * (Levels[series] + _pooled[cell]))) / (masses[cell] + Shrinkage);
        }

        return own;
    }
}
