using System.Globalization;
using IowaSales.Forecasting.Metrics;

namespace IowaSales.Trainer.Evaluate;

/// <summary>The measures as people read them, in the order of every table.</summary>
internal static class MetricColumns
{
    /// <summary>Heading and text of each measure; a measure that is not defined is blank.</summary>
    public static IReadOnlyList<(string Heading, Func<AccuracyMetrics, string> Text)> All { get; } =
    [
        ("MASE", metrics => Number(metrics.Mase, "0.0000")),
        ("RMSSE", metrics => Number(metrics.Rmsse, "0.0000")),
        ("WQL", metrics => Number(metrics.Wql, "0.0000")),
        ("MAE", metrics => Number(metrics.Mae, "#,0.0")),
        ("RMSE", metrics => Number(metrics.Rmse, "#,0.0")),
        ("MAPE", metrics => Number(metrics.Mape, "0.0 %")),
        ("sMAPE", metrics => Number(metrics.Smape, "0.0 %")),
        ("bias", metrics => Number(metrics.BiasShare, "+0.0 %;-0.0 %;0.0 %")),
        ("in 80 %", metrics => Number(metrics.Coverage80, "0.0 %")),
    ];

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
