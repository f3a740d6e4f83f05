using IowaSales.Tests.Api;
using IowaSales.Tests.Forecasting.Data;
using Xunit;

namespace IowaSales.Tests.Packages;

/// <summary>The samples that the packages show are the code that is compiled and run here.</summary>
public sealed class SampleTests
{
    [Fact]
    public void The_sample_of_the_forecasting_library_trains_on_a_file_and_prints_every_day()
    {
        var scratch = Directory.CreateTempSubdirectory("sample-");
        try
        {
            var output = new StringWriter();
            ForecastingSample.Run(Path.Combine(RepositoryFolder.Path, "data", "iowa_sales.csv"), Path.Combine(scratch.FullName, "model"), output);

            var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(5 * (1 + 7), lines.Length);
            Assert.Matches(@"^BLACK VELVET: [\d,]+ over 7 days at the 90% quantile$", lines[0].TrimEnd());
            Assert.Contains("  2024-05-31 ", lines[1], StringComparison.Ordinal);
            Assert.Matches(@"^  2024-06-02 ([\d,]+ to [\d,]+, expected [\d,]+|closed)$", lines[3].TrimEnd());
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_sample_of_the_client_prints_what_the_API_forecasts()
    {
        await using var host = await ApiHost.StartAsync();
        var output = new StringWriter();

        await ContractsSample.RunAsync(host.Address, output);

        Assert.All(ModelFactory.Items, item => Assert.Contains(item, output.ToString(), StringComparison.Ordinal));
        Assert.Matches(@"20\d\d-\d\d-\d\d: [\d,]+, 80% interval [\d,]+ to [\d,]+", output.ToString());
    }

    [Theory]
    [InlineData("IowaSales.Forecasting", nameof(ForecastingSample))]
    [InlineData("IowaSales.Contracts", nameof(ContractsSample))]
    public async Task The_README_shows_the_code_that_is_compiled(string project, string sample)
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(RepositoryFolder.Path, project, "README.md"), TestContext.Current.CancellationToken);
        var code = await File.ReadAllTextAsync(Path.Combine(RepositoryFolder.Path, "IowaSales.Tests", "Packages", sample + ".cs"), TestContext.Current.CancellationToken);
        // What a reader is shown in place of what the test gives
        var shown = readme.Split("```csharp")[1].Split("```")[0]
            .Replace("\"sales.csv\"", "file", StringComparison.Ordinal)
            .Replace("\"model\"", "folder", StringComparison.Ordinal)
            .Replace("new Uri(\"http://localhost:8003\")", "address", StringComparison.Ordinal)
            .Replace("Console.", "output.", StringComparison.Ordinal);

        Assert.Contains(WithoutSpace(shown), WithoutSpace(code), StringComparison.Ordinal);
    }

    private static string WithoutSpace(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)));
}
