using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Models.GradientBoosting;
using IowaSales.Forecasting.Models.WeekdayProfiles;
using IowaSales.Forecasting.Numerics;

namespace IowaSales.Benchmarks.Pretraining;

/// <summary>
/// Examples for pre-trained trees. The series of a large panel are dealt into small panels, as those are that the trees will be applied to: what
/// a small panel has in common, its weekday shape and its calendar are noisier than a large one's.
/// </summary>
internal static class PretrainingTable
{
    private static readonly int[] PanelSizes = [2, 5, 10, 20, 40];

    private static readonly int[] Horizons = [7, 28, 56];

    /// <summary>
    /// Features of the calendar (weekday, place in the month, holidays, open days of the week), of the month and of the year before: trees that
    /// split by them forecast the habits of the years they were grown on.
    /// </summary>
    public static readonly BoostingFeature[] HiddenFeatures =
    [
        .. Between(BoostingFeature.Weekday, BoostingFeature.OpenDaysOfWeekBefore), .. Between(BoostingFeature.PartOfMonth, BoostingFeature.LastYearWeeks),
    ];

    /// <summary>The examples of one data set.</summary>
    /// <param name="panel">The sales.</param>
    /// <param name="items">The items to learn from.</param>
    /// <param name="examples">Examples, at most about so many.</param>
    /// <param name="hidden">Features that are set to 0.</param>
    /// <param name="seed">Seed of the dealing.</param>
    public static TrainingTable Of(SalesPanel panel, IReadOnlyList<string> items, int examples, IReadOnlyList<BoostingFeature> hidden, int seed)
    {
        var (features, labels) = (new List<float>(), new List<float>());
        var random = new SplitMixRandom(seed, "panels of a pre-training");
        string[] dealt = [.. items.OrderBy(_ => random.Uniform())];
        for (var (first, number) = (0, 0); first < dealt.Length; number++)
        {
            var size = Math.Min(PanelSizes[number % PanelSizes.Length], dealt.Length - first);
            var history = History.Of(Subset(panel, dealt.AsSpan(first, size)));
            var share = (int)((long)examples * size / dealt.Length);
            var table = ExampleTable.Of(
                history, WeekdayShape.Of(history), Horizons[number % Horizons.Length], share, CancellationToken.None);
            features.AddRange(table.Features);
            labels.AddRange(table.Labels);
            first += size;
        }

        var rows = features.ToArray();
        for (var row = 0; row < labels.Count; row++)
        {
            foreach (var feature in hidden)
            {
                rows[(row * ExampleBuilder.Width) + (int)feature] = 0;
            }
        }

        return new TrainingTable(ExampleBuilder.Width, rows, [.. labels], [.. Enumerable.Repeat(1f, labels.Count)]);
    }

    /// <summary>All examples of several tables.</summary>
    public static TrainingTable Joined(IReadOnlyList<TrainingTable> tables) => new(
        ExampleBuilder.Width,
        [.. tables.SelectMany(table => table.Features)],
        [.. tables.SelectMany(table => table.Labels)],
        [.. tables.SelectMany(table => table.Weights)]);

    private static BoostingFeature[] Between(BoostingFeature first, BoostingFeature last) =>
        [.. Enum.GetValues<BoostingFeature>().Where(feature => feature >= first && feature <= last)];

    private static SalesPanel Subset(SalesPanel panel, ReadOnlySpan<string> items)
    {
        var builder = new SalesPanelBuilder();
        foreach (var item in items)
        {
            var rows = panel.Rows(panel.IndexOf(item));
            for (var i = 0; i < rows.Count; i++)
            {
                builder.Add(panel.DateOf(rows.Days[i]), item, rows.Values[i]);
            }
        }

        return builder.Build();
    }
}
