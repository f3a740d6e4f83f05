using System.Globalization;
using IowaSales.Forecasting.Backtesting;
using IowaSales.Forecasting.Metrics;

namespace IowaSales.Trainer.Evaluate;

/// <summary>What a comparison of two models says, in words.</summary>
internal static class ComparisonSentence
{
    /// <summary>The sentence.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="first">Name of the first model.</param>
    /// <param name="second">Name of the second.</param>
    public static string Of(ModelComparison comparison, string first, string second)
    {
        var figures = Text($"{comparison.Loss} {comparison.First:0.0000} of {first}, {comparison.Second:0.0000} of {second}; better in {comparison.FirstBetter} and {comparison.SecondBetter} of {comparison.Windows} windows");
        return comparison.Verdict switch
        {
            ComparisonVerdict.Identical => $"By {comparison.Loss} the two forecast the same in all {comparison.Windows} windows.",
            ComparisonVerdict.TooFewWindows => Text(
                $"{figures}: too few windows to tell (a paired test takes at least {DieboldMarianoTest.MinCount}, more where windows overlap)."),
            ComparisonVerdict.NoDifference => $"{figures}: the difference may be chance ({Test(comparison.Test!)}).",
            ComparisonVerdict.FirstBetter => $"{figures}: {first} is better, and not by chance ({Test(comparison.Test!)}).",
            _ => $"{figures}: {second} is better, and not by chance ({Test(comparison.Test!)}).",
        };
    }

    private static string Test(DieboldMarianoTest test) => test.PValue < 0.0001
        ? Text($"Diebold-Mariano {test.Statistic:0.00}, p < 0.0001")
        : Text($"Diebold-Mariano {test.Statistic:0.00}, p = {test.PValue:0.0000}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
