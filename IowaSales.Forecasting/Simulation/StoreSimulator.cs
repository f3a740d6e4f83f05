using System.Globalization;
using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Simulation;

/// <summary>
/// Makes a panel of stores and items of any size, series by series, from the days and the products of <see cref="SalesSimulator"/>. A store gets its delivery
/// on one weekday; each order holds an item with a chance of its own, in whole packs. Most items are ordered a few times a year and few of them nearly every
/// week, some are listed late or dropped early, as in the real panel. Each series draws numbers of its own, so that a larger panel holds the smaller ones.
/// </summary>
public static class StoreSimulator
{
    /// <summary>Items of a store.</summary>
    private const int ItemsPerStore = 300;

    /// <summary>Items of the warehouse: a prime, so that the steps below never meet the same item twice in a store.</summary>
    private const int Items = 3989;

    private const double MaxChance = 0.5;
    private const double LateShare = 0.25;
    private const double DroppedShare = 0.15;
    private const double SharedNoise = 0.13;
    private const double SizeNoise = 0.3;

    private static readonly int[] Packs = [1, 3, 6, 12];

    /// <summary>Simulates. Nothing but the series at hand is in memory.</summary>
    /// <param name="options">Days and seed.</param>
    /// <param name="series">Number of series, above 0.</param>
    /// <returns>The series, by store, each with at least one sale.</returns>
    /// <exception cref="ArgumentException">The last day is before the first, or no day of the range is open.</exception>
    public static IEnumerable<StoreSales> Simulate(SimulationOptions options, int series)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(series, 1);
        var days = ShippingCalendar.Between(options.From, options.Through, new SplitMixRandom(options.Seed, "calendar")).ToArray();
        var shared = new SplitMixRandom(options.Seed, "days");
        var factors = Array.ConvertAll(days, _ => Math.Max(0.25, 1 + (SharedNoise * shared.Normal())));
        int[][] routes =
        [
            .. Enumerable.Range(0, 5)
                .Select(weekday => Enumerable.Range(0, days.Length).Where(i => !days[i].Closed && !days[i].Scattered && days[i].Weekday == weekday).ToArray())
                .Where(route => route.Length > 0),
        ];
        if (routes.Length == 0)
        {
            throw new ArgumentException($"No day from {options.From:yyyy-MM-dd} to {options.Through:yyyy-MM-dd} is a working day.", nameof(options));
        }

        double[][] levels = [.. ProductProfile.Bundled.Select(profile => Array.ConvertAll(days, day => profile.LevelOn(day.Date, days[0].Date) / profile.DailyLevel * Math.Min(1, day.Share)))];
        return Enumerable.Range(0, series).Select(index => Of(index, options.Seed, days, factors, routes, levels));
    }

    private static StoreSales Of(int index, int seed, ShippingDay[] days, double[] factors, int[][] routes, double[][] levels)
    {
        var (number, place) = Math.DivRem(index, ItemsPerStore);
        var item = ((place * 13) + (number * 7)) % Items;
        var (store, name) = (Text(2000 + number), Text(10_000 + item));
        var ofStore = new SplitMixRandom(seed, store);
        var route = routes[(int)(ofStore.Uniform() * routes.Length)];
        var size = ofStore.Between(0.5, 2);
        var random = new SplitMixRandom(seed, $"{store}|{name}");
        var rare = random.Uniform();
        var chance = MaxChance * rare * rare * rare * rare * rare;
        var pack = Packs[(int)(random.Uniform() * Packs.Length)];
        var packs = size * random.Between(0.5, 3);
        var from = random.Chance(LateShare) ? (int)(random.Uniform() * route.Length) : 0;
        var to = random.Chance(DroppedShare) ? from + 1 + (int)(random.Uniform() * (route.Length - from)) : route.Length;
        var certain = from + (int)(random.Uniform() * (to - from));
        var (dates, bottles) = (new List<DateOnly>(), new List<int>());
        for (var i = from; i < to; i++)
        {
            var day = route[i];
            if (random.Chance(chance * levels[item % levels.Length][day]) || (i == certain && dates.Count == 0))
            {
                dates.Add(days[day].Date);
                bottles.Add(pack * Math.Max(1, (int)Math.Round(packs * factors[day] * (1 + (SizeNoise * random.Normal())))));
            }
        }

        return new StoreSales(store, name, dates, bottles);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Simulated sales of an item in a store.</summary>
/// <param name="Store">Number of the store.</param>
/// <param name="Item">Number of the item.</param>
/// <param name="Dates">Days with a sale, ascending; at least one.</param>
/// <param name="Bottles">Bottles sold on each of them, above 0.</param>
public sealed record StoreSales(string Store, string Item, IReadOnlyList<DateOnly> Dates, IReadOnlyList<int> Bottles);
