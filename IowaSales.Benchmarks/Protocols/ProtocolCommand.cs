using System.Diagnostics;
using IowaSales.Boosting;
using IowaSales.Forecasting.Backtesting;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Training;

namespace IowaSales.Benchmarks.Protocols;

/// <summary>
/// <c>protocols --data DIR [--only ABCDE] [--train-every N] [--back DAYS] [--preset fast|medium|best]</c>: measures accuracy by every
/// protocol, with the preset medium unless told otherwise, and forecasts the week after the five products' sales (B). <c>--back</c> leaves out
/// the last days, to measure on weeks that no constant was chosen on.
/// </summary>
internal static class ProtocolCommand
{
    public static int Run(string[] arguments)
    {
        var data = CommandOptions.Value(arguments, "--data");
        if (data is null || !Directory.Exists(data))
        {
            Console.Error.WriteLine("Give the folder of the protocols' data, as in: protocols --data ../shared/data");
            return 2;
        }

        var only = CommandOptions.Value(arguments, "--only") ?? "ABCDE";
        var every = CommandOptions.Number(arguments, "--train-every", 1);
        var back = CommandOptions.Number(arguments, "--back", 0);
        if (!Enum.TryParse<TrainingPreset>(CommandOptions.Value(arguments, "--preset") ?? "medium", ignoreCase: true, out var preset))
        {
            Console.Error.WriteLine("There is no such preset; choose fast, medium or best.");
            return 2;
        }

        var options = new TrainingOptions { Families = MlNetFamilies.WithBuiltIn().Families, Preset = preset };
        var trainer = new ModelTrainer(TimeProvider.System);
        foreach (var protocol in AccuracyProtocol.All.Where(protocol => only.Contains(protocol.Key, StringComparison.Ordinal)))
        {
            var clock = Stopwatch.StartNew();
            var panel = protocol.Read(data);
            panel = back > 0 ? panel.Before(panel.DayCount - back) : panel;
            var origins = RollingEvaluation.WeeklyOrigins(panel, protocol.Windows, protocol.Horizon);
            var result = new RollingEvaluation(trainer).Run(panel, origins, options with { Horizon = protocol.Horizon }, protocol.Scored, every);
            ProtocolReport.Write(protocol, panel, result, clock.Elapsed);
        }

        if (only.Contains('B', StringComparison.Ordinal))
        {
            ForecastNextWeek(trainer, ProtocolData.Read(Path.Combine(data, "iowa_sales.csv")), options);
        }

        return 0;
    }

    private static void ForecastNextWeek(ModelTrainer trainer, SalesPanel panel, TrainingOptions options)
    {
        var set = trainer.Train(panel, options).Forecast();
        ProtocolReport.Line($"B: medians for the week after {panel.LastDate:yyyy-MM-dd}");
        ProtocolReport.Line($"  {"",-28}{string.Concat(set.Days.Select(day => $"{day.Date,10:ddd MM-dd}"))}");
        foreach (var series in set.Series)
        {
            ProtocolReport.Line($"  {series.Item,-28}{string.Concat(series.Median.Select(median => $"{median,10:F0}"))}");
        }
    }
}
