namespace IowaSales.Forecasting.Metrics;

/// <summary>
/// How right forecasts were over a set of scored cells, by the usual measures. Absolute measures judge the median, squared ones and the
/// bias the mean of the forecast distribution, each what its measure rewards (Kolassa 2020); a model without a distribution is judged by
/// its one point forecast throughout. A measure that is not defined over the cells is null.
/// </summary>
/// <param name="Cells">Number of scored cells: origin, series and step.</param>
/// <param name="Mase">Mean absolute scaled error: each error divided by its series' mean absolute weekly difference (Hyndman &amp; Koehler 2006).</param>
/// <param name="Rmsse">Root mean squared scaled error: each error divided by its series' root mean squared weekly difference.</param>
/// <param name="Wql">Weighted quantile loss over the levels 0.1 .. 0.9: twice the pinball loss, over the volume; null without quantiles.</param>
/// <param name="Mae">Mean absolute error, bottles.</param>
/// <param name="Rmse">Root mean squared error, bottles.</param>
/// <param name="Mape">Mean absolute error as a share of the actual; cells without sales are left out.</param>
/// <param name="Smape">Mean of the absolute error over the mean of |actual| and |forecast|, 0 .. 2; a cell with both 0 counts as 0.</param>
/// <param name="Bias">Mean of forecast minus actual, bottles: above 0 when too much is forecast.</param>
/// <param name="BiasShare">Sum of forecast minus actual as a share of the volume.</param>
/// <param name="Coverage80">Share of cells within the 0.1 and 0.9 quantiles, 0.8 when right; null without quantiles.</param>
public sealed record AccuracyMetrics(
    int Cells,
    double? Mase,
    double? Rmsse,
    double? Wql,
    double? Mae,
    double? Rmse,
    double? Mape,
    double? Smape,
    double? Bias,
    double? BiasShare,
    double? Coverage80);
