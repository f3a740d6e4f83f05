namespace IowaSales.Forecasting.Numerics;

/// <summary>
/// A scale on which ratios far above a unit and differences far below it are even: sign(y) log(1 + |y| / unit), a logarithm that takes
/// zeros and returns (John &amp; Draper 1980, An alternative family of transformations). A median keeps its place on it, a mean does not.
/// </summary>
/// <param name="Unit">The unit, above 0.</param>
internal readonly record struct SymmetricLog(double Unit)
{
    private const double UnitPerMean = 0.5;
    private const double MaxLog = 60;

    /// <summary>The scale that suits a series: its unit is half the mean magnitude.</summary>
    /// <param name="values">Values; NaN is missing.</param>
    public static SymmetricLog For(ReadOnlySpan<double> values)
    {
        var (magnitude, count) = (0.0, 0);
        foreach (var value in values)
        {
            if (!double.IsNaN(value))
            {
                count++;
                magnitude += (Math.Abs(value) - magnitude) / count;
            }
        }

        return new SymmetricLog(magnitude > 0 ? UnitPerMean * magnitude : 1);
    }

    /// <summary>Takes values to the scale, in place.</summary>
    public void Apply(Span<double> values)
    {
        foreach (ref var value in values)
        {
            value = double.IsNaN(value) || value == 0 ? value : Math.CopySign(Math.Log(1 + (Math.Abs(value) / Unit)), value);
        }
    }

    /// <summary>Takes values back from the scale, in place.</summary>
    public void Invert(Span<double> values)
    {
        foreach (ref var value in values)
        {
            value = Math.CopySign(Unit * (Math.Exp(Math.Min(Math.Abs(value), MaxLog)) - 1), value);
        }
    }
}
