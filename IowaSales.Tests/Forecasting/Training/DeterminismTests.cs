using System.Diagnostics;
using IowaSales.Boosting;
using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Training;
using Xunit;

namespace IowaSales.Tests.Forecasting.Training;

/// <summary>The same sales and seed give the same bits: in another process, and on another number of cores.</summary>
public sealed class DeterminismTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"same-{Guid.NewGuid():N}");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_model_trained_with_boosted_trees_is_the_same_on_one_and_two_cores()
    {
        Directory.CreateDirectory(_folder);
        var sales = Path.Combine(_folder, "sales.csv");
        await using (var file = File.CreateText(sales))
        {
            await file.WriteLineAsync("date,item_name,total_amount_sold");
            var random = new Random(4);
            for (var day = 0; day < 240; day++)
            {
                foreach (var item in (string[])["a", "b", "c", "d"])
                {
                    await file.WriteLineAsync(FormattableString.Invariant(
                        $"{new DateOnly(2023, 1, 2).AddDays(day):yyyy-MM-dd},{item},{20 + (10 * (day % 7)) + random.Next(15)}"));
                }
            }
        }

        var models = await Task.WhenAll(TrainAsync(sales, cores: 1), TrainAsync(sales, cores: 2), TrainAsync(sales, cores: 2));

        Assert.Single(models.Select(model => model.ModelVersion).Distinct());
        Assert.All(models, model => Assert.Equal(models[0].Checksums, model.Checksums));
        if (LightGbmTreeTrainer.IsAvailable)
        {
            Assert.Contains(models[0].Leaderboard, row => row.Name == "GradientBoosting");
        }

        Assert.All(models, model => Assert.Equal(Scores(models[0]), Scores(model)));
    }

    private static IEnumerable<(string Name, double Mase, double? Wql, double Weight)> Scores(ModelManifest model) =>
        model.Leaderboard.Select(row => (row.Name, row.Mase, row.Wql, row.Weight));

    private async Task<ModelManifest> TrainAsync(string sales, int cores)
    {
        var model = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "IowaSales.Trainer.dll"), "train", "--data", sales, "--model", model, "--seed", "5", "--quiet"])
        {
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_PROCESSOR_COUNT"] = cores.ToString(System.Globalization.CultureInfo.InvariantCulture);
        using var process = Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, error);
        return ModelStore.ReadManifest(model);
    }
}
