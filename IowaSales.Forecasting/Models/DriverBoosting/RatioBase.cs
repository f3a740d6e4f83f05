namespace IowaSales.Forecasting.Models.DriverBoosting;

/// <summary>
/// What a quantity usually is for each series at an origin, and by how much sales followed it: a price counts as the logarithm of its ratio to the
/// item's usual price, any other quantity as its difference in units of its spread.
/// </summary>
internal sealed class RatioBase
{
    /// <summary>Days over which a quantity is usual.</summary>
    private const int Days = 56;

    /// <summary>Weight of an item without any response, in units of squared ratios summed over days.</summary>
    private const double Shrinkage = 1;

    private readonly bool _isRatio;
    private readonly double[] _usual;
    private readonly double[] _spread;
    private readonly double[] _squares;
    private readonly double[] _products;

    /// <summary>Learns what is usual before an origin.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="driver">Index of the driver in the plan.</param>
    /// <param name="origin">The origin.</param>
    public RatioBase(DrivenPanel panel, int driver, int origin)
    {
        _isRatio = panel.Plan.Drivers[driver].Use == DriverUse.Ratio;
        (_usual, _spread) = (new double[panel.SeriesCount], new double[panel.SeriesCount]);
        (_squares, _products) = (new double[panel.SeriesCount], new double[panel.SeriesCount]);
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            var (sum, squares, count) = (0.0, 0.0, 0);
            for (var day = Math.Max(0, origin - Days); day < origin; day++)
            {
                var value = Scaled(panel.DriverOn(driver, series, day, origin, origin));
                if (!double.IsNaN(value))
                {
                    sum += value;
                    squares += value * value;
                    count++;
                }
            }

            _usual[series] = count > 0 ? sum / count : double.NaN;
            _spread[series] = _isRatio ? 1 : Math.Sqrt(Math.Max(0, (squares / Math.Max(1, count)) - (_usual[series] * _usual[series]))) + 1e-6;
        }
    }

    private RatioBase() => (_usual, _spread, _squares, _products) = ([], [], [], []);

    /// <summary>For a driver with codes.</summary>
    public static RatioBase None { get; } = new();

    /// <summary>Adds a known day.</summary>
    public void Add(int series, float value, float residual)
    {
        var ratio = RatioOf(series, value);
        if (!float.IsNaN(residual) && !double.IsNaN(ratio))
        {
            _squares[series] += ratio * ratio;
            _products[series] += ratio * residual;
        }
    }

    /// <summary>Writes how far a day's value is from the usual one and from that of a week before, and what the series' sales made of such a difference.</summary>
    public void Write(string name, int series, float today, float weekBefore, ref FeatureRow row)
    {
        var ratio = RatioOf(series, today);
        row.Add(name, "ratio", double.IsNaN(ratio) ? 0 : ratio);
        row.Add(name, "change", RatioOf(series, weekBefore) is var before && double.IsNaN(before - ratio) ? 0 : ratio - before);
        row.Add(name, "response", double.IsNaN(ratio) ? 0 : ratio * _products[series] / (_squares[series] + Shrinkage));
        row.Add(name, "value", FeatureRow.OrNone((float)Scaled(today)));
    }

    private double RatioOf(int series, float value) => Math.Clamp((Scaled(value) - _usual[series]) / _spread[series], -5, 5);

    private double Scaled(float value) => _isRatio ? Math.Log(value) : value;
}
