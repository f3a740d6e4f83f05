using IowaSales.Forecasting.Training;
using IowaSales.Trainer.CommandLine;
using Spectre.Console;

namespace IowaSales.Trainer.Train;

/// <summary>Shows how far a training is: a bar on a terminal, plain lines elsewhere, nothing when quiet.</summary>
internal static class TrainingProgressDisplay
{
    /// <summary>Runs a training and shows its progress.</summary>
    /// <param name="run">The run.</param>
    /// <param name="train">The training, off the calling thread.</param>
    /// <returns>What the training returns.</returns>
    public static Task<T> RunAsync<T>(VerbRun run, Func<IProgress<TrainingProgress>, Task<T>> train)
    {
        if (run.Quiet)
        {
            return train(new Callback(_ => { }));
        }

        var remaining = new RemainingTime(run.Time);
        if (!run.Error.Profile.Capabilities.Interactive)
        {
            var lines = new PlainLines(run, remaining);
            return train(new Callback(lines.Report));
        }

        return run.Error.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(context =>
            {
                var bar = context.AddTask("Preparing");
                return train(new Callback(progress =>
                {
                    bar.Description = Markup.Escape(Describe(progress, remaining.After(progress)));
                    bar.MaxValue = progress.Total;
                    bar.Value = progress.Done;
                }));
            });
    }

    private static string Describe(TrainingProgress progress, TimeSpan? remaining)
    {
        var what = progress.Family is null ? progress.Stage : $"{progress.Stage}: {progress.Family}";
        return remaining is { } time ? $"{what}, about {Math.Ceiling(time.TotalSeconds):0} s left" : what;
    }

    /// <summary>A line whenever stage or family changes.</summary>
    private sealed class PlainLines(VerbRun run, RemainingTime remaining)
    {
        private readonly Lock _lock = new();
        private (string Stage, string? Family) _last;

        public void Report(TrainingProgress progress)
        {
            lock (_lock)
            {
                var left = remaining.After(progress);
                if (_last != (progress.Stage, progress.Family))
                {
                    _last = (progress.Stage, progress.Family);
                    run.Say($"[{100 * progress.Done / progress.Total,3}%] {Describe(progress, left)}");
                }
            }
        }
    }

    /// <summary>Reports at once on the training's thread, in order; the framework's own type posts to the thread pool.</summary>
    private sealed class Callback(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
