using System.CommandLine;
using Cronos;
using IowaSales.Trainer.CommandLine;

namespace IowaSales.Trainer.Run;

/// <summary>Runs several verbs one after the other, each with its settings from the environment and <c>trainer.json</c>: once, or on a schedule.</summary>
internal sealed class RunVerb : Verb
{
    // Short enough for the clock to be set, or the machine to sleep, without a run being missed by much
    private static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(1);

    private readonly string[] _verbs;
    private readonly Func<Surroundings, IReadOnlyList<string>, CancellationToken, Task<int>> _runVerb;
    private readonly Argument<string[]> _steps = new("VERB")
    {
        Description = "Verbs to run, in this order; the first that fails ends the run.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _schedule = new("--schedule")
    {
        Description = "Run again and again at these times, until stopped: minute, hour, day of the month, month, day of the week, as in crontab.",
        HelpName = "CRON",
    };

    private readonly Option<string?> _zone = new("--time-zone")
    {
        Description = "Time zone of the schedule, such as America/Chicago; UTC if left out.",
        HelpName = "ZONE",
    };

    /// <param name="verbs">Names of the verbs that can be run.</param>
    /// <param name="runVerb">Runs one of them, as on a command line of its own.</param>
    public RunVerb(string[] verbs, Func<Surroundings, IReadOnlyList<string>, CancellationToken, Task<int>> runVerb)
        : base(
            "run",
            "Runs verbs one after the other, each with its settings from the environment and trainer.json; once, or on a schedule.",
            ("fetch push score", "a day's sales: fetched, sent to the API, and the forecasts scored by them"),
            ("fetch push score --schedule \"30 6 * * *\"", "the same at half past six each day"),
            ("retrain --schedule \"30 2 * * 0\" --time-zone UTC", "a challenger each Sunday night"))
    {
        (_verbs, _runVerb) = (verbs, runVerb);
        Add(_steps);
        Add(_schedule);
        Add(_zone);
        _schedule.Validators.Add(result =>
        {
            if (result.GetValue(_schedule) is { } text && !CronExpression.TryParse(text, out _))
            {
                result.AddError($"--schedule must have five fields as in crontab, such as \"30 6 * * *\", not '{text}'.");
            }
        });
        _zone.Validators.Add(result =>
        {
            if (result.GetValue(_zone) is { } text && !TimeZoneInfo.TryFindSystemTimeZoneById(text, out _))
            {
                result.AddError($"--time-zone must be a time zone that this machine knows, such as America/Chicago, not '{text}'.");
            }
        });
    }

    /// <inheritdoc />
    public override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        var steps = run.Arguments.GetValue(_steps)!;
        if (steps.FirstOrDefault(step => !_verbs.Contains(step)) is { } unknown)
        {
            throw VerbException.Usage($"There is no verb '{unknown}' to run; the verbs are {string.Join(", ", _verbs)}.");
        }

        return run.Arguments.GetValue(_schedule) is { } schedule
            ? await RepeatAsync(run, steps, CronExpression.Parse(schedule), cancellationToken)
            : await OnceAsync(run, steps, cancellationToken);
    }

    private async Task<int> OnceAsync(VerbRun run, string[] steps, CancellationToken cancellationToken)
    {
        string[] manner = [.. run.Json ? [GlobalOptions.Json.Name] : Array.Empty<string>(), .. run.Quiet ? [GlobalOptions.Quiet.Name] : Array.Empty<string>()];
        foreach (var step in steps)
        {
            run.Say($"Running {step}.");
            var code = await _runVerb(run.Surroundings, [step, .. manner], cancellationToken);
            if (code != ExitCode.Done)
            {
                return code;
            }
        }

        return ExitCode.Done;
    }

    /// <summary>A run that fails has said why; the next is not held up by it.</summary>
    private async Task<int> RepeatAsync(VerbRun run, string[] steps, CronExpression schedule, CancellationToken cancellationToken)
    {
        var zone = run.Arguments.GetValue(_zone) is { } name ? TimeZoneInfo.FindSystemTimeZoneById(name) : TimeZoneInfo.Utc;
        try
        {
            while (schedule.GetNextOccurrence(run.Time.GetUtcNow(), zone) is { } next)
            {
                run.Say($"Next run at {next:yyyy-MM-dd HH:mm zzz}: {string.Join(", ", steps)}.");
                for (var left = next - run.Time.GetUtcNow(); left > TimeSpan.Zero; left = next - run.Time.GetUtcNow())
                {
                    await Task.Delay(left < MaxPause ? left : MaxPause, run.Time, cancellationToken);
                }

                await OnceAsync(run, steps, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            run.Say("Stopped.");
            return ExitCode.Done;
        }

        throw VerbException.Usage("The schedule has no time left at which to run; see --schedule.");
    }
}
