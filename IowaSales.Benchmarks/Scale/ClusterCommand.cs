using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Sharding;
using IowaSales.Forecasting.Training;

namespace IowaSales.Benchmarks.Scale;

/// <summary>
/// <c>cluster [SERIES [SHARDS]]</c>: trains a made-up panel of rare sales with one, two and three workers on this machine, holds the simulated times of two and three
/// (from the shards of the first) against the measured ones, and says by the same simulation how long 100 million series take on clusters of such machines. Reading
/// the sales is not part of it.
/// </summary>
internal static class ClusterCommand
{
    private const int Days = 364;
    private const int LargeSeries = 100_000_000;
    private const double Megabyte = 1e6;

    // What an Orleans call and the look for a free silo take
    private const double HandOut = 0.01;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var sizes = arguments.Select(text => int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0).ToArray();
        var (series, shards) = (sizes.ElementAtOrDefault(0) is var first && sizes.Length > 0 ? first : 30_000, sizes.Length > 1 ? sizes[1] : 16);
        if (series < ShardPlan.MinSeries || shards < 3)
        {
            await Console.Error.WriteLineAsync($"Give {ShardPlan.MinSeries} series or more and 3 shards or more: cluster 30000 16.");
            return 2;
        }

        var panel = RareSales(series);
        var perShard = panel.SeriesCount / shards;
        Report($"{panel.SeriesCount:N0} series, {panel.RowCount:N0} rows, shards of about {perShard:N0} series, {Environment.ProcessorCount} cores");
        await MeasureAsync(panel, perShard, workers: 1);
        var alone = await MeasureAsync(panel, perShard, workers: 1);
        var loads = alone.Steps.Select(step => step.Load(alone.Shards)).ToArray();
        Report($"{"step",-12} {"core s",10} {"spread",8} {"MB",8} {"merge, core ms",15}    each a shard");
        foreach (var (load, step) in loads.Zip(Enum.GetNames<ShardStep>()))
        {
            Report($"{step,-12} {load.Work,10:F3} {load.Spread,8:F2} {load.Bytes / Megabyte,8:F2} {1000 * load.Merge,15:F1}");
        }

        var assembly = alone.Assembly / alone.Shards;
        Report($"assembly {1000 * assembly:F1} core ms a shard");
        Report($"{"workers",-8} {"cores given",12} {"measured s",11} {"simulated s",12} {"error",8}");
        foreach (var workers in (int[])[1, 2, 3])
        {
            var measured = workers == 1 ? alone : await MeasureAsync(panel, perShard, workers);
            var here = new Machines(1, workers, measured.Cores, 0, 1, double.MaxValue, double.MaxValue, 0);
            var simulated = ClusterModel.Run(measured.Shards, loads, assembly, here, seed: 1).Seconds;
            Report($"{workers,-8} {measured.Cores,12:F2} {measured.Seconds,11:F1} {simulated,12:F1} {(simulated / measured.Seconds) - 1,8:P0}");
        }

