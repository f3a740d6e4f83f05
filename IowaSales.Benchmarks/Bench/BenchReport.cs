using System.Globalization;

namespace IowaSales.Benchmarks.Bench;

/// <summary>Prints our score of a task beside the published ones.</summary>
internal static class BenchReport
{
    private const int MaxPublished = 5;
    private const string Naive = "Seasonal Naive";

    public static void Write(BenchTask task, BenchScore score, TimeSpan elapsed, long megabytes)
    {
        Line($"{task.Name}: horizon {task.Horizon}, {score.Windows.Count()} origins, {score.Cells} cells, {elapsed.TotalSeconds:F0} s, peak memory {megabytes} MiB");
        Line($"  {"",-24}{"MASE",8}{"SQL",8}{"of naive",10}");
        Line($"  {"IowaSales",-24}{score.Mase,8:F4}{score.Sql,8:F4}{score.Mase / task.NaiveMase,10:F3}   WAPE {score.Wape:F4}, 80 % intervals hold {score.Coverage:F3}");
        var naive = task.ComparesRatios ? task.Published.FirstOrDefault(published => published.Model == Naive)?.Mase ?? double.NaN : task.NaiveMase;
        foreach (var published in task.Published.Take(MaxPublished))
        {
            Line($"  {published.Model,-24}{published.Mase,8:F4}{published.Sql,8:F4}{published.Mase / naive,10:F3}");
        }

        if (task.Source.Length > 0)
        {
            Line($"  published: {task.Source}{(task.ComparesRatios ? "; only the ratios to the naive compare" : "")}");
        }

        foreach (var (driver, cells, mase) in score.WhereMoved)
        {
            Line($"  where {driver} moved by more than 3 %: {cells} cells, MASE {mase:F4}");
        }
    }

    private static void Line(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
