using System.CommandLine;
using IowaSales.Contracts;
using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Forecasting.Training;
using IowaSales.Storage;
using IowaSales.Storage.Ledger;
using IowaSales.Storage.Planning;
using IowaSales.Trainer.CommandLine;
using IowaSales.Trainer.Data;
using IowaSales.Trainer.Train;

namespace IowaSales.Trainer.Retrain;

/// <summary>
/// Trains a challenger on the sales store, and promotes it only when it beats the champion on forecasts that were served. For the comparison the
/// challenger is trained without the days that it is compared on; the model that is promoted then knows them too.
/// </summary>
internal sealed class RetrainVerb : Verb
{
    private readonly StoreOption _store = new();
    private readonly Option<string> _model = ModelOption.Create("Model folder; its versions are kept side by side.");
    private readonly DriverOptions _drivers = new();
    private readonly Option<int> _weeks = NumberOption.Create("--weeks", "N", "Last weeks of the ledger that decide, 2 .. 26.", 4, 2, 26);
    private readonly Option<TrainingPreset?> _preset = ChoiceOption.CreateOptional<TrainingPreset>(
        "--preset", "How much work to do: fast, medium or best; the champion's if left out.");

    private readonly Option<int?> _horizon = NumberOption.CreateOptional(
        "--horizon", "DAYS", $"Days to forecast, 1 .. {TrainVerb.MaxHorizon}; the champion's if left out.", 1, TrainVerb.MaxHorizon);

    private readonly Option<int?> _seed = NumberOption.CreateOptional(
        "--seed", "N", "Seed of anything random; the champion's if left out.", int.MinValue, int.MaxValue);

    private readonly Option<double> _canary = new("--canary")
    {
        Description = "Serve a winning challenger to this share of items first (0.01 .. 0.5); the next run decides by what it did there.",
        HelpName = "SHARE",
    };

    private readonly Option<bool> _ifDue = new("--if-due") { Description = "Do nothing unless it is time (see --every) or items have drifted." };
    private readonly Option<int> _every = NumberOption.Create("--every", "N", "Days of new sales after which it is time, 1 .. 3650.", 28, 1, 3650);