        ReportLarge(loads, assembly, perShard);
        return 0;
    }

    private static void ReportLarge(StepLoad[] loads, double assembly, int perShard)
    {
        var scale = (double)SpilledSales.DefaultSeriesPerShard / perShard;
        var shards = LargeSeries / SpilledSales.DefaultSeriesPerShard;
        var large = loads
            .Select(load => load with { Work = load.Work * scale, Bytes = load.Bytes * scale, Merge = load.Merge * scale }).ToArray();
        Report($"{LargeSeries:N0} series in {shards:N0} shards, machines of {Environment.ProcessorCount} cores with a link of 1 GB/s; minutes:");
        Report($"{"machines",-9} {"slow",5} {"storage",10} {"steps",8} {"merge",8} {"total",8} {"computing",10}");
        foreach (var (count, slow, storage) in ((int, double, double)[])
            [(1, 0, 1000), (10, 0, 1000), (50, 0, 1000), (50, 0.04, 1000), (50, 0.2, 1000), (50, 0, 200), (50, 0, 100), (50, 0, 50), (100, 0, 1000)])
        {
            var machines = new Machines(count, 1, Environment.ProcessorCount, slow, 0.25, storage * Megabyte, 1000 * Megabyte, HandOut);
            var outcome = ClusterModel.Run(shards, large, assembly * scale, machines, seed: 1);
            Report($"{count,-9} {slow,5:P0} {storage,5:F0} MB/s {outcome.Steps.Sum() / 60,8:F1} {outcome.Merge / 60,8:F1} {outcome.Seconds / 60,8:F1} {outcome.Busy,10:P0}");
        }
    }

    private static async Task<Measured> MeasureAsync(SalesPanel panel, int perShard, int workers)
    {
        var folder = Directory.CreateTempSubdirectory("cluster-").FullName;
        try
        {
            var parts = new FolderStorage(Path.Combine(folder, "parts"));
            parts.Begin();
            var storage = new CountingStorage(parts);
            var plan = ShardPlan.Begin(
                SpilledSales.Of(panel, storage, sales => sales, perShard), new TrainingOptions { Preset = TrainingPreset.Fast }, storage, TimeProvider.System);
            var runner = new TimedWorkers(storage, workers);
            var trainer = new ShardedTrainer(plan, storage, runner, TimeProvider.System);
            if (!await trainer.LookAsync())
            {
                throw new InvalidOperationException("The made-up panel is not trained in shards.");
            }

            await trainer.TrainAsync(Path.Combine(folder, "model"));
            return runner.End(plan.Shards);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Sales of series that sell every 5 to 64 days, on working days.</summary>
    private static SalesPanel RareSales(int series)
    {
        var builder = new SalesPanelBuilder();
        var random = new Random(1);
        for (var item = 0; item < series; item++)
        {
            var gap = 5 + random.Next(60);
            for (var day = random.Next(gap); day < Days; day += 1 + random.Next(2 * gap))
            {
                if (day % 7 < 5)
                {
                    builder.Add(new DateOnly(2021, 7, 5).AddDays(day), $"item {item}", 1 + random.Next(6));
                }
            }
        }

        return builder.Build();
    }

    private static void Report(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    /// <summary>A training as it was measured.</summary>
    /// <param name="Shards">Number of shards.</param>
    /// <param name="Steps">Its steps.</param>
    /// <param name="Assembly">What was computed from the last shard to the end, in seconds of one core.</param>
    /// <param name="Seconds">Wall time.</param>
    private sealed record Measured(int Shards, IReadOnlyList<MeasuredStep> Steps, double Assembly, double Seconds)
    {
        /// <summary>Cores that the machine gave to the steps: fewer than it has where others are at work.</summary>
        public double Cores => Steps.Sum(step => step.Processor) / Steps.Sum(step => step.Wall);
    }

    /// <summary>A step as it was measured.</summary>
    /// <param name="Wall">Seconds from its begin to its end.</param>
    /// <param name="Processor">Seconds of all cores meanwhile.</param>
    /// <param name="Bytes">Bytes read and written meanwhile.</param>
    /// <param name="Shards">Seconds of each shard.</param>
    private sealed record MeasuredStep(double Wall, double Processor, long Bytes, double[] Shards)
    {
        /// <summary>What was computed until the next step, in seconds of one core; 0 for the last.</summary>
        public double Merge { get; set; }

        public StepLoad Load(int shards)
        {
            var mean = Shards.Average();
            var deviation = Math.Sqrt(Shards.Average(seconds => (seconds - mean) * (seconds - mean)));
            return new StepLoad(Processor / shards, deviation / mean, Bytes / (double)shards, Merge / shards);
        }
    }

    /// <summary>Does the steps with a number of workers in this process, and measures them.</summary>
    private sealed class TimedWorkers(CountingStorage storage, int workers) : IShardRunner
    {
        private readonly List<MeasuredStep> _steps = [];
        private long _began;
        private TimeSpan _ended;

        public async Task RunAsync(ShardPlan plan, ShardStep step, Action<int> done, CancellationToken cancellationToken)
        {
            if (_steps.Count > 0)
            {
                _steps[^1].Merge = (Environment.CpuUsage.TotalTime - _ended).TotalSeconds;
            }
            else
            {
                _began = Stopwatch.GetTimestamp();
            }

            var (open, times) = (new ConcurrentQueue<int>(Enumerable.Range(0, plan.Shards)), new double[plan.Shards]);
            var (began, processor, bytes) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, storage.Bytes);
            await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(
                () =>
                {
                    var worker = new ShardWorker(plan, storage, TimeProvider.System);
                    while (open.TryDequeue(out var shard))
                    {
                        var taken = Stopwatch.GetTimestamp();
                        worker.Run(step, shard, cancellationToken);
                        times[shard] = Stopwatch.GetElapsedTime(taken).TotalSeconds;
                        done(shard);
                    }
                },
                cancellationToken)));
            _ended = Environment.CpuUsage.TotalTime;
            _steps.Add(new MeasuredStep(Stopwatch.GetElapsedTime(began).TotalSeconds, (_ended - processor).TotalSeconds, storage.Bytes - bytes, times));
        }

        public Measured End(int shards) => new(
            shards, _steps, (Environment.CpuUsage.TotalTime - _ended).TotalSeconds, Stopwatch.GetElapsedTime(_began).TotalSeconds);
    }

    /// <summary>Counts what goes through a storage.</summary>
    private sealed class CountingStorage(IShardStorage storage) : IShardStorage
    {
        private long _bytes;

        /// <summary>Bytes read and written.</summary>
        public long Bytes => Interlocked.Read(ref _bytes);

        public bool Exists(string name) => storage.Exists(name);

        public void Write(string name, Action<Stream> write) => storage.Write(name, stream =>
        {
            write(stream);
            Interlocked.Add(ref _bytes, stream.Length);
        });

        public FileStream OpenRead(string name)
        {
            var stream = storage.OpenRead(name);
            Interlocked.Add(ref _bytes, stream.Length);
            return stream;
        }
    }
}
