using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Metrics;

namespace IowaSales.Benchmarks.Protocols;

/// <summary>One way to measure accuracy: which sales, from which origins, how many days, which days count.</summary>
/// <param name="Key">The letter it is called by.</param>
/// <param name="Title">What it is, in words.</param>
/// <param name="File">File of sales in the data folder.</param>
/// <param name="Horizon">Days to forecast.</param>
/// <param name="Windows">Number of weekly origins, the last ones.</param>
/// <param name="Scored">Which days count.</param>
internal sealed record AccuracyProtocol(char Key, string Title, string File, int Horizon, int Windows, ScoredDays Scored)
{
    /// <summary>Distinct dates to drop at the end before anything else.</summary>
    public int DatesDropped { get; init; }

    /// <summary>The protocols that have actual sales to score against.</summary>
    public static IReadOnlyList<AccuracyProtocol> All { get; } =
    [
        new('A', "five products, the replaced system's own window", "iowa_sales.csv", 7, 1, ScoredDays.Reported) { DatesDropped = 7 },
        new('C', "five products, the last 26 weekly origins", "iowa_sales.csv", 7, 26, ScoredDays.Reported),
        new('D', "five hundred products, the last 8 weekly origins", "iowa_top500_2020_2022h1.csv.gz", 7, 8, ScoredDays.Trading),
        new('E', "111 cash machines, horizon 56, one origin", "nn5_daily.csv.gz", 56, 1, ScoredDays.Trading),
    ];

    /// <summary>Reads the sales.</summary>
    /// <param name="folder">The data folder.</param>
    public SalesPanel Read(string folder)
    {
        var panel = ProtocolData.Read(Path.Combine(folder, File));
        if (DatesDropped == 0)
        {
            return panel;
        }

        var dates = new SortedSet<int>();
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            dates.UnionWith(panel.Rows(series).Days.ToArray());
        }

        return panel.Before(dates.Reverse().ElementAt(DatesDropped - 1));
    }
}
