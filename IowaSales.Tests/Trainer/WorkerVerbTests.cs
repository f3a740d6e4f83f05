using System.Globalization;
using System.Security.Cryptography;
using IowaSales.Trainer.CommandLine;
using Xunit;

namespace IowaSales.Tests.Trainer;

/// <summary>A large panel is read and trained in shards, with a worker beside it, and nobody can tell from the model.</summary>
public sealed class WorkerVerbTests : IDisposable
{
    private const int Series = 20_200;
    private const int Days = 44;

    private readonly TrainerRun _trainer = new();
    private readonly TrainerRun _worker = new();

    public void Dispose()
    {
        _trainer.Dispose();
        _worker.Dispose();
    }

    [Fact]
    public async Task A_model_of_shards_and_workers_is_that_of_a_training_in_memory()
    {
        await File.WriteAllLinesAsync(_trainer.PathOf("sales.csv"), Rows(), TestContext.Current.CancellationToken);
        _trainer.ToParquet("sales.csv", "sales.parquet");
        using var stop = new CancellationTokenSource();
        var work = _worker.RunUntilAsync(stop.Token, "worker", "--model", _trainer.PathOf("model"));

        await _trainer.DoAsync("train", "--data", "sales.parquet", "--preset", "fast", "--model", "model");
        var said = _trainer.Error;
        await stop.CancelAsync();
        Assert.Equal(ExitCode.Done, await work);
        var saidOfWork = _worker.Error;

        using var leave = new CancellationTokenSource();
        var join = _worker.RunUntilAsync(leave.Token, "worker", "--cluster", "--model", _trainer.PathOf("clustered"));
        await _trainer.DoAsync("train", "--cluster", "--data", "sales.parquet", "--preset", "fast", "--model", "clustered");
        var saidOfCluster = _trainer.Error;
        await leave.CancelAsync();
        Assert.Equal(ExitCode.Done, await join);

        // A time limit leaves families out as they are trained: such a training is done in memory.
        await _trainer.DoAsync("train", "--data", "sales.csv", "--preset", "fast", "--model", "whole", "--time-limit", "3000");

        Assert.Contains($"{Series} series, 2024-01-01 .. 2024-02-13, in 5 shards", said, StringComparison.Ordinal);
        Assert.StartsWith("Waiting for shards in ", saidOfWork, StringComparison.Ordinal);
        Assert.Matches("This process did [0-9]+ shard steps? of 20\\.", saidOfCluster);
        Assert.StartsWith("Waiting for clusters in ", _worker.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("shards", _trainer.Error, StringComparison.Ordinal);
        Assert.Equal(["clustered", "model", "sales.csv", "sales.parquet", "whole"], _trainer.Entries());
        foreach (var file in (string[])["sales.bin", "families.bin", "ensemble.bin", "backtest.bin", "forecasts.bin"])
        {
            Assert.True(HashOf("model", file) == HashOf("whole", file), file);
            Assert.True(HashOf("clustered", file) == HashOf("whole", file), $"{file} of a cluster");
        }
    }

    [Theory]
    [InlineData(ExitCode.BadUsage, "--membership is of a cluster; add --cluster.", "--membership", "Host=db")]
    [InlineData(ExitCode.BadUsage, "--membership must be a PostgreSQL connection string", "--cluster", "--membership", "db.example.com")]
    [InlineData(ExitCode.BadUsage, "--once does not go with --membership", "--cluster", "--once", "--membership", "Host=db")]
    [InlineData(ExitCode.Failed, "The database of the cluster's members cannot be used (", "--cluster", "--membership", "Host=127.0.0.1;Port=1;Timeout=2")]
    public async Task A_cluster_that_cannot_be_joined_is_refused_in_a_sentence(int code, string sentence, params string[] options)
    {
        Assert.Equal(code, await _worker.RunUntilAsync(TestContext.Current.CancellationToken, ["worker", .. options]));
        Assert.Contains(sentence, _worker.Error, StringComparison.Ordinal);
    }

    /// <summary>Every series sells on three days; every day has sales.</summary>
    private static IEnumerable<string> Rows()
    {
        yield return "date,item_name,total_amount_sold";
        for (var series = 0; series < Series; series++)
        {
            for (var sale = 0; sale < 3; sale++)
            {
                var day = new DateOnly(2024, 1, 1).AddDays((series + (sale * (7 + (series % 5)))) % Days);
                yield return string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd},item {series},{1 + (series % 9) + sale}");
            }
        }
    }

    private string HashOf(string model, string file) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(_trainer.PathOf(Path.Combine(model, file)))));
}
