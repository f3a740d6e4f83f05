using System.Text;
using IowaSales.Cluster;
using IowaSales.Forecasting.Sharding;
using IowaSales.Forecasting.Training;
using IowaSales.Tests.Forecasting.Sharding;
using Xunit;

namespace IowaSales.Tests.Cluster;

/// <summary>Parts of a training in storage that speaks the S3 protocol.</summary>
public sealed class ShardBucketTests(ShardedTrainerTests.Many many) : IClassFixture<ShardedTrainerTests.Many>
{
    [Fact]
    public async Task Parts_are_written_once_read_and_removed_with_their_training()
    {
        await using var server = await BucketServer.StartAsync();
        using var bucket = Open(server, "s3://sales/large/shop");
        var storage = bucket.StorageOf("one");
        Assert.Equal("shop", bucket.Name);
        Assert.False(storage.Exists("plan.json"));
        Assert.Throws<IOException>(() => storage.OpenRead("plan.json"));

        foreach (var text in (string[])["first", "second"])
        {
            storage.Write("plan.json", stream =>
            {
                stream.Write("xxxxxx"u8);
                stream.Position = 0;
                stream.Write(Encoding.UTF8.GetBytes(text));
            });
        }

        for (var part = 0; part < 7; part++)
        {
            storage.Write($"part-{part}.bin", stream => stream.Write(new byte[100_000]));
        }

        bucket.StorageOf("other").Write("plan.json", _ => { });
        Assert.True(storage.Exists("plan.json"));
        using (var reader = new StreamReader(storage.OpenRead("plan.json")))
        {
            Assert.Equal("firstx", await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        }

        Assert.Equal(1, server.Refused);
        Assert.Equal(100_000, server.Objects["sales/large/shop/one/part-3.bin"].Length);
        bucket.Remove("one");
        Assert.Equal(["sales/large/shop/other/plan.json"], server.Objects.Keys);
        Assert.Equal(3, server.Pages);
    }

    [Fact]
    public async Task A_training_over_a_bucket_gives_the_model_of_one_over_a_folder()
    {
        await using var server = await BucketServer.StartAsync();
        using var bucket = Open(server, "s3://sales");
        var storage = bucket.StorageOf("trained");
        var sales = SpilledSales.Of(ShardedTrainerTests.Panel, storage, sales => sales, 3000);
        var plan = ShardPlan.Begin(sales, new TrainingOptions { Preset = TrainingPreset.Fast }, storage, TimeProvider.System);
        var trainer = new ShardedTrainer(plan, storage, new TwoWorkers(storage), TimeProvider.System);
        var folder = Directory.CreateTempSubdirectory("bucket-").FullName;
        try
        {
            Assert.True(await trainer.LookAsync(cancellationToken: TestContext.Current.CancellationToken));
            var manifest = await trainer.TrainAsync(Path.Combine(folder, "model"), cancellationToken: TestContext.Current.CancellationToken);

            Assert.Equal(many.Manifest.ModelVersion, manifest.ModelVersion);
            foreach (var file in (string[])["sales.bin", "families.bin", "ensemble.bin", "backtest.bin", "forecasts.bin"])
            {
                Assert.True(ShardedTrainerTests.HashOf(many.Model, file) == ShardedTrainerTests.HashOf(Path.Combine(folder, "model"), file), file);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Storage_that_refuses_is_named_with_what_to_check()
    {
        await using var server = await BucketServer.StartAsync();
        using var bucket = Open(server, "s3://sales/shop");
        server.IsClosed = true;

        var failure = Assert.Throws<IOException>(() => bucket.StorageOf("one").Write("plan.json", _ => { }));

        Assert.Equal("plan.json could not be written (AccessDenied); check --shared, AWS_ENDPOINT_URL, AWS_REGION and the credentials.", failure.Message);
        Assert.Throws<IOException>(() => bucket.StorageOf("one").Exists("plan.json"));
    }

    [Theory]
    [InlineData("sales", null)]
    [InlineData("s3://", null)]
    [InlineData("/mnt/sales", null)]
    [InlineData("s3://sales", "minio")]
    public void An_address_that_names_no_storage_is_refused(string address, string? endpoint) =>
        Assert.Throws<ArgumentException>(() => ShardBucket.Open(address, name => name == "AWS_ENDPOINT_URL" ? endpoint : null));

    private static ShardBucket Open(BucketServer server, string address) => ShardBucket.Open(address, server.Environment.GetValueOrDefault);

    /// <summary>Does every shard twice at once, as workers do that do not know of each other.</summary>
    private sealed class TwoWorkers(IShardStorage storage) : IShardRunner
    {
        public async Task RunAsync(ShardPlan plan, ShardStep step, Action<int> done, CancellationToken cancellationToken)
        {
            ShardWorker[] workers = [new(plan, storage, TimeProvider.System), new(plan, storage, TimeProvider.System)];
            for (var shard = 0; shard < plan.Shards; shard++)
            {
                var next = shard;
                await Task.WhenAll(workers.Select(worker => Task.Run(() => worker.Run(step, next, cancellationToken), cancellationToken)));
                done(shard);
            }
        }
    }
}