    public RetrainVerb()
        : base(
            "retrain",
            "Trains a challenger on the sales store and promotes it only when it beats the champion on the last weeks.",
            ("--store sales.db", "on an SQLite store"),
            ("--if-due --every 28 --canary 0.1", "for a daily schedule; the store is named by Sales__Store"))
    {
        _store.AddTo(this);
        Add(_model);
        Add(_weeks);
        _drivers.AddTo(this);
        Add(_preset);
        Add(_horizon);
        Add(_seed);
        Add(_canary);
        Add(_ifDue);
        Add(_every);
        _canary.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValue(_canary) is not (>= 0.01 and <= 0.5))
            {
                result.AddError("--canary must be a share from 0.01 to 0.5.");
            }
        });
    }

    /// <inheritdoc />
    public override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        var folder = run.PathOf(_model);
        var registry = new ModelRegistry(folder);
        using var only = registry.Lock();
        var champion = ModelStore.ReadManifest(folder);
        try
        {
            var outcome = await RunAsync(run, registry, champion, _store.Open(run), cancellationToken);
            Report(run, outcome);
            return ExitCode.Done;
        }
        catch (Exception exception) when (exception is StoreUnavailableException or StoreFullException)
        {
            throw VerbException.Failure(exception.Message, exception);
        }
    }

    private async Task<RetrainOutcome> RunAsync(
        VerbRun run, ModelRegistry registry, ModelManifest champion, SalesStore store, CancellationToken cancellationToken)
    {
        var (panel, _) = await new StoredPanel(store).ReadAsync([], null, cancellationToken);
        if (panel is null)
        {
            throw VerbException.Input($"The sales store {store.Location} has no sales yet.");
        }

        // What was known of open and closed days when the champion was trained is still known.
        var known = ModelStore.Load(run.PathOf(_model)).Panel;
        var (stored, _) = await new StoredDrivers(store).ReadAsync(cancellationToken: cancellationToken);

        // Closures planned ahead may still be undone: only those of days that are over are learned from.
        var last = panel.LastDate;
        var planned = new StatedCalendar((await new ClosureBook(store, TimeProvider.System).InForceAsync(cancellationToken)).Days.Where(day => day.Date <= last));
        panel = _drivers.Beside(run, (SalesColumns.Default, SalesFormat.Recognised), panel.With(known.Stated.Under(planned)).With(known.Drivers.Updated(Learnable(stored!), "The sales store")), cancellationToken);
        if (registry.Read()?.Challenger is { } challenger)
        {
            return await JudgeAsync(run, registry, store, challenger, cancellationToken);
        }

        var why = await DueCheck.ReasonAsync(store, champion, run.Get(_every), panel.LastDate, cancellationToken);
        if (why is null && run.Get(_ifDue))
        {
            return new RetrainOutcome("not_due", champion.ModelVersion, null, "Nothing is due: no new weeks of sales, no drift.");
        }

        run.Say($"Training a challenger on {panel.RowCount} rows through {panel.LastDate:yyyy-MM-dd}{(why is null ? "" : $", because {why}")}.");
        var since = panel.LastDate.AddDays(-Week.Days * run.Get(_weeks));
        var served = await new LedgerReader(store).ServedStepsAsync(since, cancellationToken: cancellationToken);
        if (served.Select(score => score.Date).Distinct().Count() < ChallengerTest.MinDays)
        {
            return Kept(run, registry, champion, $"Nothing was trained: fewer than {ChallengerTest.MinDays} days of served forecasts are scored since {since:yyyy-MM-dd}.");
        }

        var first = served.Min(score => score.Origin);
        var blind = Train(run, champion, panel.Before(panel.DayOf(first)), cancellationToken);
        var comparison = ChallengerTest.OnServed(served, blind, panel)!;
        if (!comparison.ChallengerWins)
        {
            return Kept(run, registry, champion, $"A challenger was no better: {comparison.Figures}.");
        }

        var manifest = registry.Add(Train(run, champion, panel, cancellationToken));
        var reason = $"It beat {champion.ModelVersion}: {comparison.Figures}.";
        if (run.Get(_canary) is > 0 and var share)
        {
            registry.StartTrial(manifest.ModelVersion, share, run.Time.GetUtcNow(), reason);
            return new RetrainOutcome(RegistryEvent.TrialStarted, champion.ModelVersion, manifest.ModelVersion, FormattableString.Invariant($"{reason} It serves {share:P0} of items until the next run."));
        }

        registry.Promote(manifest.ModelVersion, run.Time.GetUtcNow(), reason);
        return new RetrainOutcome(RegistryEvent.Promoted, manifest.ModelVersion, manifest.ModelVersion, reason);
    }

    /// <summary>Decides about a challenger on trial.</summary>
    private static async Task<RetrainOutcome> JudgeAsync(
        VerbRun run, ModelRegistry registry, SalesStore store, RegisteredChallenger challenger, CancellationToken cancellationToken)
    {
        const int MaxTrialDays = 42;
        var now = run.Time.GetUtcNow();
        var champion = registry.Read()!.Champion;
        var reader = new LedgerReader(store);
        var served = await reader.ServedStepsAsync(DateOnly.MinValue, challenger.Version, cancellationToken);
        var since = served.Count == 0 ? DateOnly.MaxValue : served.Min(score => score.Date).AddDays(-1);
        var comparison = ChallengerTest.OnLedger(await reader.ServedStepsAsync(since, champion, cancellationToken), served);
        if (comparison is { ChallengerWins: true })
        {
            var reason = $"It beat {champion} while both were served: {comparison.Figures}.";
            registry.Promote(challenger.Version, now, reason);
            return new RetrainOutcome(RegistryEvent.Promoted, challenger.Version, challenger.Version, reason);
        }

        if (comparison is { ChallengerLoses: true } || (now - challenger.Since).TotalDays > MaxTrialDays)
        {
            var reason = comparison is null
                ? $"Its trial since {challenger.Since:yyyy-MM-dd} scored too few days."
                : $"It did not beat {champion} while both were served: {comparison.Figures}.";
            registry.EndTrial(now, reason);
            return new RetrainOutcome(RegistryEvent.TrialEnded, champion, challenger.Version, reason);
        }

        return new RetrainOutcome("undecided", champion, challenger.Version, comparison is null
            ? $"{challenger.Version} has been on trial since {challenger.Since:yyyy-MM-dd}; fewer than {ChallengerTest.MinDays} days are scored for both."
            : $"{challenger.Version} has been on trial since {challenger.Since:yyyy-MM-dd}, not decided yet: {comparison.Figures}.");
    }

    /// <summary>What the store states, without the stock and terms of delivery that orders are planned with: they say nothing of demand.</summary>
    private static DriverSet Learnable(DriverSet stored) => stored.Without(
        [.. stored.Attributes.Select(attribute => attribute.Name).Where(name => PlanningAttributes.OfOrders.Contains(name, StringComparer.OrdinalIgnoreCase))]);

    /// <summary>Trains as the champion was trained, but for what is asked for.</summary>
    private ForecastModel Train(VerbRun run, ModelManifest champion, SalesPanel panel, CancellationToken cancellationToken)
    {
        var preset = run.Get(_preset)
            ?? (Enum.TryParse<TrainingPreset>(champion.Preset, ignoreCase: true, out var own) ? own : TrainingPreset.Medium);
        var (families, leftOut) = PresetFamilies.Of(preset);
        var options = new TrainingOptions
        {
            Horizon = run.Get(_horizon) ?? champion.Horizon,
            Seed = run.Get(_seed) ?? champion.Seed,
            Preset = preset,
            Families = families,
            LeftOut = leftOut,
            DataSource = "the sales store",
        };
        return new ModelTrainer(run.Time).Train(panel, options, cancellationToken: cancellationToken);
    }

    private static RetrainOutcome Kept(VerbRun run, ModelRegistry registry, ModelManifest champion, string reason)
    {
        registry.KeepChampion(run.Time.GetUtcNow(), reason);
        return new RetrainOutcome(RegistryEvent.Kept, champion.ModelVersion, null, reason);
    }

    private static void Report(VerbRun run, RetrainOutcome outcome)
    {
        if (run.Json)
        {
            run.WriteJson(outcome, RetrainJson.Default.RetrainOutcome);
            return;
        }

        run.Surroundings.Out.WriteLine($"{outcome.Reason} Champion: {outcome.Champion}.");
    }
}
