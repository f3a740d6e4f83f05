namespace IowaSales.Forecasting.Models.DriverBoosting;

/// <summary>
/// By how much sales differed from the profile when a driver had each of its codes, on the day before another code came and on the day after: of every
/// series, drawn towards the panel's effect.
/// </summary>
/// <param name="seriesCount">Number of series.</param>
/// <param name="driver">The driver; it has codes.</param>
internal sealed class DriverEffects(int seriesCount, PlannedDriver driver)
{
    private readonly int _kinds = driver.Count + 2;
    private readonly float[] _sums = new float[driver.IsCoded ? seriesCount * (driver.Count + 2) : 0];
    private readonly float[] _counts = new float[driver.IsCoded ? seriesCount * (driver.Count + 2) : 0];
    private readonly double[] _pooled = new double[driver.Count + 2];

    /// <summary>The driver.</summary>
    public PlannedDriver Driver { get; } = driver;

    /// <summary>What kind of day it is: a code, the day before an event or the day after; -1 for a usual day and for one of which the driver is not known.</summary>
    public int Kind(float today, float before, float after)
    {
        if (float.IsNaN(today))
        {
            return -1;
        }

        if ((int)today != Driver.Usual)
        {
            return (int)today;
        }

        return !float.IsNaN(after) && (int)after != Driver.Usual ? Driver.Count
            : !float.IsNaN(before) && (int)before != Driver.Usual ? Driver.Count + 1
            : -1;
    }

    /// <summary>Adds a day.</summary>
    public void Add(int series, int kind, double residual)
    {
        _sums[(series * _kinds) + kind] += (float)residual;
        _counts[(series * _kinds) + kind]++;
    }

    /// <summary>Turns sums into effects.</summary>
    /// <param name="weight">Weight, in days, of the panel's effect.</param>
    public void Shrink(double weight)
    {
        if (!Driver.IsCoded)
        {
            return;
        }

        for (var kind = 0; kind < _kinds; kind++)
        {
            var (sum, count) = (0.0, 0.0);
            for (var at = kind; at < _sums.Length; at += _kinds)
            {
                sum += _sums[at];
                count += _counts[at];
            }

            _pooled[kind] = sum / (count + weight);
            for (var at = kind; at < _sums.Length; at += _kinds)
            {
                _sums[at] = (float)((_sums[at] + (weight * _pooled[kind])) / (_counts[at] + weight));
            }
        }
    }

    /// <summary>Writes the series' effect of a day, and the panel's.</summary>
    public void Write(int series, float today, float before, float after, ref FeatureRow row)
    {
        var kind = Kind(today, before, after);
        row.Add(Driver.Name, "effect", kind < 0 ? 0 : _sums[(series * _kinds) + kind]);
        row.Add(Driver.Name, "panel effect", kind < 0 ? 0 : _pooled[kind]);
    }
}
