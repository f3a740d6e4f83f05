using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Training;

namespace IowaSales.Forecasting.Backtesting;

/// <summary>
/// Two ensembles on the same windows by one loss. The windows' mean losses are paired and tested: products of one window rise and fall
/// together, so a window counts as one observation however many products it has.
/// </summary>
/// <param name="Loss">Name of the loss: <c>MASE</c> or <c>WQL</c>.</param>
/// <param name="First">Mean over the windows of the first model's loss.</param>
/// <param name="Second">The same of the second.</param>
/// <param name="Windows">Windows that both are scored on.</param>
/// <param name="FirstBetter">Windows in which the first is better.</param>
/// <param name="SecondBetter">Windows in which the second is better.</param>
/// <param name="Test">The paired test; null when there are too few windows or the losses never differ.</param>
/// <param name="Verdict">Which is better, if the difference is more than chance.</param>
public sealed record ModelComparison(
    string Loss, double First, double Second, int Windows, int FirstBetter, int SecondBetter, DieboldMarianoTest? Test, ComparisonVerdict Verdict)
{
    /// <summary>A difference that arises by chance less often than this is called real.</summary>
    public const double Significance = 0.05;

    /// <summary>Compares by MASE and by WQL.</summary>
    /// <param name="first">Forecasts of the first model.</param>
    /// <param name="second">Forecasts of the second, of the same panel and origins.</param>
    /// <param name="overlap">How many neighbouring windows share days: 1 when the horizon is at most the days between origins.</param>
    /// <exception cref="ArgumentException">The two are not of the same origins, series and horizon.</exception>
    public static IReadOnlyList<ModelComparison> Of(RollingForecasts first, RollingForecasts second, int overlap)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (!first.Origins.SequenceEqual(second.Origins)
            || first.Actual.SeriesCount != second.Actual.SeriesCount
            || first.Actual.Horizon != second.Actual.Horizon)
        {
            throw new ArgumentException("Forecasts are compared on the same origins, series and horizon only.", nameof(second));
        }

        var (firstWindows, secondWindows) = (WindowsOf(first), WindowsOf(second));
        return
        [
            Compare("MASE", firstWindows, secondWindows, window => window.Mase, overlap),
            Compare("WQL", firstWindows, secondWindows, window => window.Wql, overlap),
        ];
    }

    private static AccuracyMetrics[] WindowsOf(RollingForecasts forecasts)
    {
        var windows = forecasts.Origins.Select(_ => new AccuracyTally()).ToArray();
        forecasts.ForEachCell(LeaderboardEntry.Ensemble, (int window, int _, int _, in ScoredCell cell) => windows[window].Add(cell));
        return [.. windows.Select(window => window.Metrics())];
    }

    private static ModelComparison Compare(
        string name, AccuracyMetrics[] first, AccuracyMetrics[] second, Func<AccuracyMetrics, double?> loss, int overlap)
    {
        var pairs = first.Zip(second, (a, b) => (First: loss(a), Second: loss(b)))
            .Where(pair => pair is { First: not null, Second: not null })
            .Select(pair => (First: pair.First!.Value, Second: pair.Second!.Value))
            .ToArray();
        var differences = pairs.Select(pair => pair.First - pair.Second).ToArray();
        var test = DieboldMarianoTest.Of(differences, overlap);
        return new ModelComparison(
            name,
            pairs.Length > 0 ? pairs.Average(pair => pair.First) : double.NaN,
            pairs.Length > 0 ? pairs.Average(pair => pair.Second) : double.NaN,
            pairs.Length,
            differences.Count(difference => difference < 0),
            differences.Count(difference => difference > 0),
            test,
            VerdictOf(differences, test));
    }

    private static ComparisonVerdict VerdictOf(double[] differences, DieboldMarianoTest? test)
    {
        if (differences.Length > 0 && differences.All(difference => difference == 0))
        {
            return ComparisonVerdict.Identical;
        }

        return test switch
        {
            null => ComparisonVerdict.TooFewWindows,
            { PValue: >= Significance } => ComparisonVerdict.NoDifference,
            { MeanDifference: < 0 } => ComparisonVerdict.FirstBetter,
            _ => ComparisonVerdict.SecondBetter,
        };
    }
}

/// <summary>What a comparison says.</summary>
public enum ComparisonVerdict
{
    /// <summary>There are too few windows to tell.</summary>
    TooFewWindows,

    /// <summary>Both forecast the same.</summary>
    Identical,

    /// <summary>The difference may be chance.</summary>
    NoDifference,

    /// <summary>The first model is better, and not by chance.</summary>
    FirstBetter,

    /// <summary>The second model is better, and not by chance.</summary>
    SecondBetter,
}
