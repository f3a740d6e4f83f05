using System.Diagnostics;
using System.Globalization;
using IowaSales.Boosting;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Models;

namespace IowaSales.Benchmarks.Bench;

/// <summary>Forecasts a task with each family by itself, fitted once at each origin, without validation, weights or intervals.</summary>
internal static class FamiliesAlone
{
    /// <summary>Prints the MASE of each family's medians by origin and over all of them, and the seconds of its fits and forecasts.</summary>
    /// <param name="task">The task.</param>
    /// <param name="origins">First forecast days.</param>
    /// <param name="names">Names of the families; none for all.</param>
    public static void Run(BenchTask task, IReadOnlyList<DateOnly> origins, IReadOnlyList<string> names)
    {
        var panel = BenchData.Read(task);
        var score = new BenchScore(task, panel);
        var families = ModelFamilies.WithDriven(MlNetFamilies.WithBuiltIn().Families).Where(family => names.Count == 0 || names.Contains(family.Name)).ToArray();
        var scores = families.Select(_ => new List<double>()).ToArray();
        var seconds = new double[families.Length];
        foreach (var origin in origins.Select(panel.DayOf))
        {
            var history = History.Of(panel.Before(origin));
            for (var i = 0; i < families.Length; i++)
            {
                var started = Stopwatch.GetTimestamp();
                scores[i].Add(score.MaseOf(origin, Forecast(families[i], history, task.Horizon)));
                seconds[i] += Stopwatch.GetElapsedTime(started).TotalSeconds;
            }
        }

        Console.WriteLine($"{task.Name}, each family alone, at {string.Join(", ", origins.Select(origin => origin.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))}");
        for (var i = 0; i < families.Length; i++)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {families[i].Name,-26}{scores[i].Average(),8:F4}{seconds[i],7:F0} s  {string.Join("  ", scores[i].Select(mase => mase.ToString("F4", CultureInfo.InvariantCulture)))}"));
        }
    }

    private static double[][] Forecast(IModelFamily family, History history, int horizon)
    {
        var fitted = family.Fit(history, new FitOptions(horizon));
        fitted.Prepare(history, horizon);
        var forecasts = new double[history.SeriesCount][];
        Parallel.For(0, forecasts.Length, series => fitted.ForecastOpenDays(history, series, forecasts[series] = new double[horizon]));
        return forecasts;
    }
}
