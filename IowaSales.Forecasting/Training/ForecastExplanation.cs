using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Forecasting.Distributions;

namespace IowaSales.Forecasting.Training;

/// <summary>A part of a day's expected sales.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Name">Name of the driver or the holiday; null for other parts.</param>
/// <param name="Amount">What it adds, bottles; below 0 where it takes away.</param>
/// <param name="Value">The driver's value on the day, NaN when it is not known; NaN for other parts.</param>
/// <param name="Usual">The driver's usual value, which <paramref name="Value"/> is compared with; NaN for other parts.</param>
public sealed record ForecastComponent(ComponentKind Kind, string? Name, double Amount, double Value = double.NaN, double Usual = double.NaN);

/// <summary>What a part of a forecast stands for.</summary>
public enum ComponentKind
{
    /// <summary>Sales of an open day of late.</summary>
    Level,

    /// <summary>What the weekday sells beside the level, of late.</summary>
    Weekday,

    /// <summary>Season, trend and holidays: what the model expects with all drivers as usual, beside level and weekday.</summary>
    Calendar,

    /// <summary>A driver that is not as usual.</summary>
    Driver,

    /// <summary>What the parts before, each on its own, do not explain; 0 but for a part that cannot be told apart.</summary>
    Rest,
}

/// <summary>How the forecast of a day is made.</summary>
/// <param name="Date">The day.</param>
/// <param name="Mean">Expected sales, bottles.</param>
/// <param name="Components">Parts that add up to <paramref name="Mean"/>, in the order in which they were put in.</param>
public sealed record ExplainedDay(DateOnly Date, double Mean, IReadOnlyList<ForecastComponent> Components);

/// <summary>
/// Explains forecasts by ordered replacement: all drivers are set to what is usual for the item, then put back to what they will be, one after the other
/// in their order, and each is charged with the change of the model's forecast. The sum of those changes is exactly the difference of the first and the
/// last forecast, whatever the model. The forecast with usual drivers is split into the level and the weekday of the last eight weeks, and the rest of it,
/// which is season, trend and holidays. An effect of two drivers together goes to the one that comes later.
/// </summary>
public static class ForecastExplanation
{
    private const int LevelDays = 56;
    private const int UsualDays = 182;

    /// <summary>Explains the forecast of one series.</summary>
    /// <param name="model">The model.</param>
    /// <param name="history">What is known.</param>
    /// <param name="series">Index of the series.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>One entry per day of the horizon.</returns>
    public static IReadOnlyList<ExplainedDay> Of(ForecastModel model, History history, int series, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(history);
        var horizon = model.Manifest.Horizon;
        var usual = Enumerable.Range(0, history.Drivers.Count).Select(driver => UsualOf(history, driver, series)).ToArray();
        int[] moved = [.. Enumerable.Range(0, usual.Length).Where(driver => IsMoved(history, driver, series, usual[driver], horizon))];
        var forecasts = new SeriesForecast[moved.Length + 1];
        for (var known = 0; known <= moved.Length; known++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var replaced = moved[known..];
            forecasts[known] = model.Forecast(
                replaced.Length == 0 ? history : history.WithAhead(Usual(history, series, replaced, usual, horizon)), series);
        }

        var (level, weekdays) = LevelOf(history, series);
        return [.. Enumerable.Range(0, horizon).Select(step => Explain(history, series, step, level, weekdays, moved, usual, forecasts))];
    }

    private static ExplainedDay Explain(
        History history, int series, int step, double level, double[] weekdays, int[] moved, double[] usual, SeriesForecast[] forecasts)
    {
        var day = history.Origin + step;
        var date = history.DateOf(day);
        var weekday = weekdays[(int)date.DayOfWeek];
        var components = new List<ForecastComponent>
        {
            new(ComponentKind.Level, null, level),
            new(ComponentKind.Weekday, null, weekday),
            new(ComponentKind.Calendar, history.HolidayOn(series, day), forecasts[0].Mean(step) - level - weekday),
        };
        for (var known = 0; known < moved.Length; known++)
        {
            var driver = moved[known];
            components.Add(new ForecastComponent(
                ComponentKind.Driver,
                history.Drivers[driver].Name,
                forecasts[known + 1].Mean(step) - forecasts[known].Mean(step),
                history.DriverOn(driver, series, day),
                usual[driver]));
        }

        var mean = forecasts[^1].Mean(step);
        components.Add(new ForecastComponent(ComponentKind.Rest, null, mean - components.Sum(component => component.Amount)));
        return new ExplainedDay(date, mean, components);
    }

    /// <summary>The driver's usual value: the median of the last half year, or the level of most of its days; NaN when it was never known.</summary>
    private static double UsualOf(History history, int driver, int series)
    {
        var values = new List<double>();
        for (var day = Math.Max(history.FirstDay(series), history.Origin - UsualDays); day < history.Origin; day++)
        {
            if (history.DriverOn(driver, series, day) is var value && !double.IsNaN(value) && (history.Drivers[driver].Role == DriverRole.Open || history.IsOpen(series, day)))
            {
                values.Add(value);
            }
        }

        if (history.Drivers[driver].Role != DriverRole.Ordinary)
        {
            return 1;
        }

        if (values.Count == 0)
        {
            return double.NaN;
        }

        if (history.Drivers[driver].Kind == DriverKind.Category)
        {
            return values.GroupBy(value => value).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).First().Key;
        }

        values.Sort();
        return values[values.Count / 2];
    }

    private static bool IsMoved(History history, int driver, int series, double usual, int horizon) =>
        !double.IsNaN(usual) && Enumerable.Range(history.Origin, horizon).Any(day => !history.DriverOn(driver, series, day).Equals(usual));

    private static DriverSet Usual(History history, int series, int[] drivers, double[] usual, int horizon) => WhatIf.SetOf(
        history.Drivers,
        drivers.SelectMany(driver => Enumerable.Range(history.Origin, horizon).Select(day => KeyValuePair.Create((driver, history.Items[series], history.DateOf(day)), usual[driver]))));

    /// <summary>Mean sales of an open day of the last weeks, and what each weekday sells beside it; 0 for a weekday that was never open.</summary>
    private static (double Level, double[] Weekdays) LevelOf(History history, int series)
    {
        var daily = history.Daily(series);
        var first = Math.Max(0, daily.Length - LevelDays);
        var days = Enumerable.Range(first, daily.Length - first)
            .Where(index => !double.IsNaN(daily[index]))
            .Select(index => (Weekday: history.DateOf(history.Origin - daily.Length + index).DayOfWeek, Sales: daily[index]))
            .ToList();
        var level = days.Count == 0 ? 0 : days.Average(day => day.Sales);
        var weekdays = new double[7];
        foreach (var group in days.GroupBy(day => day.Weekday))
        {
            weekdays[(int)group.Key] = group.Average(day => day.Sales) - level;
        }

        return (level, weekdays);
    }
}
