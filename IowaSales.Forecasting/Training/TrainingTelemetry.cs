using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace IowaSales.Forecasting.Training;

/// <summary>
/// Traces and metrics of training: an activity for each stage, its duration, and the series fitted. They cost next to nothing while nobody
/// listens; a host that wants them listens to <see cref="Name"/>.
/// </summary>
public static class TrainingTelemetry
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "IowaSales.Forecasting";

    private const string FamilyTag = "iowasales.family";
    private const string StageTag = "iowasales.stage";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Histogram<double> Durations = Meter.CreateHistogram<double>(
        "iowasales.training.stage.duration", "s", "Wall time of one stage of a training.");

    private static readonly Counter<long> Series = Meter.CreateCounter<long>(
        "iowasales.training.series", "{series}", "Series fitted in trainings, by family.");

    /// <summary>A stage begins; it ends when what is returned is disposed of.</summary>
    /// <param name="stage">What is done, in a word or two.</param>
    /// <param name="time">Clock.</param>
    /// <param name="family">The family at work; null for none.</param>
    internal static StageScope Begin(string stage, TimeProvider time, string? family = null) => new(stage, time, family);

    /// <summary>Series of a family have been fitted.</summary>
    internal static void Count(string family, int series) => Series.Add(series, new KeyValuePair<string, object?>(FamilyTag, family));

    /// <summary>One stage while it lasts.</summary>
    internal readonly struct StageScope : IDisposable
    {
        private readonly Activity? _activity;
        private readonly TimeProvider _time;
        private readonly long _started;
        private readonly TagList _tags;

        internal StageScope(string stage, TimeProvider time, string? family)
        {
            _time = time;
            _started = time.GetTimestamp();
            _tags = new TagList { { StageTag, stage } };
            if (family is not null)
            {
                _tags.Add(FamilyTag, family);
            }

            _activity = Source.StartActivity(family is null ? stage : $"{stage} {family}");
            _activity?.SetTag(FamilyTag, family);
        }

        /// <summary>Describes the stage.</summary>
        public void Tag(string name, object value) => _activity?.SetTag(name, value);

        /// <inheritdoc/>
        public void Dispose()
        {
            Durations.Record(_time.GetElapsedTime(_started).TotalSeconds, _tags);
            _activity?.Dispose();
        }
    }
}
