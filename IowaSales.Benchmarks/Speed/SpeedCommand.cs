using System.Diagnostics;
using System.Globalization;
using IowaSales.Benchmarks.Protocols;
using IowaSales.Boosting;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Models.GradientBoosting;
using IowaSales.Forecasting.Training;

namespace IowaSales.Benchmarks.Speed;

/// <summary>
/// <c>speed CSV [SERIES ...]</c>: trains on the first series of a file, as many as each number says, with the fast and the medium preset, and
/// reports wall and processor time. On a machine that does other work too, the processor time is the one to compare.
/// </summary>
internal static class SpeedCommand
{
    private static readonly int[] DefaultSizes = [125, 250, 500];

    public static int Run(string[] arguments)
    {
        if (arguments.Length == 0 || !File.Exists(arguments[0]))
        {
            Console.Error.WriteLine("Give the path of a CSV file with date, item and value, and how many series to train on (125 250 500 by default).");
            return 2;
        }

        var sizes = arguments.Length > 1
            ? arguments[1..].Select(size => int.Parse(size, NumberStyles.None, CultureInfo.InvariantCulture)).ToArray()
            : DefaultSizes;
        Report($"{"preset",-8} {"series",7} {"wall s",8} {"cpu s",8} {"cpu ms/series",14} {"MASE",8} {"peak MB",8}");
        foreach (var preset in (TrainingPreset[])[TrainingPreset.Fast, TrainingPreset.Medium])
        {
            foreach (var size in sizes)
            {
                Measure(arguments[0], preset, size);
            }
        }

        return 0;
    }

    private static void Measure(string path, TrainingPreset preset, int size)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var panel = ProtocolData.Read(path, item => taken.Contains(item) || (taken.Count < size && taken.Add(item)));
        using var process = Process.GetCurrentProcess();
        var processor = process.TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        var model = new ModelTrainer(TimeProvider.System).Train(panel, new TrainingOptions
        {
            Preset = preset,
            Families = preset == TrainingPreset.Fast
                ? ModelFamilies.BuiltIn
                : [.. ModelFamilies.Leading, new GradientBoostingFamily(new LightGbmTreeTrainer()), .. ModelFamilies.Trailing],
        });
        process.Refresh();
        var seconds = (process.TotalProcessorTime - processor).TotalSeconds;
        Report($"{preset,-8} {panel.SeriesCount,7} {clock.Elapsed.TotalSeconds,8:F2} {seconds,8:F2} {1000 * seconds / panel.SeriesCount,14:F1} {model.Manifest.Leaderboard[0].Mase,8:F4} {process.PeakWorkingSet64 / (1024 * 1024),8}");
    }

    private static void Report(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
