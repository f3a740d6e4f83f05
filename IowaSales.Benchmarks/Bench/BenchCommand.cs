using System.Diagnostics;
using System.Globalization;
using IowaSales.Boosting;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Training;

namespace IowaSales.Benchmarks.Bench;

/// <summary>
/// <c>bench --tasks DIR --output DIR [--only NAME] [--windows N] [--origins odd|even|N,N] [--families A,B] [--alone] [--without-drivers]</c>: trains on every
/// task of a folder at each of its origins, with the product's defaults, writes <c>NAME.csv</c> for the benchmark's scorer, and prints our score beside the
/// published ones. To try something out, <c>--windows</c> takes N of the origins only, evenly, <c>--origins</c> those of a number from 1,
/// <c>--families</c> some families only, and <c>--alone</c> forecasts with each family by itself, without validation, and prints the MASE of its medians.
/// </summary>
internal static class BenchCommand
{
    public static int Run(string[] arguments)
    {
        var (tasks, output, only) = (CommandOptions.Value(arguments, "--tasks"), CommandOptions.Value(arguments, "--output"), CommandOptions.Value(arguments, "--only"));
        if (tasks is null || output is null || !Directory.Exists(tasks))
        {
            Console.Error.WriteLine("Give the folder of tasks and the folder to write forecasts to, as in: bench --tasks ../shared/bench --output bench-out");
            return 2;
        }

        var chosen = BenchTask.In(tasks).Where(task => only is null || task.Name == only).ToArray();
        if (chosen.Length == 0)
        {
            Console.Error.WriteLine($"There is no task{(only is null ? "" : $" {only}")} in {tasks}: a task is a folder with a task.json.");
            return 1;
        }

        var windows = CommandOptions.Number(arguments, "--windows", int.MaxValue);
        Directory.CreateDirectory(output);
        foreach (var task in chosen.Select(task => task with { Origins = [.. Chosen(task.Origins, CommandOptions.Value(arguments, "--origins"))] }))
        {
            if (arguments.Contains("--alone"))
            {
                FamiliesAlone.Run(task, [.. Chosen(task.Origins, windows)], CommandOptions.Value(arguments, "--families")?.Split(',') ?? []);
                continue;
            }

            Run(task, windows, output, CommandOptions.Value(arguments, "--families")?.Split(','), withDrivers: !arguments.Contains("--without-drivers"));
        }

        return 0;
    }

    private static void Run(BenchTask task, int windows, string output, string[]? families, bool withDrivers)
    {
        var clock = Stopwatch.StartNew();
        PeakMemory.Reset();
        var known = BenchData.Read(task);
        var score = new BenchScore(task, known);
        var panel = withDrivers ? known : known.With(DriverSet.Empty);
        var options = new TrainingOptions
        {
            Families = [.. MlNetFamilies.WithBuiltIn().Families.Where(family => families?.Contains(family.Name) ?? true)],
            Horizon = task.Horizon,
        };
        var trainer = new ModelTrainer(TimeProvider.System);
        using var file = new StreamWriter(Path.Combine(output, $"{task.Name}.csv"));
        file.WriteLine($"item_name,origin,date,mean,{string.Join(',', QuantileLevels.Reported.Select(level => $"quantile_{level.ToString("0.0", CultureInfo.InvariantCulture)}"))}");
        foreach (var origin in Chosen(task.Origins, windows).Select(panel.DayOf))
        {
            var started = clock.Elapsed;
            var model = trainer.Train(panel.Before(origin), options);
            var history = History.Of(model.Panel);
            var set = model.Forecast(history);
            SeriesForecast[] forecasts = [.. set.Series.Select((series, index) => series.GivenOpen(history, index))];
            Write(file, panel, origin, forecasts);
            score.Add(origin, forecasts);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {task.Name} {panel.DateOf(origin):yyyy-MM-dd}: MASE {score.Windows.Last():F4}, {(clock.Elapsed - started).TotalSeconds:F0} s; {LeadersOf(model)}"));
        }

        BenchReport.Write(task, score, clock.Elapsed, PeakMemory.Megabytes);
    }

    private static string LeadersOf(ForecastModel model) => string.Join(", ", model.Manifest.Leaderboard.Where(row => row.Weight > 0.005 || row.Name == LeaderboardEntry.Ensemble)
        .OrderByDescending(row => row.Weight).Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Name} {row.Weight:F2} ({row.Mase:F4})")));

    private static IEnumerable<DateOnly> Chosen(IReadOnlyList<DateOnly> origins, string? numbers) => origins.Where((_, index) => numbers switch
    {
        null => true,
        "odd" => index % 2 == 0,
        "even" => index % 2 == 1,
        _ => numbers.Split(',').Contains((index + 1).ToString(CultureInfo.InvariantCulture)),
    });

    private static IEnumerable<DateOnly> Chosen(IReadOnlyList<DateOnly> origins, int windows) =>
        windows >= origins.Count ? origins : Enumerable.Range(0, windows).Select(i => origins[(i + 1) * origins.Count / windows - 1]);

    private static void Write(StreamWriter file, SalesPanel panel, int origin, SeriesForecast[] forecasts)
    {
        var first = panel.DateOf(origin).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        foreach (var forecast in forecasts)
        {
            var item = forecast.Item.AsSpan().ContainsAny(',', '"') ? $"\"{forecast.Item.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : forecast.Item;
            for (var step = 0; step < forecast.Horizon; step++)
            {
                file.Write($"{item},{first},{panel.DateOf(origin + step).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)},");
                file.Write(forecast.Mean(step).ToString("R", CultureInfo.InvariantCulture));
                foreach (var level in QuantileLevels.Reported)
                {
                    file.Write(',');
                    file.Write(forecast.Quantile(step, level).ToString("R", CultureInfo.InvariantCulture));
                }

                file.WriteLine();
            }
        }
    }
}
