namespace IowaSales.Forecasting.Metrics;

/// <summary>
/// Sums over scored cells, and the measures that are ratios of them. Every accuracy in the product is one of these ratios, whether the sums come
/// from a backtest (<see cref="AccuracyTally"/>) or from the scores of forecasts that were served. A measure is null where its denominator is 0.
/// </summary>
public readonly record struct AccuracySums
{
    /// <summary>Number of scored cells.</summary>
    public int Cells { get; init; }

    /// <summary>Sum of |actual|: the volume.</summary>
    public double Volume { get; init; }

    /// <summary>Sum of |actual - median|.</summary>
    public double AbsoluteError { get; init; }

    /// <summary>Sum of forecast minus actual.</summary>
    public double Excess { get; init; }

    /// <summary>Sum of |actual - median| / scale over the cells that have a scale.</summary>
    public double ScaledError { get; init; }

    /// <summary>Number of cells that have a scale.</summary>
    public int Scaled { get; init; }

    /// <summary>Sum of <see cref="PinballLoss.OverReportedLevels"/> over the cells that have quantiles.</summary>
    public double QuantileLoss { get; init; }

    /// <summary>Sum of |actual| over the cells that have quantiles.</summary>
    public double QuantileVolume { get; init; }

    /// <summary>Number of cells that have quantiles.</summary>
    public int WithQuantiles { get; init; }

    /// <summary>Number of cells within the 0.1 and 0.9 quantiles, both ends included.</summary>
    public int Inside80 { get; init; }

    /// <summary>Mean absolute scaled error (Hyndman &amp; Koehler 2006).</summary>
    public double? Mase => Ratio(ScaledError, Scaled);

    /// <summary>Weighted quantile loss: the loss over all levels, divided by the number of levels and the volume.</summary>
    public double? Wql => Ratio(QuantileLoss, QuantileLevels.Reported.Count * QuantileVolume);

    /// <summary>Mean absolute error.</summary>
    public double? Mae => Ratio(AbsoluteError, Cells);

    /// <summary>Sum of absolute errors as a share of the volume (WAPE).</summary>
    public double? Wape => Ratio(AbsoluteError, Volume);

    /// <summary>Mean of forecast minus actual: above 0 when too much is forecast.</summary>
    public double? Bias => Ratio(Excess, Cells);

    /// <summary>Sum of forecast minus actual as a share of the volume.</summary>
    public double? BiasShare => Ratio(Excess, Volume);

    /// <summary>Share of cells within the 80 % interval.</summary>
    public double? Coverage80 => Ratio(Inside80, WithQuantiles);

    private static double? Ratio(double part, double whole) => whole > 0 ? part / whole : null;
}
