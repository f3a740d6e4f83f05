namespace IowaSales.Benchmarks.Scale;

/// <summary>What a step of a sharded training asks of a machine, for one shard.</summary>
/// <param name="Work">Mean computing, in seconds of one core; all cores of a machine take part.</param>
/// <param name="Spread">Standard deviation of the time of a shard over its mean.</param>
/// <param name="Bytes">What it reads and writes.</param>
/// <param name="Merge">What the conductor computes to merge its result, after the step, in seconds of one core.</param>
internal sealed record StepLoad(double Work, double Spread, double Bytes, double Merge);

/// <summary>The machines of a cluster and the storage that they share.</summary>
/// <param name="Count">Number of machines.</param>
/// <param name="Workers">Workers of each, one shard at a time.</param>
/// <param name="Cores">Cores of each.</param>
/// <param name="SlowShare">Share of machines that are slow.</param>
/// <param name="SlowSpeed">Speed of a slow machine, 1 for that of the others.</param>
/// <param name="StorageBytesPerSecond">What the storage moves in total.</param>
/// <param name="LinkBytesPerSecond">What a machine moves.</param>
/// <param name="HandOutSeconds">From the end of a shard to the begin of the next in the same worker.</param>
internal sealed record Machines(
    int Count, int Workers, double Cores, double SlowShare, double SlowSpeed, double StorageBytesPerSecond, double LinkBytesPerSecond, double HandOutSeconds);

/// <summary>How long a simulated training took.</summary>
/// <param name="Steps">Seconds of each step, without merging.</param>
/// <param name="Merge">Seconds in which the conductor merged and put the model together, while the workers waited.</param>
/// <param name="Busy">Share of the workers' time in the steps in which they computed.</param>
internal sealed record SimulatedTraining(IReadOnlyList<double> Steps, double Merge, double Busy)
{
    /// <summary>Seconds in total.</summary>
    public double Seconds => Steps.Sum() + Merge;
}

/// <summary>
/// A sharded training as a sequence of events: each worker takes the next open shard when it is free, computes, and moves its bytes. Shards on one machine share
/// its cores, and all machines share the storage, each by equal parts. Times of shards are lognormal.
/// </summary>
internal static class ClusterModel
{
    /// <summary>Simulates a training.</summary>
    /// <param name="shards">Number of shards.</param>
    /// <param name="steps">What each step asks.</param>
    /// <param name="assembly">What the conductor computes at the end for each shard, in seconds of one core.</param>
    /// <param name="machines">The machines.</param>
    /// <param name="seed">Seed of the times.</param>
    public static SimulatedTraining Run(int shards, IReadOnlyList<StepLoad> steps, double assembly, Machines machines, int seed)
    {
        var random = new Random(seed);
        var (times, busy) = (new double[steps.Count], 0.0);
        for (var step = 0; step < steps.Count; step++)
        {
            times[step] = StepTime(shards, steps[step], machines, random, ref busy);
        }

        var merge = shards * (steps.Sum(step => step.Merge) + assembly) / Math.Min(1, machines.Cores);
        return new SimulatedTraining(times, merge, busy / (times.Sum() * machines.Count * machines.Workers));
    }

    private static double StepTime(int shards, StepLoad load, Machines machines, Random random, ref double busy)
    {
        var slow = (int)Math.Round(machines.SlowShare * machines.Count);
        var variance = Math.Log(1 + (load.Spread * load.Spread));
        var (open, now) = (shards, 0.0);
        var running = new List<Running>();
        for (var worker = 0; worker < machines.Count * machines.Workers && open > 0; worker++, open--)
        {
            running.Add(Begin(worker % machines.Count));
        }

        var (computing, moving) = (new int[machines.Count], new int[machines.Count]);
        while (running.Count > 0)
        {
            Array.Clear(computing);
            Array.Clear(moving);
            foreach (var shard in running)
            {
                (shard.Computes ? computing : moving)[shard.Machine]++;
            }

            var allMoving = moving.Sum();
            double RateOf(Running shard) => shard.Computes
                ? (shard.Machine < slow ? machines.SlowSpeed : 1) * machines.Cores / computing[shard.Machine]
                : Math.Min(machines.LinkBytesPerSecond / moving[shard.Machine], machines.StorageBytesPerSecond / allMoving);

            var span = running.Min(shard => shard.Left / RateOf(shard));
            now += span;
            busy += span * computing.Sum();
            for (var i = running.Count - 1; i >= 0; i--)
            {
                var shard = running[i];
                shard.Left -= span * RateOf(shard);
                if (shard.Left > 1e-9 * (shard.Computes ? load.Work : load.Bytes))
                {
                    continue;
                }

                if (shard.Computes && load.Bytes > 0)
                {
                    (shard.Computes, shard.Left) = (false, load.Bytes);
                }
                else if (open > 0)
                {
                    open--;
                    running[i] = Begin(shard.Machine);
                }
                else
                {
                    running.RemoveAt(i);
                }
            }
        }

        return now;

        Running Begin(int machine)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            var work = load.Work * Math.Exp((Math.Sqrt(variance) * normal) - (variance / 2));
            return new Running { Machine = machine, Computes = true, Left = work + (machines.HandOutSeconds * machines.Cores) };
        }
    }

    /// <summary>A shard in a worker.</summary>
    private sealed class Running
    {
        public required int Machine { get; init; }

        /// <summary>Whether it computes, else it moves bytes.</summary>
        public required bool Computes { get; set; }

        /// <summary>Seconds of one core, or bytes, that are left.</summary>
        public required double Left { get; set; }
    }
}
