using System.CommandLine;
using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Training;
using IowaSales.Trainer.CommandLine;
using IowaSales.Trainer.Data;

namespace IowaSales.Trainer.Train;

/// <summary>Learns a model from sales and saves it.</summary>
internal sealed class TrainVerb : Verb
{
    /// <summary>Most days that a model can forecast.</summary>
    internal const int MaxHorizon = 365;

    /// <summary>Share of a time limit that is kept for saving the model.</summary>
    private const double SavingShare = 0.03;

    private static readonly TimeSpan MinTraining = TimeSpan.FromMilliseconds(1);

    private readonly SalesOptions _sales = new(withDrivers: true);
    private readonly DriverOptions _drivers = new();
    private readonly Option<string> _model = ModelOption.Create("Folder to save the model in; a model already there is replaced once the new one is complete.");
    private readonly Option<int> _horizon = NumberOption.Create(
        "--horizon", "DAYS", $"Days to forecast, 1 .. {MaxHorizon}.", TrainingOptions.DefaultHorizon, min: 1, MaxHorizon);

    private readonly Option<string[]> _items = ItemsOption.Create("Train on these items only.");
    private readonly Option<TrainingPreset> _preset = ChoiceOption.Create(
        "--preset",
        "How much work to do: fast (statistical families), medium (all families), best (all, more validation).",
        TrainingPreset.Medium);

    private readonly Option<int?> _timeLimit = NumberOption.CreateOptional(
        "--time-limit",
        "SECONDS",
        "End within this many seconds, reading and saving included; families that are not done by then are left out.",
        min: 1,
        int.MaxValue);

    private readonly Option<string?> _calendar = CalendarOption.Create("The model keeps it.");
    private readonly Option<int> _seed = NumberOption.Create(
        "--seed", "N", "Seed of anything random.", fallback: 0, int.MinValue, int.MaxValue);

    private readonly ClusterOptions _cluster = new(
        "Have the shards of a large panel done by an Orleans cluster: this process and those of 'worker' that join.");

    public TrainVerb()
        : base(
            "train",
            "Learns a model from daily sales and saves it.",
            ("", "the bundled data into model/"),
            ("--data data/shop.csv --preset best --time-limit 300", "your own data, five minutes at most"),
            ("--data sales.parquet --key store,item_number --horizon 14", "one series per store and item, two weeks ahead"),
            ("--cluster --data sales.parquet --key store,item_number --model /shared/model", "a large panel, with the processes of 'worker --model /shared/model'"),
            ("--calendar holidays.ics", "with the days on which you know to be closed"),
            ("--known price,promo --drivers ahead.csv --attributes items.csv", "with prices and promotions, past and ahead, and what is always so of an item"))
    {
        _sales.AddTo(this);
        Add(_model);
        Add(_horizon);
        Add(_items);
        Add(_calendar);
        _drivers.AddTo(this);
        Add(_preset);
        Add(_timeLimit);
        Add(_seed);
        _cluster.AddTo(this);
    }

    /// <inheritdoc />
    public override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        var started = run.Time.GetTimestamp();
        var folder = run.PathOf(_model);
        var calendar = CalendarOption.Read(run, _calendar);
        var (manifest, sales) = await TrainInShardsAsync(run, folder, calendar ?? StatedCalendar.Empty, cancellationToken);
        if (manifest is not null)
        {
            Report(run, manifest, folder);
            return ExitCode.Done;
        }

        if (_cluster.IsOn(run))
        {
            run.Say("These sales are trained in this process alone. Only a large panel whose items sell rarely is split into shards, and only without drivers, --items or --time-limit.");
        }

        sales ??= _sales.Read(run, cancellationToken);
        SalesRemarks.RefuseUnlessDaily(sales, _sales.ShownPath(run));
        var panel = ItemsOption.Select(sales.Panel, run.Get(_items));
        run.Say($"Read {_sales.ShownPath(run)}: {sales.Rows} rows, {panel.SeriesCount} series, {panel.FirstDate:yyyy-MM-dd} .. {panel.LastDate:yyyy-MM-dd}{(sales.Source.Simulated ? ", simulated" : "")}.");
        SalesRemarks.Say(run, sales);
        if (calendar is not null)
        {
            CalendarOption.SayUnknownItems(run, calendar, panel.IndexOf);
            panel = panel.With(calendar);
        }

