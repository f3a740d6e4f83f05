using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Models.Intermittent;

namespace IowaSales.Benchmarks.Scale;

/// <summary>
/// Accuracy by segment of a forecast of all series, beside seasonal naive and <c>Intermittent</c> alone. Only days that were open and series that had sold by
/// the origin count, but in the last row, which is everything that was sold.
/// </summary>
internal static class SegmentReport
{
    private const int FrequentDays = 20;

    /// <summary>Writes the report.</summary>
    /// <param name="panel">All sales.</param>
    /// <param name="origin">Day index of the first day that was forecast.</param>
    /// <param name="set">The forecasts.</param>
    /// <param name="line">Writes a line.</param>
    public static void Write(SalesPanel panel, int origin, ForecastSet set, Action<FormattableString> line)
    {
        var history = History.At(panel, origin);
        var actual = Backtest.ActualSales(panel, [origin], set.Horizon);
        var segments = DemandSegments.OfAll(history);
        var (naive, alone) = (Forecast(history, "SeasonalNaive", set.Horizon), Forecast(history, "Intermittent", set.Horizon));
        line($"by segment, series that had sold: RMSSE of means and MASE of medians of the model, of Intermittent's rate, and of last week's sales");
        line($"{"segment",-20} {"series",9} {"RMSSE",8} {"alone",8} {"naive",8} {"MASE",8} {"alone",8} {"naive",8} {"WQL",7} {"in 80 %",8} {"total",7}");
        foreach (var segment in Enum.GetValues<DemandSegment>())
        {
            Row(segment.ToString().ToLowerInvariant(), series => segments[series] == segment);
        }

        Row($"on {FrequentDays} days or more", series => history.Rows(series).Count >= FrequentDays);
        Row("all that had sold", _ => true);
        var (sold, forecast) = (0.0, set.Series.Sum(series => series.SumMean(set.Horizon)));
        foreach (var value in actual.Values)
        {
            sold += double.IsNaN(value) ? 0 : value;
        }

        line($"{"everything sold",-20} {panel.SeriesCount,9:N0} {"",71} {forecast / sold,8:F3}");

        void Row(string name, Func<int, bool> takes)
        {
            var (model, rate, last) = (new AccuracyTally(), new AccuracyTally(), new AccuracyTally());
            var (count, total, expected) = (0, 0.0, 0.0);
            for (var series = 0; series < panel.SeriesCount; series++)
            {
                if (history.FirstSale(series) >= origin || !takes(series))
                {
                    continue;
                }

                count++;
                var known = set.Series[set.History.IndexOf(panel.Items[series])];
                var (absolute, root) = (SeriesScale.Absolute(history, series), SeriesScale.Root(history, series, ScoredDays.Trading));
                for (var step = 0; step < set.Horizon; step++)
                {
                    var value = actual[0, series][step];
                    if (double.IsNaN(value))
                    {
                        continue;
                    }

                    double[] quantiles = [.. QuantileLevels.Reported.Select(level => known.Quantile(step, level))];
                    model.Add(new ScoredCell(value, known.Median[step], known.Mean(step), absolute, root, quantiles));
                    rate.Add(new ScoredCell(value, alone[0, series][step], alone[0, series][step], absolute, root, quantiles));
                    last.Add(new ScoredCell(value, naive[0, series][step], naive[0, series][step], absolute, root, quantiles));
                    (total, expected) = (total + value, expected + known.Mean(step));
                }
            }

            line($"{name,-20} {count,9:N0} {model.Metrics().Rmsse,8:F4} {rate.Metrics().Rmsse,8:F4} {last.Metrics().Rmsse,8:F4} {model.Sums.Mase,8:F4} {rate.Sums.Mase,8:F4} {last.Sums.Mase,8:F4} {model.Sums.Wql,7:F4} {model.Sums.Coverage80,8:F3} {expected / total,7:F3}");
        }
    }

    private static ForecastCube Forecast(History history, string family, int horizon)
    {
        var fitted = ModelFamilies.Find(family)!.Fit(history, new FitOptions(horizon, Effort: FitEffort.Low));
        var forecast = new ForecastCube(1, history.SeriesCount, horizon);
        Parallel.For(0, history.SeriesCount, series => fitted.ForecastOpenDays(history, series, forecast[0, series]));
        return forecast;
    }
}
