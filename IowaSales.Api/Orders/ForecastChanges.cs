using IowaSales.Api.Serving;
using IowaSales.Contracts;
using IowaSales.Storage.Ledger;

namespace IowaSales.Api.Orders;

/// <summary>
/// What was expected on the days that an earlier forecast and the one in service both forecast, after each cause of the change has been put in place of what
/// it was: the model, the calendar and the drivers, sales that were restated, and last the sales that are new. The differences telescope, so that they add
/// up to the change exactly. A series of one day at a time, in one table for all items.
/// </summary>
/// <param name="snapshot">The snapshot.</param>
/// <param name="earlier">The earlier forecast.</param>
/// <param name="replaced">Means by series and day from the earlier origin after model, calendar and restated sales; null where the step changed nothing.</param>
/// <param name="together">Whether the model's part holds what the calendar and drivers did.</param>
internal sealed class ForecastChanges(ForecastSnapshot snapshot, EarlierForecast earlier, double[]?[] replaced, bool together)
{
    /// <summary>Causes that are replaced one after the other; the new sales come last.</summary>
    public const int Replaced = 3;

    /// <summary>The earlier forecast.</summary>
    public EarlierForecast Earlier => earlier;

    /// <summary>Whether the model's part holds what the calendar and drivers did.</summary>
    public bool Together => together;

    /// <summary>Why an item's forecast changed over the first days of the horizon.</summary>
    /// <param name="series">Index of its series.</param>
    /// <param name="days">Days wanted.</param>
    /// <returns>Null where the earlier forecast has none of the days.</returns>
    public ItemChange? Of(int series, int days)
    {
        var item = snapshot.Items.NameOf(series);
        if (earlier.Over(item, snapshot.Forecasts.Days[0].Date, days) is not { } both)
        {
            return null;
        }

        var expected = snapshot.Forecasts.Series[series].SumMean(both.Days);
        var sums = new double[Replaced];
        for (var step = 0; step < both.Days; step++)
        {
            var after = AfterOn(series, step);
            for (var cause = 0; cause < Replaced; cause++)
            {
                sums[cause] += after[cause];
            }
        }

        var (model, calendar, restated, sold, change) = PartsOf(both.Sum, sums, expected);
        return new ItemChange(item, both.Days, ReportedNumber.Of(both.Sum), ReportedNumber.Of(expected), change, sold, restated, calendar, model, CauseOf(change, sold, restated, calendar, model));
    }

    /// <summary>The same by day.</summary>
    /// <param name="series">Index of the series.</param>
    /// <param name="days">Days that both forecast.</param>
    public IReadOnlyList<DayChange> ByDay(int series, int days)
    {
        var means = earlier.Means[snapshot.Items.NameOf(series)];
        var first = snapshot.Forecasts.Days[0].Date;
        return
        [
            .. Enumerable.Range(0, days).Select(step =>
            {
                var (before, expected) = (means[step + Shift], snapshot.Forecasts.Series[series].Mean(step));
                var (model, calendar, restated, sold, change) = PartsOf(before, AfterOn(series, step), expected);
                return new DayChange(first.AddDays(step), ReportedNumber.Of(before), ReportedNumber.Of(expected), change, sold, restated, calendar, model);
            }),
        ];
    }

    /// <summary>Days that were sold since, beside what the earlier forecast expected of them.</summary>
    /// <param name="series">Index of the series.</param>
    public IReadOnlyList<SoldDay> SoldSince(int series)
    {
        var panel = snapshot.Panel;
        var means = earlier.Means[snapshot.Items.NameOf(series)];
        var rows = panel.Rows(panel.IndexOf(snapshot.Items.NameOf(series)));
        var days = new List<SoldDay>();
        for (var step = 0; step < Math.Min(Shift, means.Length); step++)
        {
            var date = earlier.Origin.AddDays(step);
            var row = rows.Days.BinarySearch(panel.DayOf(date));
            days.Add(new SoldDay(date, ReportedNumber.Of(means[step]), row >= 0 ? rows.Values[row] : 0));
        }

        return days;
    }

    private int Shift => snapshot.Forecasts.Days[0].Date.DayNumber - earlier.Origin.DayNumber;

    /// <summary>Differences of sums that are rounded from the same place, so that the rounded parts add up to the rounded change.</summary>
    private static (double Model, double Calendar, double Restated, double Sold, double Change) PartsOf(double before, double[] after, double expected)
    {
        var (model, calendar, restated, change) = (
            ReportedNumber.Of(after[0] - before), ReportedNumber.Of(after[1] - before), ReportedNumber.Of(after[2] - before), ReportedNumber.Of(expected - before));
        return (model, ReportedNumber.Of(calendar - model), ReportedNumber.Of(restated - calendar), ReportedNumber.Of(change - restated), change);
    }

    private static ChangeCause? CauseOf(double change, double sold, double restated, double calendar, double model)
    {
        const double LeastToExplain = 0.5;
        (ChangeCause Cause, double Amount)[] parts =
            [(ChangeCause.NewSales, sold), (ChangeCause.RestatedSales, restated), (ChangeCause.Calendar, calendar), (ChangeCause.Model, model)];
        return Math.Abs(change) < LeastToExplain ? null : parts.MaxBy(part => part.Amount * Math.Sign(change)).Cause;
    }

    /// <summary>What was expected of a day after each replacement. What a challenger serves otherwise than the champion is the model's.</summary>
    private double[] AfterOn(int series, int step)
    {
        var champion = snapshot.ChampionForecasts.Series[series].Mean(step);
        var served = snapshot.Forecasts.Series[series].Mean(step) - champion;
        var (after, now) = (new double[Replaced], earlier.Means[snapshot.Items.NameOf(series)][step + Shift]);
        for (var cause = 0; cause < Replaced; cause++)
        {
            // Days beyond the horizon of a model that forecasts fewer: the other horizon is the other model's.
            now = replaced[cause] is not { } means ? now : step + Shift < snapshot.Horizon ? means[(series * snapshot.Horizon) + step + Shift] : champion;
            after[cause] = now + served;
        }

        return after;
    }
}
