using System.Buffers.Binary;
using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Training;
using IowaSales.Tests.Api;
using Xunit;

namespace IowaSales.Tests.Forecasting.Artifacts;

public sealed class ForecastColumnsTests : IDisposable
{
    private static readonly double[] Levels = [0.001, 0.1, 0.33, 0.5, 0.77, 0.9, 0.999];

    private readonly string _folder = Directory.CreateTempSubdirectory("columns-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_saved_model_holds_the_very_forecasts_that_it_makes()
    {
        var model = Save();
        Compare(model, ModelStore.Open(_folder).Forecasts!);
    }

    [Fact]
    public void Shared_distributions_of_rare_demand_come_back_as_they_were()
    {
        var model = RareModel();
        ModelStore.Save(model, _folder);
        var columns = ModelStore.Open(_folder).Forecasts!;

        Compare(model, columns);
        Assert.Contains(Enumerable.Range(0, columns.Count), series => columns.ForecastOf(series).Forecast.Parts.Units.Length > 0);
    }

    [Fact]
    public void Names_are_found_as_the_lookup_in_memory_finds_them()
    {
        string[] names = ["Straße", "kelvin", "Kelvin", "K", "SS", "a b", "ÄPFEL", "100% AGAVE"];
        var columns = ColumnsOf(names);
        var lookup = new ItemLookup(names);

        foreach (var text in names.Concat(["KELVIN", "\u212Aelvin", "k", "\u212A", "ss", "\u017Fs", "A  B ", " a b", "äpfel", "a\u0308pfel", "straße", "STRASSE", "nothing", "", "\uD800"]))
        {
            Assert.Equal(lookup.Find(text, out _), columns.Find(text));
        }
    }

    [Fact]
    public void Orders_are_by_name_then_by_volume_and_growth()
    {
        var model = Save();
        var columns = ModelStore.Open(_folder).Forecasts!;
        var set = model.Forecast();
        int[] byName = [.. Enumerable.Range(0, columns.Count).OrderBy(series => model.Panel.Items[series], StringComparer.Ordinal)];

        Assert.Equal(byName, columns.ByName);
        Assert.Equal(byName.OrderByDescending(series => set.Series[series].SumMean(7)), columns.ByVolume);
        Assert.Equal(byName.OrderByDescending(series => columns.SummaryOf(series).Change), columns.ByGrowth);
    }

    [Fact]
    public void A_summary_holds_totals_and_the_last_days()
    {
        var model = Save();
        var columns = ModelStore.Open(_folder).Forecasts!;
        var rows = model.Panel.Rows(0);
        var last = 0.0;
        for (var i = 0; i < rows.Count; i++)
        {
            last += rows.Days[i] >= model.Panel.DayCount - 7 ? rows.Values[i] : 0;
        }

        var summary = columns.SummaryOf(0);
        Assert.Equal(last, summary.Last, 6);
        Assert.Equal(model.Forecast().Series[0].SumQuantile(7, 0.9), summary.Upper);
        var recent = columns.RecentOf(0);
        Assert.Equal(28, recent.Count);
        Assert.Equal(rows.Values[^1], recent[^1]);
        Assert.Equal(8, recent.Count(day => day is null));
    }

    [Fact]
    public void A_model_whose_forecasts_are_missing_is_not_opened()
    {
        Save();
        File.Delete(Path.Combine(_folder, "forecasts.bin"));
        Assert.Contains("forecasts.bin", Assert.Throws<ModelArtifactException>(() => ModelStore.Open(_folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_columns_are_refused_or_give_numbers()
    {
        var content = ContentOf();
        var random = new Random(5);
        var refused = 0;
        for (var i = 0; i < 3000; i++)
        {
            var damaged = content.ToArray();
            var at = random.Next(damaged.Length);
            switch (random.Next(4))
            {
                case 0:
                    damaged = damaged[..at];
                    break;
                case 1:
                    damaged[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    random.NextBytes(damaged.AsSpan(at, Math.Min(random.Next(1, 40), damaged.Length - at)));
                    break;
                default:
                    BinaryPrimitives.WriteInt32LittleEndian(damaged.AsSpan(random.Next(Math.Min(200, damaged.Length - 4))), random.Next(2) == 0 ? int.MaxValue : random.Next());
                    break;
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                var columns = ForecastColumns.Open(ColumnSource.Of(damaged));
                columns.CheckAll();
                for (var series = 0; series < columns.Count; series++)
                {
                    Assert.True(double.IsFinite(columns.ForecastOf(series).Forecast.SumQuantile(columns.Horizon, 0.9)));
                }
            }
            catch (InvalidDataException)
            {
                refused++;
                Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < (8 << 20) + (200L * content.Length));
            }
        }

        Assert.True(refused > 1000, $"Only {refused} were refused.");
    }

    private static void Compare(ForecastModel model, ForecastColumns columns)
    {
        var expected = model.Forecast();
        var found = columns.AsSet(() => expected.History);
        Assert.Equal(model.Panel.Items, columns.Names);
        Assert.Equal(expected.Days, found.Days);
        for (var series = 0; series < columns.Count; series++)
        {
            var (one, other) = (expected.Series[series], found.Series[series]);
            Assert.Equal(series, columns.Find(model.Panel.Items[series]));
            Assert.Equal((one.Item, one.KnownToModel, one.Horizon), (other.Item, other.KnownToModel, other.Horizon));
            Assert.Equal(one.Median, other.Median);
            for (var step = 0; step < one.Horizon; step++)
            {
                Assert.Equal(one.Mean(step), other.Mean(step));
                Assert.Equal(expected.DayOf(series, step), found.DayOf(series, step));
                Assert.All(Levels, level => Assert.Equal(one.Quantile(step, level), other.Quantile(step, level)));
            }

            Assert.All(Levels, level => Assert.Equal(one.SumQuantile(5, level), other.SumQuantile(5, level)));
        }
    }

    private static ForecastColumns ColumnsOf(string[] names)
    {
        var panel = new SalesPanel(ModelFactory.FirstDate, 40, names, new int[names.Length + 1], [], []);
        var history = History.Of(panel);
        double[] none = [0];
        IReadOnlyList<double[]> template = [[0.5]];
        SeriesForecast[] forecasts = [.. names.Select(name => new SeriesForecast(name, true, new double[QuantileLevels.Grid.Count], none, template))];
        var nothing = new ForecastCube(1, names.Length, 1);
        return ForecastColumns.Of(new ForecastSet(history, 1, forecasts), new Backtest([30], [0.5], nothing, nothing, [nothing], new double[names.Length]));
    }

    private static ForecastModel RareModel()
    {
        var builder = new SalesPanelBuilder();
        var random = new Random(3);
        for (var day = 0; day < 120; day++)
        {
            for (var item = 0; item < 20; item++)
            {
                if (random.Next(12) == 0)
                {
                    builder.Add(ModelFactory.FirstDate.AddDays(day), $"ITEM {item}", 1 + random.Next(5));
                }
            }
        }

        var panel = builder.Build();
        var known = History.Of(panel);
        var origins = new[] { 90, 98, 106 };
        var windows = ValidationWindows.Of(known, panel, origins, 7);
        var model = new ModelTrainer(TimeProvider.System).Train(panel, new TrainingOptions { Preset = TrainingPreset.Fast, Families = [ModelFamilies.Find("Intermittent")!] });
        var mean = new ForecastCube(origins.Length, panel.SeriesCount, 7);
        mean.Values.Fill(0.3);
        return new ForecastModel(
            model.Manifest, panel, model.Families, model.Weights, RareDemandDistributions.Learn(windows.Actual, mean, windows.Histories), model.Backtest);
    }

    private ForecastModel Save()
    {
        ModelFactory.Save(_folder);
        return ModelStore.Load(_folder);
    }

    private byte[] ContentOf()
    {
        ModelFactory.Save(_folder, items: ["A", "B"]);
        return File.ReadAllBytes(Path.Combine(_folder, "forecasts.bin"));
    }
}
