using IowaSales.Tests.Forecasting.Data;
using Xunit;

namespace IowaSales.Tests.Docs;

/// <summary>The sample outputs of the documentation are what the commands print today. <c>eng/docs-samples.sh</c> writes them anew.</summary>
public sealed class SamplePageTests
{
    private const string WriteVariable = "IOWASALES_WRITE_SAMPLES";

    [Theory]
    [InlineData("trainer.md")]
    public async Task Samples_are_what_the_commands_print(string name)
    {
        var path = Path.Combine(RepositoryFolder.Path, "docs", name);
        using var page = new SamplePage(path);
        var (written, produced) = await page.RunAsync(TestContext.Current.CancellationToken);
        if (Environment.GetEnvironmentVariable(WriteVariable) is { Length: > 0 })
        {
            await File.WriteAllTextAsync(path, produced, TestContext.Current.CancellationToken);
            return;
        }

        Assert.True(written == produced, $"docs/{name} shows what the commands no longer print; run eng/docs-samples.sh. First difference:\n{Difference(written, produced)}");
    }

    [Fact]
    public async Task A_sample_that_went_stale_is_found_and_only_the_sample_is_rewritten()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("stale-").FullName, "page.md");
        const string Before = "# Page\n\n<!-- sample lines=1 -->\n```\n$ trainer simulate --output data/sample.csv\n";
        const string After = "```\n\nThe end.\n";
        await File.WriteAllTextAsync(path, $"{Before}Wrote nothing.\n{After}", TestContext.Current.CancellationToken);
        using var page = new SamplePage(path);

        var (_, produced) = await page.RunAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith($"{Before}Wrote 1996 rows of 5 products, 2023-01-02 .. 2024-05-30, to data/sample.csv", produced, StringComparison.Ordinal);
        Assert.EndsWith(After, produced, StringComparison.Ordinal);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    private static string Difference(string written, string produced) => string.Join('\n', written.Split('\n').Zip(produced.Split('\n'))
        .Where(pair => pair.First != pair.Second).Take(1).Select(pair => $"- {pair.First}\n+ {pair.Second}"));
}
