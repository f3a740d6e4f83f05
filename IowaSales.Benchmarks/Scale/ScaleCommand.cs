using System.Diagnostics;
using System.Globalization;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Training;
using IowaSales.Trainer.Data.DuckDb;

namespace IowaSales.Benchmarks.Scale;

/// <summary>
/// <c>scale PARQUET [FAMILY ...]</c>: loads every store × item series, fits families on all but the last week, forecasts that week, and
/// reports speed, memory, and accuracy against forecasting nothing and against each series' mean per open day; then the same of the whole
/// fast preset, in total and by segment beside seasonal naive and <c>Intermittent</c> alone.
/// </summary>
internal static class ScaleCommand
{
    private const int Horizon = 7;
    private static readonly string[] DefaultFamilies = ["Intermittent"];

    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments.Length == 0 || !File.Exists(arguments[0]))
        {
            await Console.Error.WriteLineAsync("Give the path of a Parquet file with the columns date, store, item_number and total_amount_sold.");
            return 2;
        }

        var names = arguments.Length > 1 ? arguments[1..] : DefaultFamilies;
        var families = names.Select(name => (Name: name, Family: ModelFamilies.Find(name))).ToArray();
        if (families.FirstOrDefault(family => family.Family is null).Name is { } unknown)
        {
            await Console.Error.WriteLineAsync(
                $"There is no family '{unknown}'; choose from {string.Join(", ", ModelFamilies.BuiltIn.Select(family => family.Name))}.");
            return 2;
        }

        var clock = Stopwatch.StartNew();
        var panel = new ParquetSalesReader(
            new SalesColumns { Key = ["store", "item_number"] }, SalesFormat.Recognised, SalesRules.At(TimeProvider.System)).Read(arguments[0]).Panel;
        Report($"load: {panel.SeriesCount:N0} series, {panel.RowCount:N0} rows in {clock.Elapsed.TotalSeconds:F1} s, peak {PeakMegabytes():N0} MB");

        clock.Restart();
        var origin = panel.DayCount - Horizon;
        var history = History.At(panel, origin);
        var actual = Backtest.ActualSales(panel, [origin], Horizon);
        Report($"calendar and actual sales in {clock.Elapsed.TotalSeconds:F1} s; {history.OriginDate:yyyy-MM-dd} and the six days after it are scored");
        Report($"{"forecast",-20} {"fit s",7} {"predict s",10} {"series/s",12} {"MAE",8} {"RMSE",8} {"week MAE",9} {"week RMSE",10} {"total/actual",13}");
        ReportRow("zero", null, actual, new ForecastCube(1, panel.SeriesCount, Horizon));
        ReportRow("series mean", null, actual, SeriesMeans(history));
        foreach (var (name, family) in families)
        {
            var forecast = new ForecastCube(1, panel.SeriesCount, Horizon);
            clock.Restart();
            var fitted = family!.Fit(history, new FitOptions(Horizon, Effort: FitEffort.Low));
            var fitSeconds = clock.Elapsed.TotalSeconds;
            clock.Restart();
            Parallel.For(0, panel.SeriesCount, series => fitted.Forecast(history, series, forecast[0, series]));
            ReportRow(name, (fitSeconds, clock.Elapsed.TotalSeconds), actual, forecast);
        }

        TrainAndForecast(panel, origin, actual);
        Report($"peak memory {PeakMegabytes():N0} MB on {Environment.ProcessorCount} cores");
        return 0;
    }

    /// <summary>The whole of the fast preset: validation, weights, intervals, and a forecast with quantiles of every series.</summary>
    private static void TrainAndForecast(SalesPanel panel, int origin, ForecastCube actual)
    {
        var known = panel.Before(origin);
        var clock = Stopwatch.StartNew();
        var model = new ModelTrainer(TimeProvider.System).Train(known, new TrainingOptions { Preset = TrainingPreset.Fast, Horizon = Horizon });
        var trainSeconds = clock.Elapsed.TotalSeconds;
        Report($"fast preset: trained in {trainSeconds:F1} s, peak {PeakMegabytes():N0} MB");
        clock.Restart();
        var set = model.Forecast();
        var forecast = new ForecastCube(1, panel.SeriesCount, Horizon);
        for (var series = 0; series < set.Series.Count; series++)
        {
            var cells = forecast[0, panel.IndexOf(set.Series[series].Item)];
            for (var step = 0; step < Horizon; step++)
            {
                cells[step] = set.Series[series].Median[step];
            }
        }

        ReportRow("fast preset, median", (trainSeconds, clock.Elapsed.TotalSeconds), actual, forecast);
        for (var series = 0; series < set.Series.Count; series++)
        {
            var cells = forecast[0, panel.IndexOf(set.Series[series].Item)];
            for (var step = 0; step < Horizon; step++)
            {
                cells[step] = set.Series[series].Mean(step);
            }
        }

        ReportRow("fast preset, mean", null, actual, forecast);
        ReportQuantiles(panel, set, actual);
        SegmentReport.Write(panel, origin, set, Report);
        foreach (var row in model.Manifest.Leaderboard)
        {
            Report($"  {row.Name,-18} MASE {row.Mase:F4} RMSSE {row.Rmsse:F4} WQL {row.Wql:F4} weight {row.Weight:F2}");
        }
    }

    /// <summary>How often sales went beyond upper quantiles, day by day and over the week: at most 1 minus the level when these are right.</summary>
    private static void ReportQuantiles(SalesPanel panel, ForecastSet set, ForecastCube actual)
    {
        foreach (var level in (double[])[0.5, 0.8, 0.9, 0.95, 0.99])
        {
            var (beyond, days, weeksBeyond) = (0L, 0L, 0L);
            foreach (var series in set.Series)
            {
                var week = 0.0;
                var sold = actual[0, panel.IndexOf(series.Item)];
                for (var step = 0; step < Horizon; step++)
                {
                    if (!double.IsNaN(sold[step]))
                    {
                        week += sold[step];
                        days++;
                        beyond += sold[step] > series.Quantile(step, level) ? 1 : 0;
                    }
                }

                weeksBeyond += week > series.SumQuantile(Horizon, level) ? 1 : 0;
            }

            Report($"  beyond quantile {level:F2}: {100.0 * beyond / days:F2} % of the days, {100.0 * weeksBeyond / set.Series.Count:F2} % of the weeks");
        }
    }

    private static ForecastCube SeriesMeans(History history)
    {
        var means = new ForecastCube(1, history.SeriesCount, Horizon);
        double openDays = history.Calendar.OpenDaysBefore(history.Origin);
        for (var series = 0; series < history.SeriesCount; series++)
        {
            var sum = 0.0;
            foreach (var value in history.Rows(series).Values)
            {
                sum += value;
            }

            means[0, series].Fill(sum / openDays);
        }

        return means;
    }

    private static void ReportRow(string name, (double Fit, double Predict)? seconds, ForecastCube actual, ForecastCube forecast)
    {
        var (absolute, squares, cells) = (0.0, 0.0, 0L);
        var (weekAbsolute, weekSquares, total, totalActual) = (0.0, 0.0, 0.0, 0.0);
        for (var series = 0; series < actual.SeriesCount; series++)
        {
            var week = 0.0;
            var weekActual = 0.0;
            for (var step = 0; step < Horizon; step++)
            {
                var sold = actual[0, series][step];
                if (double.IsNaN(sold))
                {
                    continue;
                }

                var error = forecast[0, series][step] - sold;
                absolute += Math.Abs(error);
                squares += error * error;
                cells++;
                week += forecast[0, series][step];
                weekActual += sold;
            }

            weekAbsolute += Math.Abs(week - weekActual);
            weekSquares += (week - weekActual) * (week - weekActual);
            total += week;
            totalActual += weekActual;
        }

        var speed = seconds is { } taken ? $"{taken.Fit,7:F2} {taken.Predict,10:F2} {actual.SeriesCount / (taken.Fit + taken.Predict),12:N0}" : new string(' ', 31);
        Report(
            $"{name,-20} {speed} {absolute / cells,8:F4} {Math.Sqrt(squares / cells),8:F4} {weekAbsolute / actual.SeriesCount,9:F4} {Math.Sqrt(weekSquares / actual.SeriesCount),10:F4} {total / totalActual,13:F3}");
    }

    private static long PeakMegabytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / (1024 * 1024);
    }

    private static void Report(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
