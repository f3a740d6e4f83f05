using System.Globalization;
using IowaSales.Api.Serving;
using IowaSales.Contracts;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Drivers;

namespace IowaSales.Api.Items;

/// <summary>Puts the drivers of an item into the contract's words.</summary>
internal static class DriversOfItem
{
    /// <summary>All drivers, from the first day of the data to the last of the horizon, with fills as the forecast sees them.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="series">Index of the series.</param>
    public static ItemDrivers Of(ForecastSnapshot snapshot, int series)
    {
        var history = snapshot.ChampionForecasts.History;
        var days = history.Origin + snapshot.Horizon;
        return new ItemDrivers(
            history.Items[series],
            history.DateOf(0),
            history.DateOf(days - 1),
            [.. history.Drivers.Select((driver, index) => new ItemDriver(
                driver.Name, driver.Kind == DriverKind.Category ? "category" : "number", driver.Levels, RunsOf(history, driver, index, series, days)))]);
    }

    private static List<DriverRun> RunsOf(History history, Driver driver, int index, int series, int days)
    {
        var runs = new List<DriverRun>();
        for (var day = 0; day < days; day++)
        {
            var value = TextOf(driver, history.DriverOn(index, series, day));
            if (runs.Count == 0 || runs[^1].Value != value)
            {
                runs.Add(new DriverRun(history.DateOf(day), value));
            }
        }

        return runs;
    }

    private static string? TextOf(Driver driver, double value) => double.IsNaN(value) ? null
        : driver.Kind == DriverKind.Category ? driver.Levels[(int)value]
        : value.ToString(CultureInfo.InvariantCulture);
}
