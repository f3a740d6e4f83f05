using IowaSales.Forecasting.Data.Drivers;

namespace IowaSales.Storage.Import;

/// <summary>How newer drivers and attributes meet those in force, counted by value: of a driver, item (or all items) and day, or of an attribute and item.</summary>
/// <param name="Added">Values where there was none.</param>
/// <param name="Changed">Values that replace another.</param>
/// <param name="Unchanged">Values that state what is in force.</param>
public sealed record DriverChanges(long Added, long Changed, long Unchanged)
{
    /// <summary>Counts.</summary>
    /// <param name="inForce">What is in force.</param>
    /// <param name="newer">What comes in, of the same types.</param>
    internal static DriverChanges Between(DriverSet inForce, DriverSet newer)
    {
        var (added, changed, unchanged) = (0L, 0L, 0L);
        foreach (var (before, after) in ValuesOf(inForce, newer).Concat(AttributesOf(inForce, newer)))
        {
            added += before is null ? 1 : 0;
            unchanged += before == after ? 1 : 0;
            changed += before is not null && before != after ? 1 : 0;
        }

        return new DriverChanges(added, changed, unchanged);
    }

    /// <summary>First and last day of which a set states something; null for none.</summary>
    internal static (DateOnly First, DateOnly Last)? DaysOf(DriverSet set)
    {
        var days = Enumerable.Range(0, set.Drivers.Count)
            .SelectMany(driver => set.ItemsOf(driver).Prepend(null).Select(item => set.RunsOf(driver, item).ToList()))
            .Where(runs => runs.Count > 0)
            .Select(runs => (runs[0].From, Last: runs[^1].From.AddDays(-1)))
            .ToList();
        return days.Count == 0 ? null : (days.Min(day => day.From), days.Max(day => day.Last));
    }

    private static IEnumerable<(string? Before, string After)> ValuesOf(DriverSet inForce, DriverSet newer)
    {
        for (var driver = 0; driver < newer.Drivers.Count; driver++)
        {
            var known = inForce.IndexOf(newer.Drivers[driver].Name);
            foreach (var item in newer.ItemsOf(driver).Prepend(null))
            {
                var runs = newer.RunsOf(driver, item).ToList();
                var own = known < 0 ? [] : inForce.RunsOf(known, item).ToList();
                for (var run = 0; run + 1 < runs.Count; run++)
                {
                    for (var day = runs[run].From; !double.IsNaN(runs[run].Value) && day < runs[run + 1].From; day = day.AddDays(1))
                    {
                        yield return (known < 0 ? null : TextOf(inForce.Drivers[known], At(own, day)), TextOf(newer.Drivers[driver], runs[run].Value)!);
                    }
                }
            }
        }
    }

    private static IEnumerable<(string? Before, string After)> AttributesOf(DriverSet inForce, DriverSet newer) =>
        from attribute in newer.Attributes
        let known = inForce.Attributes.FirstOrDefault(other => other.Name == attribute.Name)
        from item in attribute.Items
        select (known?.TextOf(item), attribute.TextOf(item)!);

    private static double At(List<(DateOnly From, double Value)> runs, DateOnly day)
    {
        var (low, high) = (0, runs.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = runs[middle].From <= day ? (middle + 1, high) : (low, middle);
        }

        return low == 0 ? double.NaN : runs[low - 1].Value;
    }

    private static string? TextOf(Driver driver, double value) => double.IsNaN(value) ? null
        : driver.Kind == DriverKind.Category ? driver.Levels[(int)value]
        : value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
