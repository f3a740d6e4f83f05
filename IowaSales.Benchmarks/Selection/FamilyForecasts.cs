using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Models;

namespace IowaSales.Benchmarks.Selection;

/// <summary>What every family forecasts of one panel from weekly origins, each fit made from the days before its origin.</summary>
/// <param name="Histories">What is known at each origin.</param>
/// <param name="Actual">What was sold; NaN where nothing is scored.</param>
/// <param name="Forecasts">By family, in the families' order.</param>
internal sealed record FamilyForecasts(History[] Histories, ForecastCube Actual, IReadOnlyList<FamilyForecasts.Family> Forecasts)
{
    /// <summary>Fits of a family that is costly to fit are this many origins apart, others four.</summary>
    private const int OriginsPerCostlyFit = 13;
    private const int OriginsPerFit = 4;

    /// <summary>One family's forecasts.</summary>
    internal sealed record Family(string Name, bool TradingWeekdaysOnly, ForecastCube Cube);

    public static FamilyForecasts Of(
        SalesPanel panel, int[] origins, int horizon, ScoredDays scored, IReadOnlyList<IModelFamily> families, Func<IModelFamily, string?> cacheOf)
    {
        var histories = origins.Select(origin => History.At(panel, origin)).ToArray();
        return new FamilyForecasts(
            histories,
            Sold(panel, origins, horizon, scored),
            [.. families.Select(family => Cached(cacheOf(family), family, histories, horizon))]);
    }

    private static Family Cached(string? path, IModelFamily family, History[] histories, int horizon)
    {
        var cube = new ForecastCube(histories.Length, histories[0].SeriesCount, horizon);
        if (path is not null && File.Exists(path))
        {
            using var reader = new BinaryReader(File.OpenRead(path));
            var tradingOnly = reader.ReadBoolean();
            foreach (ref var value in cube.Values)
            {
                value = reader.ReadDouble();
            }

            return new Family(family.Name, tradingOnly, cube);
        }

        IFittedFamily? fitted = null;
        for (var o = 0; o < histories.Length; o++)
        {
            if (o % (family.IsCheapToFit ? OriginsPerFit : OriginsPerCostlyFit) == 0 || fitted is null)
            {
                fitted = family.Fit(histories[o], new FitOptions(horizon));
            }

            Parallel.For(0, cube.SeriesCount, series => fitted.ForecastOpenDays(histories[o], series, cube[o, series]));
        }

        if (path is not null)
        {
            using var writer = new BinaryWriter(File.Create(path));
            writer.Write(fitted!.TradingWeekdaysOnly);
            foreach (var value in cube.Values)
            {
                writer.Write(value);
            }
        }

        return new Family(family.Name, fitted!.TradingWeekdaysOnly, cube);
    }

    private static ForecastCube Sold(SalesPanel panel, int[] origins, int horizon, ScoredDays scored)
    {
        var actual = Backtest.ActualSales(panel, origins, horizon);
        for (var o = 0; scored == ScoredDays.Reported && o < origins.Length; o++)
        {
            for (var series = 0; series < panel.SeriesCount; series++)
            {
                var cells = actual[o, series];
                for (var step = 0; step < horizon; step++)
                {
                    cells[step] = panel.Rows(series).Days.BinarySearch(origins[o] + step) < 0 ? double.NaN : cells[step];
                }
            }
        }

        return actual;
    }
}
