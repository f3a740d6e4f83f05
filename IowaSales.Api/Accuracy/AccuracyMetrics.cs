using System.Diagnostics.Metrics;
using IowaSales.Contracts;

namespace IowaSales.Api.Accuracy;

/// <summary>Accuracy of the forecasts over the last four weeks, on the service's own meter.</summary>
internal static class AccuracyMetrics
{
    /// <summary>Creates the instruments.</summary>
    /// <param name="meter">The meter.</param>
    /// <param name="recent">The figures of the moment; null before there are any.</param>
    public static void Observe(Meter meter, Func<LiveAccuracy?> recent)
    {
        Gauge("iowasales.accuracy.mase", "MASE of served forecasts over the last 28 days.", live => live.Total?.Mase);
        Gauge("iowasales.accuracy.naive_mase", "The seasonal naive's MASE on the same item-days.", live => live.Total?.NaiveMase);
        Gauge("iowasales.accuracy.promised_mase", "MASE of the model's backtest.", live => live.Promised?.Mase);
        Gauge("iowasales.accuracy.wql", "Weighted quantile loss over the last 28 days.", live => live.Total?.Wql);
        Gauge("iowasales.accuracy.bias", "Forecast less sales, over sales, over the last 28 days.", live => live.Total?.Bias);
        Gauge("iowasales.accuracy.coverage", "Share of item-days inside the 80 % interval over the last 28 days.", live => live.Total?.Coverage80);

        void Gauge(string name, string description, Func<LiveAccuracy, double?> figure) =>
            meter.CreateObservableGauge(
                name,
                () => recent() is { } live && figure(live) is { } value ? [new Measurement<double>(value)] : Array.Empty<Measurement<double>>(),
                "1",
                description);
    }
}
