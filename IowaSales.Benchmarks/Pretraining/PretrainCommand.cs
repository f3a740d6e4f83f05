using System.Diagnostics;
using IowaSales.Benchmarks.Protocols;
using IowaSales.Benchmarks.Selection;
using IowaSales.Boosting;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Models.GradientBoosting;

namespace IowaSales.Benchmarks.Pretraining;

/// <summary>
/// <c>pretrain --data DIR --output FILE [--from DATE] [--through DATE] [--items N] [--leave-out N] [--hide FEATURE,FEATURE,...]</c>: grows trees on the
/// largest products of the state, 2012 to 2017 and 2020 to 2022, for <c>selection --pretrained FILE</c>. A data set that begins before
/// <c>--from</c> is left out, days after <c>--through</c> and every so many products (<c>--leave-out</c>) are kept back to measure on.
/// </summary>
internal static class PretrainCommand
{
    private const int MaxItems = 500;
    private const int ExamplesOfSet = 300_000;

    /// <summary>Errors below this share of a level weigh alike; larger ones weigh less, so that squared errors find medians.</summary>
    private const double MinError = 0.1;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var (data, output) = (CommandOptions.Value(arguments, "--data"), CommandOptions.Value(arguments, "--output"));
        if (data is null || !Directory.Exists(data) || output is null)
        {
            await Console.Error.WriteLineAsync("Give the folder of the data and the file to write, as in: pretrain --data ../shared/data --output trees.bin");
            return 2;
        }

        var clock = Stopwatch.StartNew();
        var (from, through) = (CommandOptions.Date(arguments, "--from") ?? DateOnly.MinValue, CommandOptions.Date(arguments, "--through") ?? DateOnly.MaxValue);
        BoostingFeature[] hidden = CommandOptions.Value(arguments, "--hide") is { } list
            ? [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(name => Enum.Parse<BoostingFeature>(name))]
            : PretrainingTable.HiddenFeatures;
        var sets = new SelectionSets(data, data);
        var tables = new List<TrainingTable>();
        foreach (var whole in (SalesPanel[])[await sets.Iowa(2012, 2017), await sets.Top500()])
        {
            if (whole.FirstDate < from || whole.FirstDate.AddDays(60) > through)
            {
                continue;
            }

            var panel = whole.LastDate > through ? whole.Before(whole.DayOf(through) + 1) : whole;
            var items = Largest(panel, CommandOptions.Number(arguments, "--items", MaxItems), CommandOptions.Number(arguments, "--leave-out", 0));
            var table = PretrainingTable.Of(panel, items, ExamplesOfSet, hidden, seed: tables.Count);
            tables.Add(table);
            ProtocolReport.Line($"{panel.FirstDate:yyyy-MM-dd} .. {panel.LastDate:yyyy-MM-dd}: {items.Count} products, {table.Count} examples, {clock.Elapsed.TotalSeconds:F0} s");
        }

        var trees = Grow(PretrainingTable.Joined(tables));
        PretrainedTrees.Write(output, trees);
        ProtocolReport.Line($"{output}: {trees.TreeCount} trees, {trees.LeafCount} leaves, {new FileInfo(output).Length} bytes, {clock.Elapsed.TotalSeconds:F0} s");
        return 0;
    }

    /// <summary>Grows twice: the errors of the first trees weigh the examples of the second.</summary>
    private static TreeEnsemble Grow(TrainingTable table)
    {
        var trainer = new LightGbmTreeTrainer();
        var options = new TreeTrainingOptions { Leaves = 15, ExamplesPerLeaf = 2000 };
        var first = trainer.Train(table, options, CancellationToken.None);
        Parallel.For(0, table.Count, row => table.Weights[row] = (float)(1 / Math.Max(MinError, Math.Abs(table.Labels[row] - first.Score(table.Row(row))))));
        return trainer.Train(table, options, CancellationToken.None);
    }

    /// <summary>The products that sold most, largest first; every so many of them left out.</summary>
    private static List<string> Largest(SalesPanel panel, int count, int leaveOut)
    {
        var totals = new double[panel.SeriesCount];
        for (var series = 0; series < totals.Length; series++)
        {
            foreach (var value in panel.Rows(series).Values)
            {
                totals[series] += value;
            }
        }

        return [.. Enumerable.Range(0, totals.Length)
            .OrderByDescending(series => totals[series])
            .Take(count)
            .Where((_, rank) => leaveOut == 0 || rank % leaveOut != 0)
            .Select(series => panel.Items[series])];
    }
}
