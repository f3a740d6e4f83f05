using System.Globalization;
using IowaSales.Forecasting.Data.Drivers;

namespace IowaSales.Forecasting.Data.Quality;

/// <summary>Looks through the drivers and attributes of a panel before anything is learnt from them.</summary>
public static class DriverScan
{
    private const int MaxNames = 20;

    /// <summary>Looks through them.</summary>
    /// <param name="panel">The sales with their drivers.</param>
    /// <returns>The report.</returns>
    public static DriverQualityReport Of(SalesPanel panel)
    {
        ArgumentNullException.ThrowIfNull(panel);
        var set = panel.Drivers;
        return new DriverQualityReport(
            [.. Enumerable.Range(0, set.Drivers.Count).Select(driver => ReportOf(panel, driver))],
            [.. set.Attributes.Select(attribute => ReportOf(panel, attribute))],
            ItemsWithoutSales(panel, Enumerable.Range(0, set.Drivers.Count).SelectMany(set.ItemsOf)),
            ItemsWithoutSales(panel, set.Attributes.SelectMany(attribute => attribute.Items)));
    }

    private static string[] ItemsWithoutSales(SalesPanel panel, IEnumerable<string> items) =>
        [.. items.Where(item => panel.IndexOf(item) < 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static DriverQuality ReportOf(SalesPanel panel, int index)
    {
        var set = panel.Drivers;
        var driver = set.Drivers[index];
        var (past, ahead) = (new HashSet<double>(), new HashSet<double>());
        var (from, through) = (int.MaxValue, int.MinValue);
        foreach (var item in set.ItemsOf(index).Prepend(null))
        {
            var runs = set.RunsOf(index, item).ToList();
            for (var run = 0; run + 1 < runs.Count; run++)
            {
                if (double.IsNaN(runs[run].Value))
                {
                    continue;
                }

                (from, through) = (Math.Min(from, runs[run].From.DayNumber), Math.Max(through, runs[run + 1].From.DayNumber - 1));
                if (runs[run].From <= panel.LastDate)
                {
                    past.Add(runs[run].Value);
                }

                if (runs[run + 1].From > panel.LastDate.AddDays(1))
                {
                    ahead.Add(runs[run].Value);
                }
            }
        }

        var (gaps, firstGap) = GapsOf(panel, index);
        var all = past.Concat(ahead).ToArray();
        return new DriverQuality(driver.Name, driver.Kind == DriverKind.Numeric ? "number" : "category", FillOf(driver))
        {
            Min = driver.Kind == DriverKind.Numeric && all.Length > 0 ? all.Min() : null,
            Max = driver.Kind == DriverKind.Numeric && all.Length > 0 ? all.Max() : null,
            Levels = driver.Levels,
            From = from == int.MaxValue ? null : DateOnly.FromDayNumber(from),
            Through = from == int.MaxValue ? null : DateOnly.FromDayNumber(through),
            Constant = past.Count == 1 && ahead.IsSubsetOf(past),
            NewLevels = driver.Kind == DriverKind.Category && past.Count > 0
                ? [.. ahead.Except(past).Select(level => driver.Levels[(int)level]).Order(StringComparer.Ordinal).Take(MaxNames)]
                : [],
            RowsWithout = gaps,
            FirstWithout = firstGap,
        };
    }

    /// <summary>Rows of sales on a day on which the driver is not known, and the first of them.</summary>
    private static (long Count, string? First) GapsOf(SalesPanel panel, int driver)
    {
        var drivers = panel.OwnDrivers!;
        var gaps = 0L;
        (DateOnly Date, string Item)? first = null;
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            foreach (var day in panel.Rows(series).Days)
            {
                var date = panel.DateOf(day);
                if (double.IsNaN(drivers.At(driver, series, date.DayNumber, int.MaxValue)))
                {
                    gaps++;
                    first = first is null || date < first.Value.Date ? (date, panel.Items[series]) : first;
                }
            }
        }

        return (gaps, first is { } gap ? string.Create(CultureInfo.InvariantCulture, $"{gap.Item} on {gap.Date:yyyy-MM-dd}") : null);
    }

    private static string? FillOf(Driver driver) => driver.Fill switch
    {
        DriverFill.Last => "last",
        DriverFill.Default => driver.Kind == DriverKind.Category ? driver.Levels[(int)driver.Default] : driver.Default.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    private static AttributeQuality ReportOf(SalesPanel panel, ItemAttribute attribute)
    {
        double[] values = [.. panel.Items.Select(attribute.ValueOf).Where(value => !double.IsNaN(value))];
        var numeric = attribute.Kind == DriverKind.Numeric;
        return new AttributeQuality(attribute.Name, numeric ? "number" : "category", values.Length, panel.SeriesCount - values.Length)
        {
            Min = numeric && values.Length > 0 ? values.Min() : null,
            Max = numeric && values.Length > 0 ? values.Max() : null,
            Levels = attribute.Levels,
            Constant = values.Distinct().Count() == 1 && panel.SeriesCount > 1,
        };
    }
}
