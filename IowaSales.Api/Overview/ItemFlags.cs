using IowaSales.Api.Serving;
using IowaSales.Contracts;
using IowaSales.Forecasting.Data;

namespace IowaSales.Api.Overview;

/// <summary>Tells what is notable about an item.</summary>
internal static class ItemFlags
{
    /// <summary>Open days of history below which a series has seen too few weeks for a season of its own.</summary>
    private const int ShortHistoryDays = 56;

    /// <summary>How many 80 % half-widths from the median count as far outside; 2 is the 99 % interval of a normal distribution.</summary>
    private const double FarOutside = 2;

    /// <summary>The flags of one series.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="series">Index of the series.</param>
    public static IReadOnlyList<ItemFlag> Of(ForecastSnapshot snapshot, int series)
    {
        var flags = new List<ItemFlag>();
        if (IsUnusual(snapshot, series))
        {
            flags.Add(ItemFlag.Unusual);
        }

        if (SellingGaps.Of(snapshot.Forecasts.History, series).HasStopped)
        {
            flags.Add(ItemFlag.StoppedSelling);
        }

        if (snapshot.Stale)
        {
            flags.Add(ItemFlag.Stale);
        }

        if (snapshot.Forecasts.History.Origin - snapshot.Forecasts.History.FirstDay(series) < ShortHistoryDays)
        {
            flags.Add(ItemFlag.ShortHistory);
        }

        if (!snapshot.Forecasts.Series[series].KnownToModel)
        {
            flags.Add(ItemFlag.UnknownToModel);
        }

        return flags;
    }

    /// <summary>Whether the last open day, or the whole of the newest backtest window, lay far outside what had been forecast for it.</summary>
    private static bool IsUnusual(ForecastSnapshot snapshot, int series)
    {
        var backtest = snapshot.Model.Backtest;
        var window = backtest.Actual.OriginCount - 1;
        if (series >= backtest.Actual.SeriesCount || backtest.Origins[window] + backtest.Actual.Horizon < snapshot.Panel.DayCount)
        {
            return false;
        }

        var actual = backtest.Actual[window, series];
        var median = backtest.Median[window, series];
        var lower = backtest.Quantiles[0][window, series];
        var upper = backtest.Quantiles[^1][window, series];
        var (excess, squares, lastDay) = (0.0, 0.0, 0.0);
        for (var step = 0; step < actual.Length; step++)
        {
            if (double.IsNaN(actual[step]))
            {
                continue;
            }

            var error = actual[step] - median[step];
            var half = error < 0 ? median[step] - lower[step] : upper[step] - median[step];
            excess += error;
            squares += half * half;
            lastDay = half > 0 ? Math.Abs(error) / half : 0;
        }

        return lastDay > FarOutside || (squares > 0 && Math.Abs(excess) / Math.Sqrt(squares) > FarOutside);
    }
}
