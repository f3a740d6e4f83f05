using System.Diagnostics;
using System.Globalization;
using IowaSales.Boosting;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Training;

namespace IowaSales.Benchmarks.Calibration;

/// <summary>
/// <c>calibration --data FILE|FOLDER ... [--weeks 16] [--horizon 7] [--train-every 7] [--every-item 1] [--back 0] [--preset medium]</c>: forecasts
/// from every day of the last weeks with a model that is trained anew every so many days and rolled forward in between, and prints the
/// coverage of the 80 % interval for each weekday of the origin and each step, the same for the total over the horizon, and the widths.
/// </summary>
internal static class CalibrationCommand
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        var paths = arguments.SkipWhile(argument => argument != "--data").Skip(1).TakeWhile(argument => !argument.StartsWith("--", StringComparison.Ordinal)).ToArray();
        if (paths.Length == 0 || paths.FirstOrDefault(path => !File.Exists(path) && !Directory.Exists(path)) is { } missing && missing.Length > 0)
        {
            Console.Error.WriteLine("Give files of daily sales or folders of benchmark tasks that exist, as in: calibration --data ../shared/data/nn5_daily.csv.gz ../shared/bench/rossmann");
            return 2;
        }

        if (!Enum.TryParse<TrainingPreset>(CommandOptions.Value(arguments, "--preset") ?? "medium", ignoreCase: true, out var preset))
        {
            Console.Error.WriteLine("There is no such preset; choose fast, medium or best.");
            return 2;
        }

        var plan = new Plan(
            CommandOptions.Number(arguments, "--weeks", 16), CommandOptions.Number(arguments, "--train-every", 7), CommandOptions.Number(arguments, "--back", 0),
            new TrainingOptions
            {
                Families = preset == TrainingPreset.Fast ? Forecasting.Models.ModelFamilies.BuiltIn : MlNetFamilies.WithBuiltIn().Families,
                Preset = preset,
                Horizon = CommandOptions.Number(arguments, "--horizon", 7),
            });
        foreach (var path in paths)
        {
            Measure(CalibrationData.Read(path, CommandOptions.Number(arguments, "--every-item", 1)), plan);
        }

        return 0;
    }

    private static void Measure(CalibrationData data, Plan plan)
    {
        var clock = Stopwatch.StartNew();
        var panel = plan.Back > 0 ? data.Panel.Before(data.Panel.DayCount - plan.Back) : data.Panel;
        var horizon = plan.Options.Horizon;
        var last = panel.DayCount - horizon;
        var first = last - (7 * plan.Weeks) + 1;
        int[] origins = [.. Enumerable.Range(first, last - first + 1)];
        var actual = Actual(panel, origins, horizon, data.Scored, out var whole);
        var tally = new CalibrationTally(horizon);
        var trainer = new ModelTrainer(TimeProvider.System);
        ForecastModel? model = null;
        foreach (var (number, origin) in origins.Index())
        {
            if (model is null || number % plan.TrainEvery == 0)
            {
                model = trainer.Train(panel.Before(origin), plan.Options);
            }

            var history = History.At(panel, origin);
            var set = model.Forecast(history);
            for (var series = 0; series < panel.SeriesCount; series++)
            {
                if (history.FirstDay(series) < origin)
                {
                    tally.Add(
                        history.OriginDate.DayOfWeek, set.Series[series], actual[number, series], SeriesScale.Absolute(history, series, data.Scored), whole[number, series]);
                }
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{data.Name}: {panel.SeriesCount} series, origins {panel.DateOf(first):yyyy-MM-dd} .. {panel.DateOf(last):yyyy-MM-dd}, trained every {plan.TrainEvery} days from a {panel.DateOf(first).DayOfWeek} on, {plan.Options.Preset}, {clock.Elapsed.TotalSeconds:F0} s"));
        CalibrationReport.Write(tally);
    }

    /// <summary>What was sold; NaN where nothing is scored. A total is whole where no day that may be open is unknown.</summary>
    private static ForecastCube Actual(SalesPanel panel, int[] origins, int horizon, ScoredDays scored, out bool[,] whole)
    {
        var actual = Backtest.ActualSales(panel, origins, horizon);
        whole = new bool[origins.Length, panel.SeriesCount];
        for (var o = 0; o < origins.Length; o++)
        {
            for (var series = 0; series < panel.SeriesCount; series++)
            {
                var days = panel.Rows(series).Days;
                var cells = actual[o, series];
                whole[o, series] = true;
                for (var step = 0; step < horizon && scored == ScoredDays.Reported; step++)
                {
                    if (days.BinarySearch(origins[o] + step) < 0)
                    {
                        // A weekly closed day is known to sell nothing; other days without a row are not known.
                        whole[o, series] &= days.BinarySearch(origins[o] + step - 7) < 0;
                        cells[step] = double.NaN;
                    }
                }
            }
        }

        return actual;
    }

    private sealed record Plan(int Weeks, int TrainEvery, int Back, TrainingOptions Options);
}
