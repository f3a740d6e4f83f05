using IowaSales.Benchmarks.Protocols;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Numerics;

namespace IowaSales.Benchmarks.Selection;

/// <summary>The data sets of the nested validation, and which are for choosing and which for reporting.</summary>
/// <param name="data">The folder of the protocols' data.</param>
/// <param name="bench">The folder of the tasks with drivers; only their sales are read.</param>
internal sealed class SelectionSets(string data, string bench)
{
    private static readonly DateOnly[] FaultyDays = [new(2016, 8, 29), new(2016, 8, 30), new(2016, 8, 31), new(2017, 10, 31)];

    private static readonly string[] IowaFiles = ["product_day_2012_2014.parquet", "product_day_2015_2017.parquet"];

    private readonly Dictionary<string, SalesPanel> _read = new(StringComparer.Ordinal);

    /// <summary>All sets.</summary>
    public IReadOnlyList<SelectionSet> All =>
    [
        new("iowa2013-5", SelectionRole.Choose, () => Draws(Iowa(2012, 2013), first: 0, last: 100, size: 5, draws: 8, seed: 1), 7, 26, 7, ScoredDays.Trading),
        new("iowa2016-5", SelectionRole.Choose, () => Draws(Iowa(2015, 2016), first: 0, last: 100, size: 5, draws: 8, seed: 2), 7, 26, 7, ScoredDays.Trading),
        new("iowa2014-20", SelectionRole.Choose, () => Draws(Iowa(2012, 2014), first: 0, last: 400, size: 20, draws: 2, seed: 3), 28, 6, 28, ScoredDays.Trading),
        new("top500-5", SelectionRole.Choose, () => Draws(Top500(back: 56), first: 0, last: 100, size: 5, draws: 8, seed: 4), 7, 26, 7, ScoredDays.Trading),
        new("top500-100-back", SelectionRole.Choose, () => Some(Top500(back: 56), every: 5), 7, 8, 7, ScoredDays.Trading),
        new("nn5-back", SelectionRole.Choose, () => Whole(Read("nn5_daily.csv.gz"), back: 112), 56, 2, 56, ScoredDays.Trading),
        new("restaurant-back", SelectionRole.Choose, () => Some(Bench("restaurant_a"), every: 4, back: 224), 28, 3, 28, ScoredDays.Reported),
        new("rossmann-back", SelectionRole.Choose, () => Some(Bench("rossmann"), every: 20, back: 480), 48, 3, 49, ScoredDays.Reported),
        new("italy-back", SelectionRole.Choose, () => Some(Bench("italy"), every: 2, back: 280), 28, 4, 28, ScoredDays.Reported),
        new("m5-back", SelectionRole.Choose, () => Some(Bench("m5_ca1"), every: 3, back: 112), 28, 4, 28, ScoredDays.Reported),
        new("five", SelectionRole.Report, () => Whole(Read("iowa_sales.csv")), 7, 26, 7, ScoredDays.Reported),
        new("iowa2017-5", SelectionRole.Report, () => Draws(Iowa(2015, 2017), first: 0, last: 100, size: 5, draws: 8, seed: 5), 7, 26, 7, ScoredDays.Trading),
        new("iowa2017-20", SelectionRole.Report, () => Draws(Iowa(2015, 2017), first: 0, last: 400, size: 20, draws: 2, seed: 6), 7, 26, 7, ScoredDays.Trading),
        new("top500-20", SelectionRole.Report, () => Draws(Top500(), first: 100, last: 500, size: 20, draws: 2, seed: 7), 7, 26, 7, ScoredDays.Trading),
        new("top500-100", SelectionRole.Report, () => Some(Top500(), every: 5), 7, 8, 7, ScoredDays.Trading),
        new("nn5", SelectionRole.Report, () => Whole(Read("nn5_daily.csv.gz")), 56, 1, 56, ScoredDays.Trading),
        new("restaurant", SelectionRole.Report, () => Some(Bench("restaurant_a"), every: 4, offset: 1), 28, 4, 28, ScoredDays.Reported),
        new("rossmann", SelectionRole.Report, () => Some(Bench("rossmann"), every: 20, offset: 1), 48, 4, 49, ScoredDays.Reported),
        new("italy", SelectionRole.Report, () => Some(Bench("italy"), every: 2, offset: 1), 28, 4, 28, ScoredDays.Reported),
        new("m5", SelectionRole.Report, () => Some(Bench("m5_ca1"), every: 3, offset: 1), 28, 4, 28, ScoredDays.Reported),
    ];

