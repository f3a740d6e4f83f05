using IowaSales.Forecasting.Models.GradientBoosting;

namespace IowaSales.Forecasting.Models.DriverBoosting;

/// <summary>
/// Examples of past origins: for days after each, drawn evenly, the features known at the origin, and the logarithm of what was sold less what the
/// profile expected there.
/// </summary>
internal static class DrivenExamples
{
    /// <summary>Days before the first origin.</summary>
    public const int MinDays = 42;

    /// <summary>Origins, at most.</summary>
    private const int MaxOrigins = 60;

    /// <summary>Days before the end within which origins lie.</summary>
    private const int MaxDays = 1100;

    private const double LargestLabel = 3;

    /// <summary>Draws examples.</summary>
    /// <param name="panel">The panel; every example's day lies before its origin.</param>
    /// <param name="horizon">Days to forecast.</param>
    /// <param name="most">Examples, about.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The features by name, and the examples.</returns>
    public static (FeatureTable Features, TrainingTable Examples) Of(DrivenPanel panel, int horizon, int most, CancellationToken cancellationToken)
    {
        var origins = OriginsOf(panel.Origin);
        var candidates = origins.Sum(origin => Enumerable.Range(0, panel.SeriesCount)
            .Sum(series => panel.FirstDays[series] < origin ? (double)Math.Min(horizon, panel.Origin - origin) : 0));
        var share = Math.Min(1, most / Math.Max(1, candidates));
        var parts = new Part[origins.Length];
        Parallel.For(
            0,
            origins.Length,
            new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount },
            i => parts[i] = ExamplesAt(panel, origins[i], horizon, share));
        var table = parts.Length > 0 ? parts[0].Table : new FeatureTable(["none"]);
        var labels = parts.SelectMany(part => part.Labels).ToArray();
        var features = new float[labels.Length * table.Width];
        var next = 0;
        foreach (var part in parts)
        {
            part.Features.CopyTo(features, next);
            next += part.Features.Count;
        }

        var weights = new float[labels.Length];
        Array.Fill(weights, 1);
        return (table, new TrainingTable(table.Width, features, labels, weights));
    }

    /// <summary>Past origins, at a distance that is no multiple of seven, so that every step is seen on every weekday.</summary>
    private static int[] OriginsOf(int known)
    {
        var first = Math.Max(MinDays, known - MaxDays);
        var stride = Math.Max(4, (known - first) / MaxOrigins);
        stride += stride % 7 == 0 ? 1 : 0;
        return [.. Enumerable.Range(1, MaxOrigins).Select(i => known - (i * stride) + (stride / 2)).Where(origin => origin >= first && origin < known)];
    }

    private static Part ExamplesAt(DrivenPanel panel, int first, int horizon, double share)
    {
        var origin = new DrivenOrigin(panel, first);
        var features = new DrivenFeatures(panel, origin, first + horizon);
        var part = new Part(features.Table, [], []);
        var example = new float[part.Table.Width];
        var last = Math.Min(first + horizon, panel.Origin);
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            if (!origin.Knows(series))
            {
                continue;
            }

            for (var day = first; day < last; day++)
            {
                if (DrawOf(series, first, day) < share && panel.SoldOn(series, day) is var sold && !float.IsNaN(sold))
                {
                    features.Fill(series, day, example);
                    part.Features.AddRange(example);
                    part.Labels.Add((float)Math.Clamp(
                        origin.Profiles.Log(series, sold) - origin.ExpectedOn(series, day, first + horizon), -LargestLabel, LargestLabel));
                }
            }
        }

        return part;
    }

    /// <summary>A number in [0, 1) that looks random and is the same on every machine (the finalizer of SplitMix64; Steele, Lea &amp; Flood 2014).</summary>
    private static double DrawOf(int series, int origin, int day)
    {
        var bits = ((ulong)(uint)series * 0x9E3779B97F4A7C15UL) ^ ((ulong)(uint)origin << 32) ^ (uint)day;
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9UL;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBUL;
        return ((bits ^ (bits >> 31)) >> 11) * (1.0 / (1UL << 53));
    }

    private readonly record struct Part(FeatureTable Table, List<float> Features, List<float> Labels);
}
