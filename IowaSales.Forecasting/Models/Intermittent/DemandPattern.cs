namespace IowaSales.Forecasting.Models.Intermittent;

/// <summary>Kinds of demand by how often it comes and how much its size varies.</summary>
public enum DemandKind
{
    /// <summary>No demand at all.</summary>
    None,

    /// <summary>Frequent, of even size.</summary>
    Smooth,

    /// <summary>Frequent, of uneven size.</summary>
    Erratic,

    /// <summary>Rare, of even size.</summary>
    Intermittent,

    /// <summary>Rare, of uneven size.</summary>
    Lumpy,
}

/// <summary>
/// How a series' demand comes (Syntetos, Boylan &amp; Croston 2005, On the categorization of demand patterns).
/// </summary>
/// <param name="MeanInterval">Average demand interval (ADI): periods per demand, at least 1; infinite without a demand.</param>
/// <param name="SizeVariation">Squared coefficient of variation (CV²) of the demand sizes, at least 0.</param>
public readonly record struct DemandPattern(double MeanInterval, double SizeVariation)
{
    /// <summary>Average interval from which demand counts as rare.</summary>
    public const double RareInterval = 1.32;

    /// <summary>Squared coefficient of variation from which sizes count as uneven.</summary>
    public const double UnevenVariation = 0.49;

    /// <summary>The kind.</summary>
    public DemandKind Kind => (double.IsFinite(MeanInterval), MeanInterval >= RareInterval, SizeVariation >= UnevenVariation) switch
    {
        (false, _, _) => DemandKind.None,
        (_, false, false) => DemandKind.Smooth,
        (_, false, true) => DemandKind.Erratic,
        (_, true, false) => DemandKind.Intermittent,
        (_, true, true) => DemandKind.Lumpy,
    };

    /// <summary>Measures the pattern of a series.</summary>
    /// <param name="sizes">The demands, each above 0.</param>
    /// <param name="periods">Number of periods they fell in, at least as many.</param>
    public static DemandPattern Of(ReadOnlySpan<double> sizes, int periods)
    {
        if (sizes.IsEmpty)
        {
            return new DemandPattern(double.PositiveInfinity, 0);
        }

        var (mean, squares) = (0.0, 0.0);
        for (var i = 0; i < sizes.Length; i++)
        {
            var deviation = sizes[i] - mean;
            mean += deviation / (i + 1);
            squares += deviation * (sizes[i] - mean);
        }

        return new DemandPattern((double)periods / sizes.Length, squares / sizes.Length / (mean * mean));
    }
}
