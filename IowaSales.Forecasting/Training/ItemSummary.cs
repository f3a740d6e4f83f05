using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Metrics;

namespace IowaSales.Forecasting.Training;

/// <summary>What is notable about an item.</summary>
[Flags]
public enum ItemNotes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The last open day, or the whole of the newest backtest window, lay far outside what had been forecast for it.</summary>
    Unusual = 1,

    /// <summary>No sales for much longer than its gaps usually are.</summary>
    StoppedSelling = 2,

    /// <summary>Too few weeks of history for a season of its own.</summary>
    ShortHistory = 4,

    /// <summary>The model was not fitted on it.</summary>
    UnknownToModel = 8,
}

/// <summary>An item at a glance: its total over the horizon beside what it sold over as many days before.</summary>
/// <param name="Mean">Expected total over the horizon.</param>
/// <param name="Median">Median of that total.</param>
/// <param name="Lower">Its 10 % quantile.</param>
/// <param name="Upper">Its 90 % quantile.</param>
/// <param name="Last">Sales of as many days before.</param>
/// <param name="LastWindowError">Error of the newest backtest window, absolute errors over sales; NaN when it is unknown.</param>
/// <param name="Notes">What is notable.</param>
public readonly record struct ItemSummary(double Mean, double Median, double Lower, double Upper, double Last, double LastWindowError, ItemNotes Notes)
{
    /// <summary>Days of history below which a series has seen too few weeks for a season of its own.</summary>
    private const int ShortHistoryDays = 56;

    /// <summary>How many 80 % half-widths from the median count as far outside; 2 is the 99 % interval of a normal distribution.</summary>
    private const double FarOutside = 2;

    private static readonly double[] Levels = [0.1, 0.5, 0.9];

    /// <summary>Change from the days before to the median over the horizon, as a share; null when nothing was sold before.</summary>
    public double? Change => ChangeOf(Median, Last);

    /// <summary>Change from one total to another, as a share; null when nothing was sold before.</summary>
    /// <param name="next">What will be sold.</param>
    /// <param name="last">What was sold.</param>
    public static double? ChangeOf(double next, double last) => last > 0 ? Math.Round((next / last) - 1, 4) : null;

    /// <summary>Sums an item up.</summary>
    /// <param name="history">What is known.</param>
    /// <param name="backtest">The backtest of the model.</param>
    /// <param name="forecast">The forecast of the series.</param>
    /// <param name="series">Index of the series.</param>
    public static ItemSummary Of(History history, Backtest backtest, SeriesForecast forecast, int series)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(backtest);
        ArgumentNullException.ThrowIfNull(forecast);
        Span<double> sums = stackalloc double[Levels.Length];
        forecast.SumQuantiles(forecast.Horizon, Levels, sums);
        return new ItemSummary(
            forecast.SumMean(forecast.Horizon),
            sums[1],
            sums[0],
            sums[2],
            SoldLately(history, series, forecast.Horizon),
            Metrics.LastWindowError.Of(backtest, series) ?? double.NaN,
            NotesOf(history, backtest, forecast, series));
    }

    private static ItemNotes NotesOf(History history, Backtest backtest, SeriesForecast forecast, int series)
    {
        var notes = IsUnusual(history, backtest, series) ? ItemNotes.Unusual : ItemNotes.None;
        notes |= SellingGaps.Of(history, series).HasStopped ? ItemNotes.StoppedSelling : 0;
        notes |= history.Origin - history.FirstDay(series) < ShortHistoryDays ? ItemNotes.ShortHistory : 0;
        return notes | (forecast.KnownToModel ? 0 : ItemNotes.UnknownToModel);
    }

    private static double SoldLately(History history, int series, int days)
    {
        var first = history.Origin - days;
        var rows = history.Rows(series);
        var sold = 0.0;
        for (var i = rows.Count - 1; i >= 0 && rows.Days[i] >= first; i--)
        {
            sold += rows.Values[i];
        }

        return sold;
    }

    private static bool IsUnusual(History history, Backtest backtest, int series)
    {
        var window = backtest.Actual.OriginCount - 1;
        if (series >= backtest.Actual.SeriesCount || backtest.Origins[window] + backtest.Actual.Horizon < history.Origin)
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
