using System.Globalization;
using System.Text.Json;
using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Data;
using IowaSales.Trainer.CommandLine;
using Xunit;

namespace IowaSales.Tests.Trainer;

public sealed class PredictVerbTests : IAsyncLifetime
{
    private readonly TrainerRun _trainer = new();

    public async ValueTask InitializeAsync()
    {
        _trainer.WriteSales("old.csv", 120, "A", "B");
        await _trainer.DoAsync("train", "--data", "old.csv", "--preset", "fast");
    }

    [Fact]
    public async Task Table_and_document_hold_the_models_forecasts()
    {
        await _trainer.DoAsync("predict", "--output", "f.csv");
        await _trainer.DoAsync("predict", "--output", "f.json");

        var set = ModelStore.Load(_trainer.PathOf("model")).Forecast();
        var table = Rows(File.ReadAllText(_trainer.PathOf("f.csv")));
        Assert.Equal(14, table.Length);
        Assert.Equal(Enumerable.Range(0, 7).Select(step => set.Days[step].Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), table[..7].Select(row => row["date"]));
        Assert.Equal(set.Series[1].Quantile(3, 0.9), Number(table[10]["quantile_0.9"]), 5e-4);
        Assert.Equal("true", table.Single(row => row["item_name"] == "A" && row["date"] == "2023-05-06")["closed"]);
        using var document = JsonDocument.Parse(File.ReadAllText(_trainer.PathOf("f.json")));
        var day = document.RootElement.GetProperty("items")[1].GetProperty("predictions")[3];
        Assert.Equal(Number(table[10]["mean"]), day.GetProperty("mean").GetDouble(), 5e-4);
        Assert.Equal(Number(table[10]["quantile_0.9"]), day.GetProperty("quantiles").GetProperty("0.9").GetDouble(), 5e-4);
    }

    [Fact]
    public async Task Newer_sales_roll_the_model_forward_without_training_it()
    {
        var newer = _trainer.WriteSales("new.csv", 150, "A", "B");
        var before = File.ReadAllBytes(_trainer.PathOf("model/manifest.json"));

        await _trainer.DoAsync("predict", "--data", "new.csv");

        var expected = ModelStore.Load(_trainer.PathOf("model")).Forecast(History.Of(newer));
        var rows = Rows(_trainer.Out);
        Assert.Equal("2023-06-01", rows[0]["date"]);
        Assert.Equal(expected.Series[0].Median[0], Number(rows[0]["quantile_0.5"]), 5e-4);
        Assert.Equal(before, File.ReadAllBytes(_trainer.PathOf("model/manifest.json")));
    }

    [Fact]
    public async Task Products_that_the_model_has_never_seen_are_forecast_and_marked()
    {
        _trainer.WriteSales("new.csv", 150, "A", "B", "AARDVARK", "NEW");

        await _trainer.DoAsync("predict", "--data", "new.csv");

        var rows = Rows(_trainer.Out);
        Assert.Equal(28, rows.Length);
        Assert.All(rows, row => Assert.Equal(row["item_name"] is "A" or "B" ? "true" : "false", row["known_to_model"]));
        Assert.All(rows.Where(row => row["closed"] == "false"), row => Assert.InRange(Number(row["quantile_0.5"]), 80, 250));
        Assert.Contains("2 of the 4 items are new to the model", _trainer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_of_a_day_only_what_was_known_then_counts()
    {
        _trainer.WriteSales("short.csv", 130, "A", "B");
        _trainer.WriteSales("long.csv", 150, "A", "B");
        await _trainer.DoAsync("predict", "--data", "short.csv");
        var known = _trainer.Out;

        await _trainer.DoAsync("predict", "--data", "long.csv", "--as-of", "2023-05-11");

        Assert.Equal(known, _trainer.Out);
        Assert.Equal("2023-05-12", Rows(known)[0]["date"]);
    }

    [Fact]
    public async Task As_of_a_day_that_the_model_has_learnt_is_called_what_it_is()
    {
        await _trainer.DoAsync("predict", "--as-of", "2023-04-03", "--items", "a");

        Assert.Contains("better than they could have been", _trainer.Error, StringComparison.Ordinal);
        Assert.Equal("2023-04-04", Rows(_trainer.Out)[0]["date"]);
        Assert.All(Rows(_trainer.Out), row => Assert.Equal("A", row["item_name"]));
    }

    [Theory]
    [InlineData(ExitCode.BadUsage, "--as-of 2029-01-01 is outside the sales", "--as-of", "2029-01-01")]
    [InlineData(ExitCode.BadUsage, "'yesterday' is not a day; write it like 2024-05-31.", "--as-of", "yesterday")]
    [InlineData(ExitCode.BadInput, "There is no item 'C'; there are 2: 'A', 'B'.", "--items", "C")]
    [InlineData(ExitCode.BadInput, "There is no model in", "--model", "nowhere")]
    [InlineData(ExitCode.BadInput, "There is no file nowhere.csv", "--data", "nowhere.csv")]
    [InlineData(ExitCode.BadInput, "give sales without a gap, or train on them.", "--data", "gap.csv")]
    public async Task What_cannot_be_forecast_is_refused_and_leaves_no_file(int code, string sentence, params string[] args)
    {
        _trainer.Write("gap.csv", "date,item_name,total_amount_sold\n2025-01-01,A,5\n");

        Assert.Equal(code, await _trainer.RunAsync(["predict", "--output", "f.csv", .. args]));

        Assert.Contains(sentence, _trainer.Complaint, StringComparison.Ordinal);
        Assert.Equal(["gap.csv", "model", "old.csv"], _trainer.Entries());
    }

    public ValueTask DisposeAsync()
    {
        _trainer.Dispose();
        return ValueTask.CompletedTask;
    }

    private static Dictionary<string, string>[] Rows(string csv)
    {
        var lines = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var header = lines[0].Split(',');
        return [.. lines.Skip(1).Select(line => header.Zip(line.Split(',')).ToDictionary(pair => pair.First, pair => pair.Second))];
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
