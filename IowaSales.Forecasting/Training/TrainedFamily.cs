using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Models;

namespace IowaSales.Forecasting.Training;

/// <summary>A family that took part in a training.</summary>
/// <param name="Family">The family.</param>
/// <param name="Fitted">What it learnt from all sales.</param>
/// <param name="Forecasts">Its forecasts on the validation windows, each made without what came after its origin.</param>
/// <param name="Mase">MASE on the validation windows.</param>
/// <param name="Rmsse">RMSSE on the validation windows where families are weighed by it; null elsewhere.</param>
/// <param name="Wql">WQL on the validation windows, with intervals learnt from the family's own residuals there.</param>
/// <param name="FitSeconds">Wall time of the fit to all sales.</param>
/// <param name="PredictSeconds">Wall time of forecasting all series once.</param>
internal sealed record TrainedFamily(
    IModelFamily Family, IFittedFamily Fitted, ForecastCube Forecasts, double Mase, double? Rmsse, double Wql, double FitSeconds, double PredictSeconds);
