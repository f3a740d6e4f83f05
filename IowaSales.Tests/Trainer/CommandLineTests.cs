using System.Text.Json;
using IowaSales.Trainer;
using IowaSales.Trainer.CommandLine;
using Xunit;

namespace IowaSales.Tests.Trainer;

public sealed class CommandLineTests : IDisposable
{
    private readonly TrainerRun _trainer = new();

    public static TheoryData<string> Verbs => [.. TrainerVerbs.All().Select(verb => verb.Name)];

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Every_verb_explains_itself_with_examples_that_parse(string name)
    {
        await _trainer.DoAsync(name, "--help");

        Assert.Contains("Examples:", _trainer.Out, StringComparison.Ordinal);
        var verb = TrainerVerbs.All().Single(one => one.Name == name);
        Assert.NotEmpty(verb.Examples);
        foreach (var (arguments, _) in verb.Examples)
        {
            var code = await _trainer.RunAsync([name, .. System.CommandLine.Parsing.CommandLineParser.SplitCommandLine(arguments), "--show-config"]);
            Assert.True(code == ExitCode.Done, $"{name} {arguments}: {_trainer.Error}");
        }
    }

    [Theory]
    [InlineData("conquer", "There is no verb 'conquer'; the verbs are fetch, simulate,")]
    [InlineData("train --horizont 7", "--horizont")]
    [InlineData("aggregate", "--input")]
    [InlineData("aggregate --input x --output y --by planet", "planet")]
    [InlineData("quality --strict neatness", "neatness")]
    [InlineData("train --horizon soon", "--horizon must be a whole number, 1 .. 365, not 'soon'.")]
    [InlineData("train --json=maybe", "'maybe'")]
    [InlineData("train --preset slow", "--preset must be fast, medium or best, not 'slow'.")]
    [InlineData("simulate --from 2024-02-30", "'2024-02-30' is not a day")]
    [InlineData("simulate --from 2024-02-01 --through 2024-01-01", "--through 2024-01-01 is before --from 2024-02-01")]
    public async Task Bad_usage_is_one_sentence_and_code_2(string line, string part)
    {
        Assert.Equal(ExitCode.BadUsage, await _trainer.RunAsync(line.Split(' ')));

        Assert.Contains(part, _trainer.Error, StringComparison.Ordinal);
        Assert.Single(_trainer.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty(_trainer.Out);
        Assert.Empty(_trainer.Entries());
    }

    [Fact]
    public async Task A_sample_is_the_same_byte_for_byte_and_says_that_it_is_simulated()
    {
        string[] range = ["--from", "2024-01-01", "--through", "2024-03-31"];
        await _trainer.DoAsync(["simulate", "--output", "a.csv", "--json", .. range]);
        using var summary = JsonDocument.Parse(_trainer.Out);
        await _trainer.DoAsync(["simulate", "--output", "b.csv", "--quiet", .. range]);

        Assert.Empty(_trainer.Out + _trainer.Error);
        Assert.Equal(File.ReadAllBytes(_trainer.PathOf("a.csv")), File.ReadAllBytes(_trainer.PathOf("b.csv")));
        Assert.Equal(File.ReadLines(_trainer.PathOf("a.csv")).Count() - 1, summary.RootElement.GetProperty("rows").GetInt32());
        await _trainer.DoAsync(["simulate", "--output", "c.csv", "--seed", "6", .. range]);
        Assert.NotEqual(File.ReadAllBytes(_trainer.PathOf("a.csv")), File.ReadAllBytes(_trainer.PathOf("c.csv")));
        await _trainer.DoAsync("train", "--data", "a.csv", "--preset", "fast", "--json");
        Assert.Contains("\"simulated\": true", _trainer.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_panel_of_any_size_is_simulated_to_Parquet()
    {
        await _trainer.DoAsync("simulate", "--series", "700", "--output", "stores.parquet", "--json");
        using var summary = JsonDocument.Parse(_trainer.Out);
        await _trainer.DoAsync("simulate", "--series", "700", "--output", "again.parquet");

        Assert.Equal(700, summary.RootElement.GetProperty("items").GetInt32());
        Assert.Equal(File.ReadAllBytes(_trainer.PathOf("stores.parquet")), File.ReadAllBytes(_trainer.PathOf("again.parquet")));
        await _trainer.DoAsync("quality", "--data", "stores.parquet", "--key", "store,item_number", "--json");
        using var report = JsonDocument.Parse(_trainer.Out);
        Assert.Equal(summary.RootElement.GetProperty("rows").GetInt64(), report.RootElement.GetProperty("rows").GetInt64());
        Assert.Equal(700, report.RootElement.GetProperty("items").GetInt32());
    }

    [Fact]
    public async Task Quality_reports_and_is_a_gate_when_it_is_asked_to_be()
    {
        _trainer.Write("d.csv", "date,item_name,total_amount_sold\n2024-01-01,A,5\n2024-01-01,A,5\n2024-01-02,A,-3\n");

        await _trainer.DoAsync("quality", "--data", "d.csv", "--json", "--output", "q.json");
        using var report = JsonDocument.Parse(_trainer.Out);
        Assert.Equal(1, report.RootElement.GetProperty("duplicates").GetInt32());
        Assert.Equal(1, report.RootElement.GetProperty("negatives").GetInt32());
        Assert.Equal(_trainer.Out.TrimEnd(), File.ReadAllText(_trainer.PathOf("q.json")).TrimEnd());

        Assert.Equal(ExitCode.Done, await _trainer.RunAsync("quality", "--data", "d.csv", "--strict", "outliers", "--quiet"));
        Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync("quality", "--data", "d.csv", "--strict", "duplicates", "negatives", "--quiet"));
        Assert.StartsWith("d.csv breaks duplicates, negatives: ", _trainer.Complaint, StringComparison.Ordinal);
        Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync("quality", "--data", "d.csv", "--strict"));
    }

    [Fact]
    public async Task Training_shows_its_work_and_quiet_hides_it()
    {
        _trainer.WriteSales("d.csv", 120, "A", "B");

        await _trainer.DoAsync("train", "--data", "d.csv", "--preset", "fast");
        Assert.Contains("SeasonalNaive", _trainer.Out, StringComparison.Ordinal);
        Assert.Contains("MASE", _trainer.Out, StringComparison.Ordinal);
        Assert.Matches(@"\[ *\d+%\] Training: WeekdayProfile", _trainer.Error);
        Assert.DoesNotContain("\u001b", _trainer.Out + _trainer.Error, StringComparison.Ordinal);

        await _trainer.DoAsync("train", "--data", "d.csv", "--preset", "fast", "--quiet");
        Assert.Empty(_trainer.Out + _trainer.Error);
        Assert.Equal(["d.csv", "model"], _trainer.Entries());
    }

    [Fact]
    public async Task A_training_that_is_stopped_leaves_the_old_model_as_it_was()
    {
        _trainer.WriteSales("d.csv", 120, "A", "B");
        await _trainer.DoAsync("train", "--data", "d.csv", "--preset", "fast");
        var before = File.ReadAllBytes(_trainer.PathOf("model/manifest.json"));
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();

        Assert.Equal(ExitCode.Failed, await _trainer.RunUntilAsync(stopped.Token, "train", "--data", "d.csv", "--preset", "fast", "--quiet"));

        Assert.Equal("Stopped before the end; nothing was written.", _trainer.Complaint);
        Assert.Equal(before, File.ReadAllBytes(_trainer.PathOf("model/manifest.json")));
        Assert.Equal(["d.csv", "model"], _trainer.Entries());
    }

    [Fact]
    public async Task An_evaluation_that_is_stopped_leaves_no_file()
    {
        _trainer.WriteSales("d.csv", 150, "A", "B");
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();

        Assert.Equal(ExitCode.Failed, await _trainer.RunUntilAsync(stopped.Token, "evaluate", "--data", "d.csv", "--preset", "fast", "--windows", "2", "--output", "r.html"));

        Assert.Equal(["d.csv"], _trainer.Entries());
    }

    [Fact]
    public async Task Inspect_says_what_a_model_is_and_refuses_a_damaged_one()
    {
        _trainer.WriteSales("d.csv", 120, "A", "B");
        await _trainer.DoAsync("train", "--data", "d.csv", "--preset", "fast", "--seed", "4");

        await _trainer.DoAsync("inspect");
        Assert.Contains("2023-01-02 .. 2023-05-01", _trainer.Out, StringComparison.Ordinal);
        Assert.Contains("preset fast, seed 4", _trainer.Out, StringComparison.Ordinal);
        Assert.Contains("fit their checksums", _trainer.Out, StringComparison.Ordinal);

        using (var file = File.OpenWrite(_trainer.PathOf("model/families.bin")))
        {
            file.Position = file.Length / 2;
            file.WriteByte(0xff);
            file.WriteByte(0x55);
        }

        foreach (var verb in (string[])["inspect", "predict"])
        {
            Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync(verb, "--json"));
            Assert.Contains("is damaged (families.bin)", _trainer.Complaint, StringComparison.Ordinal);
            Assert.Empty(_trainer.Out);
        }
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_a_failure_with_one_sentence()
    {
        _trainer.Write("blocked", "a file where a folder should be");

        Assert.Equal(ExitCode.Failed, await _trainer.RunAsync("simulate", "--output", "blocked/s.csv"));

        Assert.Contains("blocked", _trainer.Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tab_completion_offers_verbs_options_and_values()
    {
        await _trainer.DoAsync("[suggest:2]", "tr");
        Assert.Contains("train", _trainer.Out, StringComparison.Ordinal);
        await _trainer.DoAsync("[suggest:15]", "train --preset ");
        Assert.Equal(["best", "fast", "medium"], _trainer.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    public void Dispose() => _trainer.Dispose();
}
