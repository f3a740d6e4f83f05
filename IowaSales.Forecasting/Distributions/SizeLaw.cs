namespace IowaSales.Forecasting.Distributions;

/// <summary>
/// The spread that series of a size have: a power of the level (Taylor 1961, Aggregation, variance and the mean), fitted to the panel's series on
/// logarithmic scales, the power drawn towards a usual one since a small panel has few sizes.
/// </summary>
/// <param name="Intercept">Logarithm of the spread at level 1; <see cref="double.MinValue"/>, whose exponential is 0, when no series varied.</param>
/// <param name="Power">The power.</param>
/// <param name="MinLevel">Least level that the law was fitted to. Below it the spread is in proportion: a power below 1 would grow beyond all bounds.</param>
internal readonly record struct SizeLaw(double Intercept, double Power, double MinLevel)
{
    private const double DefaultPower = 0.8;

    /// <summary>Weight of the usual power, in squared logarithms of the level.</summary>
    private const double PowerPrior = 5;

    private const int MinErrors = 5;

    /// <summary>Fits the law.</summary>
    /// <param name="levels">Level of each series.</param>
    /// <param name="spreads">Spread of each.</param>
    /// <param name="counts">Number of errors that each spread rests on.</param>
    public static SizeLaw Learn(double[] levels, double[] spreads, int[] counts)
    {
        var points = Enumerable.Range(0, levels.Length)
            .Where(series => counts[series] >= MinErrors && levels[series] > 0 && spreads[series] > 0)
            .Select(series => (Level: Math.Log(levels[series]), Spread: Math.Log(spreads[series])))
            .ToArray();
        if (points.Length == 0)
        {
            return new SizeLaw(double.MinValue, DefaultPower, 0);
        }

        var (level, spread) = (points.Average(point => point.Level), points.Average(point => point.Spread));
        var products = points.Sum(point => (point.Level - level) * (point.Spread - spread));
        var squares = points.Sum(point => (point.Level - level) * (point.Level - level));
        var power = Math.Clamp((products + (PowerPrior * DefaultPower)) / (squares + PowerPrior), 0, 1);
        return new SizeLaw(spread - (power * level), power, Math.Exp(points.Min(point => point.Level)));
    }

    /// <summary>Reads back what <see cref="Write"/> wrote.</summary>
    public static SizeLaw Read(BinaryReader reader) => new(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());

    /// <summary>The spread of a level; 0 for none.</summary>
    public double At(double level)
    {
        if (!(level > 0))
        {
            return 0;
        }

        var fitted = Math.Max(level, MinLevel);
        return Math.Exp(Intercept + (Power * Math.Log(fitted))) * (level / fitted);
    }

    /// <summary>Writes the law.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Intercept);
        writer.Write(Power);
        writer.Write(MinLevel);
    }
}
