using System.Diagnostics;
using System.Globalization;
using IowaSales.Boosting;
using IowaSales.Forecasting.Evaluation;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Models.GradientBoosting;
using IowaSales.Forecasting.Training;

namespace IowaSales.Benchmarks.Protocols;

internal static class ProtocolCommand
{
    public static int Run(string[] args)
    {
        var data = Value(args, "--data") ?? "../shared/data";
        var which = Value(args, "--only") ?? "CDE";
        var every = int.Parse(Value(args, "--train-every") ?? "1", CultureInfo.InvariantCulture);
        var back = int.Parse(Value(args, "--back") ?? "0", CultureInfo.InvariantCulture);
        var options = new TrainingOptions { Families = [.. ModelFamilies.BuiltIn, new GradientBoosting(new LightGbmTreeTrainer())] };
        var evaluation = new RollingEvaluation(new ModelTrainer(TimeProvider.System));
        foreach (var protocol in which)
        {
            var clock = Stopwatch.StartNew();
            var (file, horizon, count, scored) = protocol switch
            {
                'C' => ("iowa_sales.csv", 7, 26, ScoredDays.Reported),
                'D' => ("iowa_top500_2020_2022h1.csv.gz", 7, 8, ScoredDays.Trading),
                _ => ("nn5_daily.csv.gz", 56, 1, ScoredDays.Trading),
            };
            var panel = ProtocolData.Read(Path.Combine(data, file));
            if (back > 0)
            {
                panel = panel.Before(panel.DayCount - back);
            }

            var origins = RollingEvaluation.WeeklyOrigins(panel, count, horizon);
            var result = evaluation.Run(panel, origins, options with { Horizon = horizon }, scored, every);
            Console.WriteLine($"Protocol {protocol}: {clock.Elapsed.TotalSeconds:F1} s");
            if (args.Contains("--diag"))
            {
                for (var o = 0; o < origins.Length; o++)
                {
                    for (var h = 0; h < horizon; h++)
                    {
                        var line = $"{panel.DateOf(origins[o] + h):yyyy-MM-dd ddd}";
                        for (var i = 0; i < Math.Min(5, panel.SeriesCount); i++)
                        {
                            line += $" | {result.Actual[o, i][h],6} {result.Medians["WeekdayProfile"][o, i][h],6:F0} {result.Medians["GradientBoosting"][o, i][h],6:F0}";
                        }

                        Console.WriteLine(line);
                    }
                }
            }

            foreach (var name in result.Medians.Keys)
            {
                var score = result.Score(name);
                Console.WriteLine($"  {name,-20} MASE {score.Mase:F4} WQL {score.Wql:F4} cov {score.Coverage80:F4} n {score.Cells}");
            }
        }

        return 0;
    }

    private static string? Value(string[] args, string name)
    {
        var index = Array.IndexOf(args, name);
        return index >= 0 && index + 1 < args.Length ? args[index + 1] : null;
    }
}
