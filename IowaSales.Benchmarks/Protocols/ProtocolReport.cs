using System.Globalization;
using IowaSales.Forecasting.Backtesting;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Training;

namespace IowaSales.Benchmarks.Protocols;

/// <summary>Prints what a protocol measured: every family and the ensemble, best first, then the ensemble's coverage in parts.</summary>
internal static class ProtocolReport
{
    private const string Reference = "SeasonalNaive";

    /// <summary>Number of series that count as large, and as small, where there are many.</summary>
    private const int Extremes = 100;

    public static void Write(AccuracyProtocol protocol, SalesPanel panel, RollingForecasts result, TimeSpan elapsed)
    {
        Line($"{protocol.Key}: {protocol.Title}; {result.Origins.Count} origins, {elapsed.TotalSeconds:F0} s");
        var reference = result.Score(Reference).Mase;
        Line($"  {"",-20}{"MASE",8}{"ratio",8}{"WQL",8}{"80 %",8}{"cells",8}");
        foreach (var (name, score) in result.Medians.Keys.Select(name => (name, result.Score(name))).OrderBy(row => row.Item2.Mase))
        {
            Line($"  {name,-20}{score.Mase,8:F4}{score.Mase / reference,8:F3}{score.Wql,8:F4}{score.Coverage80,8:F3}{score.Cells,8}");
        }

        if (protocol.Horizon <= 7)
        {
            Line($"  coverage by step     {string.Concat(Enumerable.Range(0, protocol.Horizon).Select(step => Coverage(result, (_, _, h) => h == step)))}");
        }

        if (panel.SeriesCount > 2 * Extremes)
        {
            var bySize = Enumerable.Range(0, panel.SeriesCount).OrderByDescending(series => Total(panel, series)).ToArray();
            var largest = bySize[..Extremes].ToHashSet();
            var smallest = bySize[^Extremes..].ToHashSet();
            Line($"  coverage, largest {Extremes}{Coverage(result, (_, series, _) => largest.Contains(series))}, smallest {Extremes}{Coverage(result, (_, series, _) => smallest.Contains(series))}");
        }
    }

    public static void Line(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static string Coverage(RollingForecasts result, Func<int, int, int, bool> cells) =>
        result.Score(LeaderboardEntry.Ensemble, cells).Coverage80 is { } share ? share.ToString("F3", CultureInfo.InvariantCulture).PadLeft(7) : "      -";

    private static double Total(SalesPanel panel, int series)
    {
        var sum = 0.0;
        foreach (var value in panel.Rows(series).Values)
        {
            sum += value;
        }

        return sum;
    }
}