    private static Task<IReadOnlyList<SalesPanel>> Whole(SalesPanel panel, int back = 0) =>
        Task.FromResult<IReadOnlyList<SalesPanel>>([panel.Before(panel.DayCount - back)]);

    private static async Task<IReadOnlyList<SalesPanel>> Some(Task<SalesPanel> reading, int every, int offset = 0, int back = 0)
    {
        var panel = await reading;
        var chosen = panel.Items.Where((_, index) => index % every == offset).ToHashSet(StringComparer.Ordinal);
        return [Subset(panel, chosen, panel.DayCount - back)];
    }

    private static async Task<IReadOnlyList<SalesPanel>> Draws(Task<SalesPanel> reading, int first, int last, int size, int draws, int seed)
    {
        var panel = await reading;
        var bySize = Enumerable.Range(0, panel.SeriesCount)
            .OrderByDescending(series => Total(panel, series))
            .Skip(first)
            .Take(last - first)
            .Select(series => panel.Items[series])
            .ToList();
        var random = new SplitMixRandom(seed, "series of a draw");
        var panels = new List<SalesPanel>();
        for (var draw = 0; draw < draws; draw++)
        {
            var chosen = new HashSet<string>(StringComparer.Ordinal);
            while (chosen.Count < size)
            {
                chosen.Add(bySize[(int)(random.Uniform() * bySize.Count)]);
            }

            panels.Add(Subset(panel, chosen, panel.DayCount));
        }

        return panels;
    }

    /// <summary>Some items of a panel, which keep the first date, up to a day.</summary>
    private static SalesPanel Subset(SalesPanel panel, HashSet<string> items, int days)
    {
        var builder = new SalesPanelBuilder();
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            if (items.Contains(panel.Items[series]))
            {
                var rows = panel.DemandBefore(series, days);
                for (var i = 0; i < rows.Count; i++)
                {
                    builder.Add(panel.DateOf(rows.Days[i]), panel.Items[series], rows.Values[i]);
                }
            }
        }

        return builder.Build();
    }

    private static double Total(SalesPanel panel, int series)
    {
        var sum = 0.0;
        foreach (var value in panel.Rows(series).Values)
        {
            sum += value;
        }

        return sum;
    }

    private SalesPanel Read(string file) => Cached(file, () => ProtocolData.Read(Path.Combine(data, file)));

    /// <summary>The 500 products of 2020 to 2022.</summary>
    /// <param name="back">Days to leave out at the end.</param>
    public Task<SalesPanel> Top500(int back = 0)
    {
        var panel = Read("iowa_top500_2020_2022h1.csv.gz");
        return Task.FromResult(panel.Before(panel.DayCount - back));
    }

    private Task<SalesPanel> Bench(string name) => CachedAsync(
        name, () => PanelParquet.ReadAsync([Path.Combine(bench, name, "sales.parquet")], "item_name", "total_amount_sold"));

    /// <summary>Every product of the state over some years. On four faulty days the bottles are what was paid by the price.</summary>
    public Task<SalesPanel> Iowa(int from, int to) => CachedAsync(
        $"iowa{from}-{to}",
        () => PanelParquet.ReadAsync(
            [.. IowaFiles
                .Where((_, half) => half == 0 ? from <= 2014 : to >= 2015)
                .Select(file => Path.Combine(data, "iowa", file))],
            "item",
            "bottles",
            (date, bottles, usd, price) => FaultyDays.Contains(date) && price > 0 ? Math.Round(usd / price) : bottles,
            date => date.Year >= from && date.Year <= to));

    private SalesPanel Cached(string key, Func<SalesPanel> read)
    {
        if (!_read.TryGetValue(key, out var panel))
        {
            _read.Add(key, panel = read());
        }

        return panel;
    }

    private async Task<SalesPanel> CachedAsync(string key, Func<Task<SalesPanel>> read)
    {
        if (!_read.TryGetValue(key, out var panel))
        {
            _read.Add(key, panel = await read());
        }

        return panel;
    }
}
