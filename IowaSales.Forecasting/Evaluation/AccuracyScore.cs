namespace IowaSales.Forecasting.Evaluation;

/// <summary>How right forecasts were over a set of scored cells.</summary>
/// <param name="Mase">Mean absolute error of the median, each error divided by its series' scale (Hyndman &amp; Koehler 2006); NaN when nothing is scored.</param>
/// <param name="Wql">Weighted quantile loss over the levels 0.1 .. 0.9; null where there are no quantiles.</param>
/// <param name="Coverage80">Share of cells within the 0.1 and 0.9 quantiles; null where there are no quantiles.</param>
/// <param name="Cells">Number of scored cells.</param>
public sealed record AccuracyScore(double Mase, double? Wql, double? Coverage80, int Cells);
