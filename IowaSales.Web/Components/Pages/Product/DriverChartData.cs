using System.Globalization;
using IowaSales.Contracts;
using IowaSales.Web.Components.Charts;

namespace IowaSales.Web.Components.Pages.Product;

/// <summary>What <c>js/charts/drivers.js</c> draws: a row for each driver over the days of the sales above it.</summary>
/// <param name="Rows">The drivers.</param>
/// <param name="Range">The days in view.</param>
/// <param name="Through">Last day with sales.</param>
/// <param name="To">Last day forecast.</param>
internal sealed record DriverChartData(IReadOnlyList<DriverRow> Rows, DayWindow Range, DateOnly Through, DateOnly To)
{
    /// <summary>Most drivers drawn; height of the chart for each, pixels.</summary>
    public const int MaxRows = 5;

    /// <summary>Puts drivers beside the days in view.</summary>
    /// <param name="drivers">The drivers of the product.</param>
    /// <param name="range">The days in view.</param>
    /// <param name="through">Last day with sales.</param>
    public static DriverChartData From(ItemDrivers drivers, DayWindow range, DateOnly through) => new(
        [.. drivers.Drivers.Take(MaxRows).Select(driver => new DriverRow(
            driver.Name,
            driver.Levels,
            [.. driver.Runs.Select(run => new DriverPoint(run.From, NumberOf(driver, run.Value)))]))],
        range,
        through,
        drivers.To);

    private static double? NumberOf(ItemDriver driver, string? value) => value is null ? null
        : driver.Levels.Count > 0 ? driver.Levels.Index().First(level => level.Item == value).Index
        : double.Parse(value, CultureInfo.InvariantCulture);
}

/// <summary>One driver.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Levels">Levels of a category, which the values count; empty for a number.</param>
/// <param name="Runs">Its values: each holds until the next.</param>
internal sealed record DriverRow(string Name, IReadOnlyList<string> Levels, IReadOnlyList<DriverPoint> Runs);

/// <summary>A value and its first day.</summary>
/// <param name="From">The day.</param>
/// <param name="Value">The value; null where none is known.</param>
internal sealed record DriverPoint(DateOnly From, double? Value);
