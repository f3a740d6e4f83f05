namespace IowaSales.Forecasting.Metrics;

/// <summary>One forecast of one series and day, beside what was sold.</summary>
/// <param name="actual">Sales of the day.</param>
/// <param name="median">Point forecast for absolute measures.</param>
/// <param name="mean">Point forecast for squared measures and the bias.</param>
/// <param name="scale">Mean absolute weekly difference of the series before the origin; NaN when there is none.</param>
/// <param name="rootScale">Root mean squared weekly difference; NaN when there is none.</param>
/// <param name="quantiles">Forecasts at the reported levels; empty when the model has none.</param>
public readonly ref struct ScoredCell(
    double actual, double median, double mean, double scale, double rootScale, ReadOnlySpan<double> quantiles)
{
    /// <summary>Sales of the day.</summary>
    public double Actual { get; } = actual;

    /// <summary>Point forecast for absolute measures.</summary>
    public double Median { get; } = median;

    /// <summary>Point forecast for squared measures and the bias.</summary>
    public double Mean { get; } = mean;

    /// <summary>Mean absolute weekly difference of the series before the origin; NaN when there is none.</summary>
    public double Scale { get; } = scale;

    /// <summary>Root mean squared weekly difference; NaN when there is none.</summary>
    public double RootScale { get; } = rootScale;

    /// <summary>Forecasts at the levels of <see cref="QuantileLevels.Reported"/>; empty when the model has none.</summary>
    public ReadOnlySpan<double> Quantiles { get; } = quantiles;
}
