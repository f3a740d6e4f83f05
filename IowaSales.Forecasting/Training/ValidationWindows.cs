using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Metrics;

namespace IowaSales.Forecasting.Training;

/// <summary>The windows on which families are compared: what was known at each origin and what was sold after it.</summary>
/// <param name="Histories">What was known at each origin, ascending.</param>
/// <param name="Actual">
/// Sales after each origin; NaN on closed days, and where the series had sold nothing by the origin: that it is in the panel tells that it
/// will sell, which no forecast could know.
/// </param>
/// <param name="Scales">MASE scale of each series; NaN when it has none.</param>
internal sealed record ValidationWindows(History[] Histories, ForecastCube Actual, double[] Scales)
{
    /// <summary>The first forecast day of each window.</summary>
    public DateOnly[] Dates { get; } = [.. Histories.Select(history => history.OriginDate)];

    /// <summary>Lays out the windows.</summary>
    /// <param name="known">All sales.</param>
    /// <param name="panel">The panel.</param>
    /// <param name="origins">Day index of each origin, ascending.</param>
    /// <param name="horizon">Number of days of a window.</param>
    public static ValidationWindows Of(History known, SalesPanel panel, int[] origins, int horizon)
    {
        var histories = new History[origins.Length];
        Parallel.For(0, origins.Length, o => histories[o] = History.At(panel, origins[o]));
        var scales = new double[panel.SeriesCount];
        Parallel.For(0, scales.Length, series => scales[series] = SeriesScale.Absolute(known, series));
        return new ValidationWindows(histories, ActualSales(known, panel, origins, horizon), scales);
    }

    private static ForecastCube ActualSales(History known, SalesPanel panel, int[] origins, int horizon)
    {
        var actual = Backtest.ActualSales(panel, origins, horizon);
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            var first = known.FirstSale(series);
            for (var o = 0; o < origins.Length; o++)
            {
                if (first >= origins[o])
                {
                    actual[o, series].Fill(double.NaN);
                }
            }
        }

        return actual;
    }
}
