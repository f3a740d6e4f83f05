using System.Text.Json;
using IowaSales.Trainer.CommandLine;
using Xunit;

namespace IowaSales.Tests.Trainer;

public sealed class SettingsTests : IDisposable
{
    private readonly TrainerRun _trainer = new();

    [Fact]
    public async Task The_command_line_goes_before_the_environment_and_that_before_the_file()
    {
        _trainer.Write("trainer.json", """
            {
              // for every verb
              "data": "file.csv", "key": ["store", "item_number"], "seed": 3, "quiet": true,
              "train": { "horizon": 14, "timeLimit": 60, "preset": "best" },
              "predict": { "data": "other.csv" }
            }
            """);
        _trainer.Environment["TRAINER_TRAIN_PRESET"] = "fast";
        _trainer.Environment["TRAINER_PRESET"] = "medium";
        _trainer.Environment["TRAINER_TIME_LIMIT"] = "30";

        var settings = await ShownAsync("train", "--seed", "9");

        Assert.Equal(("9", "command line"), settings["seed"]);
        Assert.Equal(("fast", "environment, TRAINER_TRAIN_PRESET"), settings["preset"]);
        Assert.Equal(("30", "environment, TRAINER_TIME_LIMIT"), settings["time-limit"]);
        Assert.Equal(("14", "trainer.json, train"), settings["horizon"]);
        Assert.Equal(("file.csv", "trainer.json"), settings["data"]);
        Assert.Equal(("store, item_number", "trainer.json"), settings["key"]);
        Assert.Equal(("true", "trainer.json"), settings["quiet"]);
        Assert.Equal(("model", "default"), settings["model"]);
        Assert.Equal((null, "default"), settings["items"]);
    }

    [Fact]
    public async Task What_is_shown_is_what_is_used()
    {
        _trainer.WriteSales("mine.csv", 120, "A", "B");
        _trainer.Write("trainer.json", """{ "data": "mine.csv", "train": { "preset": "fast", "items": ["B"], "horizon": 3 } }""");

        await _trainer.DoAsync("train", "--json");

        using var manifest = JsonDocument.Parse(_trainer.Out);
        Assert.Equal(3, manifest.RootElement.GetProperty("horizon").GetInt32());
        Assert.Equal(1, manifest.RootElement.GetProperty("items").GetInt32());
        Assert.Equal("fast", manifest.RootElement.GetProperty("preset").GetString());
    }

    [Theory]
    [InlineData("""{ "train": { "horizn": 3 } }""", "trainer.json: train has no setting 'horizn'; there are")]
    [InlineData("""{ "horizn": 3 }""", "trainer.json: no verb has a setting 'horizn'; there are")]
    [InlineData("""{ "trane": { "horizon": 3 } }""", "trainer.json: there is no verb 'trane'; the verbs are")]
    [InlineData("""{ "train": { "horizon": 0 } }""", "trainer.json, train: --horizon must be a whole number, 1 .. 365, not '0'.")]
    [InlineData("""{ "horizon": "soon" }""", "trainer.json: --horizon must be a whole number, 1 .. 365, not 'soon'.")]
    [InlineData("""{ "horizon": { "a": 3 } }""", "trainer.json: there is no verb 'horizon'")]
    [InlineData("""{ "train": { "horizon": {} } }""", "trainer.json: setting 'horizon' must be text, a number")]
    [InlineData("""[1]""", "trainer.json must be an object of settings")]
    [InlineData("""{ "train": """, "trainer.json is not JSON:")]
    public async Task A_mistake_in_the_file_is_named_and_nothing_is_done(string json, string sentence)
    {
        _trainer.WriteSales("data.csv", 120, "A");
        _trainer.Write("trainer.json", json);

        Assert.Equal(ExitCode.BadUsage, await _trainer.RunAsync("train", "--data", "data.csv"));

        Assert.StartsWith(sentence, _trainer.Complaint, StringComparison.Ordinal);
        Assert.Equal(["data.csv", "trainer.json"], _trainer.Entries());
    }

    [Fact]
    public async Task A_mistake_in_the_environment_names_its_variable()
    {
        _trainer.Environment["TRAINER_HORIZON"] = "400";

        Assert.Equal(ExitCode.BadUsage, await _trainer.RunAsync("train"));

        Assert.StartsWith("environment, TRAINER_HORIZON: --horizon must be a whole number, 1 .. 365, not '400'.", _trainer.Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_works_whatever_the_file_holds()
    {
        _trainer.Write("trainer.json", "{");

        await _trainer.DoAsync("train", "--help");

        Assert.Contains("Examples:", _trainer.Out, StringComparison.Ordinal);
    }

    public void Dispose() => _trainer.Dispose();

    private async Task<Dictionary<string, (string? Value, string Origin)>> ShownAsync(params string[] args)
    {
        await _trainer.DoAsync([.. args, "--show-config", "--json"]);
        using var shown = JsonDocument.Parse(_trainer.Out);
        return shown.RootElement.EnumerateArray().ToDictionary(
            setting => setting.GetProperty("name").GetString()!,
            setting => (setting.GetProperty("value").GetString(), setting.GetProperty("origin").GetString()!));
    }
}