        panel = _drivers.Beside(run, _sales.LayoutOf(run), panel, cancellationToken);
        SayWhereDriversEnd(run, panel);
        var model = await TrainingProgressDisplay.RunAsync(run, progress => Task.Run(() => Train(run, panel, sales.Source, started, progress, cancellationToken), cancellationToken));
        manifest = ModelStore.Save(model, folder);
        Report(run, manifest, folder);
        SayUnusedDrivers(run, panel, manifest);
        return ExitCode.Done;
    }

    /// <summary>Says that prices, promotions or attributes change no forecast, where no family that sees them has weight.</summary>
    private void SayUnusedDrivers(VerbRun run, SalesPanel panel, ModelManifest manifest)
    {
        var preset = run.Get(_preset);
        bool IsUsed(Func<IModelFamily, bool> sees) => manifest.Leaderboard.Any(entry => entry.Weight > 0 && ModelFamilies.Find(entry.Name) is { } family && sees(family));
        if (panel.Drivers.Drivers.Any(driver => driver.Role == DriverRole.Ordinary) && !IsUsed(family => family.NeedsDrivers))
        {
            run.Say("The drivers have no effect that holds on weeks it was not learned from, so they change no forecast.");
        }

        if (panel.Drivers.Attributes.Count > 0 && !IsUsed(family => family.SeesAttributes))
        {
            run.Say(PresetFamilies.Of(preset).Families.Any(family => family.SeesAttributes)
                ? "The family that sees attributes has no weight in this model, so they change no forecast."
                : $"The preset {preset.ToString().ToLowerInvariant()} has no family that sees attributes, so they change no forecast; train with --preset medium.");
        }
    }

    /// <summary>Says which drivers end before the days that the model forecasts from its own sales.</summary>
    private void SayWhereDriversEnd(VerbRun run, SalesPanel panel)
    {
        try
        {
            History.Of(panel).RequireDrivers(run.Get(_horizon));
        }
        catch (SalesDataException exception)
        {
            run.Say($"{exception.Message} Until then the model is trained and cannot forecast.");
        }
    }

    private ForecastModel Train(
        VerbRun run,
        SalesPanel panel,
        SalesSource source,
        long started,
        IProgress<TrainingProgress> progress,
        CancellationToken cancellationToken)
    {
        var options = OptionsOf(run) with
        {
            TimeLimit = run.Get(_timeLimit) is { } seconds
                ? TimeForTraining(TimeSpan.FromSeconds(seconds), run.Time.GetElapsedTime(started))
                : null,
            DataSource = source.Description,
            Simulated = source.Simulated,
        };
        return new ModelTrainer(run.Time).Train(panel, options, progress, cancellationToken);
    }

    private TrainingOptions OptionsOf(VerbRun run)
    {
        var preset = run.Get(_preset);
        var (families, leftOut) = PresetFamilies.Of(preset);
        return new TrainingOptions
        {
            Horizon = run.Get(_horizon),
            Preset = preset,
            Families = families,
            LeftOut = leftOut,
            Seed = run.Get(_seed),
        };
    }

    /// <summary>Trains a large panel in shards.</summary>
    /// <returns>The manifest; null where the panel is trained in memory. What was read of it then; null for nothing.</returns>
    private async Task<(ModelManifest? Manifest, SalesFile? Sales)> TrainInShardsAsync(
        VerbRun run, string folder, StatedCalendar calendar, CancellationToken cancellationToken)
    {
        // A time limit leaves families out while they are trained; items, drivers and what is stated for single items are joined to a panel in memory.
        if (run.Get(_timeLimit) is not null || run.Get(_items).Length > 0 || _sales.HasDrivers(run) || _drivers.Given(run) || calendar.Items.Count > 0)
        {
            return (null, null);
        }

        var options = OptionsOf(run);
        string[] identity =
        [
            _sales.IdentityOf(run),
            FormattableString.Invariant($"{options.Horizon} {options.Preset} {options.Seed}"),
            .. options.Families.Select(family => family.Name),
            .. calendar.Days.Select(day => day.ToString()),
        ];
        using var bucket = _cluster.BucketOf(run);
        using var standing = _cluster.StandingOf(run, bucket?.Name ?? ModelOption.NameOf(folder));
        using var work = new TrainingWork(folder, string.Join('\n', identity), bucket);
        var training = new ShardedTraining(run, _sales, work, _cluster.IsOn(run) ? _cluster.AddressOf(run) : null, standing);
        var manifest = await training.TrainAsync(calendar, options, folder, cancellationToken);
        return (manifest, training.Read);
    }

    /// <summary>What reading leaves of a time limit, less a share for saving: however little it is, a training leaves a model.</summary>
    private static TimeSpan TimeForTraining(TimeSpan limit, TimeSpan spent)
    {
        var left = limit - (limit * SavingShare) - spent;
        return left > MinTraining ? left : MinTraining;
    }

    private static void Report(VerbRun run, ModelManifest manifest, string folder)
    {
        if (run.Json)
        {
            run.WriteJson(manifest, ManifestOutputJson.Default.ModelManifest);
            return;
        }

        if (!run.Quiet)
        {
            run.Out.Write(LeaderboardTable.Of(manifest));
            foreach (var sentence in manifest.LeftOut)
            {
                run.Surroundings.Out.WriteLine($"Left out: {sentence}");
            }
        }

        run.Say($"Saved model {manifest.ModelVersion} to {run.Shown(folder)} after {manifest.TrainingSeconds:0.0} s.");
    }
}
