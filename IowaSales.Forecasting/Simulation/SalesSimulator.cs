using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Simulation;

/// <summary>
/// Makes daily sales of five products with the shape of the real ones: working days only, holidays that move the days around them, a
/// weekly shape per product, slow trend and yearly season, promotions, and noise in proportion to the level. Only additions,
/// multiplications and divisions are used, so the same seed gives the same bottles on every machine.
/// </summary>
public static class SalesSimulator
{
    private const double SharedNoise = 0.13;
    private const double WeekNoise = 0.04;
    private const double SpikeChance = 0.012;
    private const int CaseOfBottles = 6;

    /// <summary>Simulates.</summary>
    /// <param name="options">What to simulate.</param>
    /// <returns>The sales, whole bottles.</returns>
    /// <exception cref="ArgumentException">The last day is before the first, or no day of the range is open.</exception>
    public static SalesPanel Simulate(SimulationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Through < options.From)
        {
            throw new ArgumentException(
                $"The last day {options.Through:yyyy-MM-dd} is before the first, {options.From:yyyy-MM-dd}.", nameof(options));
        }

        var calendar = new SplitMixRandom(options.Seed, "calendar");
        var days = ShippingCalendar.Between(options.From, options.Through, calendar).ToArray();
        var shared = new SplitMixRandom(options.Seed, "days");
        var dayFactors = Array.ConvertAll(days, _ => 1 + (SharedNoise * shared.Normal()));
        var builder = new SalesPanelBuilder();
        foreach (var profile in ProductProfile.Bundled)
        {
            AddProduct(builder, profile, days, dayFactors, new SplitMixRandom(options.Seed, profile.Name));
        }

        return builder.RowCount > 0
            ? builder.Build()
            : throw new ArgumentException(
                $"No day from {options.From:yyyy-MM-dd} to {options.Through:yyyy-MM-dd} is a working day.", nameof(options));
    }

    private static void AddProduct(
        SalesPanelBuilder builder, ProductProfile profile, ShippingDay[] days, double[] dayFactors, SplitMixRandom random)
    {
        var weekFactor = 1.0;
        for (var i = 0; i < days.Length; i++)
        {
            if (i == 0 || days[i].Date.DayOfWeek == DayOfWeek.Monday)
            {
                weekFactor = 1 + (WeekNoise * random.Normal());
            }

            // Every day draws the same numbers, open or not, so that one closed day moves no later one.
            var noise = 1 + (profile.Noise * random.Normal());
            var spike = random.Chance(SpikeChance) ? random.Between(1.25, 1.7) : 1;
            var absent = random.Chance(0.3);
            var day = days[i];
            if (day.Closed || (day.Scattered && absent))
            {
                continue;
            }

            var level = profile.LevelOn(day.Date, days[0].Date);
            var expected = level * profile.Weekdays[day.Weekday] * day.Share;
            var bottles = day.Scattered
                ? CaseOfBottles * Math.Round(expected * noise / CaseOfBottles)
                : Math.Round(expected * weekFactor * Math.Max(0.25, dayFactors[i] * noise) * spike);
            if (bottles > 0)
            {
                builder.Add(day.Date, profile.Name, bottles);
            }
        }
    }
}
