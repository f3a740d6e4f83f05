using System.Diagnostics;
using IowaSales.Benchmarks.Pretraining;
using IowaSales.Benchmarks.Protocols;
using IowaSales.Boosting;
using IowaSales.Forecasting.Backtesting;
using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Training;

namespace IowaSales.Benchmarks.Selection;

/// <summary>
/// <c>selection --data DIR --bench DIR [--only NAME,...] [--role choose|report] [--families NAME,...] [--cache DIR] [--pretrained FILE,...]</c>: nested validation over
/// many data sets. Every family is fitted from the days before each origin, and the ensemble's weights come from the windows that end before
/// it. Prints the MASE of every family and of the ensemble, and its ratio to the seasonal naive and to the mean of the last eight same
/// weekdays. A name may end in <c>*</c>. <c>--cache</c> keeps families' forecasts between runs: empty it when a family changes.
/// <c>--pretrained</c> adds trees grown by <c>pretrain</c>, each called by its file's name; several are separated by commas.
/// </summary>
internal static class SelectionCommand
{
    private const int Week = 7;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var data = CommandOptions.Value(arguments, "--data");
        var bench = CommandOptions.Value(arguments, "--bench");
        if (data is null || bench is null || !Directory.Exists(data) || !Directory.Exists(bench))
        {
            await Console.Error.WriteLineAsync("Give the folders of the data, as in: selection --data ../shared/data --bench ../shared/bench");
            return 2;
        }

        var only = CommandOptions.Value(arguments, "--only")?.Split(',');
        var names = CommandOptions.Value(arguments, "--families")?.Split(',');
        var cache = CommandOptions.Value(arguments, "--cache");
        SelectionRole? role = Enum.TryParse<SelectionRole>(CommandOptions.Value(arguments, "--role"), ignoreCase: true, out var named) ? named : null;
        var pretrained = (CommandOptions.Value(arguments, "--pretrained")?.Split(',') ?? [])
            .Select(path => new PretrainedBoosting(Path.GetFileNameWithoutExtension(path), PretrainedTrees.Read(path)));
        IReadOnlyList<IModelFamily> families =
            [new WeekdayMean(), .. pretrained, .. MlNetFamilies.WithBuiltIn().Families.Where(family => names?.Contains(family.Name) ?? true)];
        foreach (var set in new SelectionSets(data, bench).All)
        {
            if ((role ?? set.Role) == set.Role && (only?.Any(name => IsNamed(set, name)) ?? true))
            {
                await RunAsync(set, families, cache);
            }
        }

        return 0;
    }

    private static async Task RunAsync(SelectionSet set, IReadOnlyList<IModelFamily> families, string? cache)
    {
        var clock = Stopwatch.StartNew();
        var scores = new Dictionary<string, AccuracyTally>(StringComparer.Ordinal);
        if (cache is not null)
        {
            Directory.CreateDirectory(cache);
        }

        var panels = await set.Panels();
        for (var p = 0; p < panels.Count; p++)
        {
            var panel = panels[p];
            var gap = (set.Horizon + Week - 1) / Week;
            var perTested = set.Spacing / Week;
            var count = ((set.Tested - 1) * perTested) + gap + NestedEnsemble.Windows;
            var origins = RollingEvaluation.Origins(panel, count, set.Horizon, Week).Where(origin => origin >= 60).ToArray();
            var draw = p;
            var forecasts = FamilyForecasts.Of(panel, origins, set.Horizon, set.Scored, families, family =>
                cache is null ? null : Path.Combine(cache, $"{set.Name}-{draw}-{family.Name}.bin"));
            int[] tested = [.. Enumerable.Range(0, set.Tested).Select(i => origins.Length - 1 - (i * perTested)).Order()];
            var actual = Pick(forecasts.Actual, tested);
            var scales = tested.Select(t => Enumerable.Range(0, panel.SeriesCount)
                .Select(series => SeriesScale.Absolute(forecasts.Histories[t], series, set.Scored)).ToArray()).ToArray();
            foreach (var family in forecasts.Forecasts)
            {
                Tally(scores, family.Name, actual, Pick(family.Cube, tested), scales);
            }

            var pool = forecasts with { Forecasts = [.. forecasts.Forecasts.Where(family => family.Name != WeekdayMean.Title)] };
            Tally(scores, LeaderboardEntry.Ensemble, actual, new NestedEnsemble(pool, set.Horizon, set.Scored).Run(tested), scales);
        }

        Report(set, scores, clock.Elapsed);
    }

    private static bool IsNamed(SelectionSet set, string name) =>
        name.EndsWith('*') ? set.Name.StartsWith(name[..^1], StringComparison.Ordinal) : set.Name == name;

    private static void Report(SelectionSet set, Dictionary<string, AccuracyTally> scores, TimeSpan elapsed)
    {
        var mases = scores.ToDictionary(score => score.Key, score => score.Value.Metrics().Mase ?? double.NaN, StringComparer.Ordinal);
        var naive = mases.GetValueOrDefault("SeasonalNaive", double.NaN);
        var simple = mases[WeekdayMean.Title];
        var best = mases.Where(row => row.Key != LeaderboardEntry.Ensemble).Min(row => row.Value);
        ProtocolReport.Line($"{set.Name} ({set.Role}), horizon {set.Horizon}, {set.Tested} origins, {scores.Values.First().Metrics().Cells} cells, ensemble / best family {mases[LeaderboardEntry.Ensemble] / best:F3}, {elapsed.TotalSeconds:F0} s");
        ProtocolReport.Line($"  {"",-24}{"MASE",8}{"naive",8}{"mean 8",8}");
        foreach (var (name, mase) in mases.OrderBy(row => row.Value))
        {
            ProtocolReport.Line($"  {name,-24}{mase,8:F4}{mase / naive,8:F3}{mase / simple,8:F3}");
        }
    }

    private static ForecastCube Pick(ForecastCube cube, int[] origins)
    {
        var picked = new ForecastCube(origins.Length, cube.SeriesCount, cube.Horizon);
        for (var o = 0; o < origins.Length; o++)
        {
            NestedEnsemble.Slice(cube, origins[o], origins[o]).Values.CopyTo(picked.Values[(o * cube.SeriesCount * cube.Horizon)..]);
        }

        return picked;
    }

    private static void Tally(
        Dictionary<string, AccuracyTally> scores, string name, ForecastCube actual, ForecastCube forecast, double[][] scales)
    {
        if (!scores.TryGetValue(name, out var tally))
        {
            scores.Add(name, tally = new AccuracyTally());
        }

        for (var o = 0; o < actual.OriginCount; o++)
        {
            for (var series = 0; series < actual.SeriesCount; series++)
            {
                for (var step = 0; step < actual.Horizon; step++)
                {
                    var y = actual[o, series][step];
                    if (!double.IsNaN(y))
                    {
                        tally.Add(new ScoredCell(y, forecast[o, series][step], forecast[o, series][step], scales[o][series], double.NaN, []));
                    }
                }
            }
        }
    }
}
