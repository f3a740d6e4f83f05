using IowaSales.Forecasting.Artifacts;
using Xunit;

namespace IowaSales.Tests.Api;

/// <summary>The model of the image, put on a volume.</summary>
public sealed class ModelSeedTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("seed-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Shipped => Path.Combine(_folder, "shipped");

    private string Target => Path.Combine(_folder, "models", "current");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task An_empty_volume_gets_the_model_whole_and_once_and_a_newer_one_there_is_kept()
    {
        var version = ModelFactory.Save(Shipped).ModelVersion;

        // As replicas that start together
        var codes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SeedAsync("--seed-model", Target)));

        Assert.All(codes, run => Assert.Equal((0, ""), run));
        Assert.Equal(version, ModelStore.Load(Target).Manifest.ModelVersion);
        Assert.Equal([Target], Directory.GetFileSystemEntries(Path.Combine(_folder, "models")));

        var newer = new ModelRegistry(Target).Add(ModelStore.Load(Target));
        ModelFactory.Save(Shipped, level: 300);
        Assert.Equal(0, (await SeedAsync("--seed-model", Target)).ExitCode);
        Assert.Equal(newer.ModelVersion, ModelStore.ReadManifest(Target).ModelVersion);
    }

    [Theory]
    [InlineData(2, "takes one folder", "--seed-model")]
    [InlineData(2, "takes one folder", "--seed-model", "{target}", "--urls=http://127.0.0.1:0")]
    [InlineData(2, "holds no model", "--seed-model", "{folder}")]
    [InlineData(3, "train", "--seed-model", "{target}")]
    public async Task What_cannot_be_done_is_one_sentence(int code, string part, params string[] args)
    {
        var (exitCode, error) = await SeedAsync([.. args.Select(arg => arg.Replace("{target}", Target, StringComparison.Ordinal).Replace("{folder}", _folder, StringComparison.Ordinal))]);

        Assert.Equal(code, exitCode);
        Assert.Contains(part, error, StringComparison.Ordinal);
        Assert.Single(error.Split('\n'));
        Assert.False(Directory.Exists(Target));
    }

    private async Task<(int ExitCode, string Error)> SeedAsync(params string[] args)
    {
        using var process = new ApiProcess(new Dictionary<string, string> { ["Model__Path"] = Shipped }, args);
        var (exitCode, error) = await process.EndAsync(Cancellation);
        return (exitCode, error.Trim());
    }
}
