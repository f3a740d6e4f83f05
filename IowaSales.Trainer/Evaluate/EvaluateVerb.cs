using System.CommandLine;
using IowaSales.Forecasting.Backtesting;
using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Training;
using IowaSales.Trainer.CommandLine;
using IowaSales.Trainer.Data;
using IowaSales.Trainer.Train;

namespace IowaSales.Trainer.Evaluate;

/// <summary>Evaluates forecasts from past origins, and compares two models.</summary>
internal sealed class EvaluateVerb : Verb
{
    private const int MaxHorizon = 365;
    private const int MaxWindows = 520;
    private const int MaxCharts = 100;

    private readonly SalesOptions _sales = new(withDrivers: true);
    private readonly DriverOptions _drivers = new();
    private readonly Option<string[]> _items = ItemsOption.Create("Evaluate on these items only.");
    private readonly Option<string?> _model = new("--model", "-m")
    {
        Description = "Folder of a saved model to evaluate; if left out, a model is trained by --preset and --seed.",
        HelpName = "DIR",
    };

    private readonly Option<string?> _against = new("--against")
    {
        Description = "Folder of a second model to compare with, by a paired test over the windows.",
        HelpName = "DIR",
    };

    private readonly Option<bool> _withoutDrivers = new("--without-drivers")
    {
        Description = "Compare with the same training without drivers and attributes, by a paired test over the windows.",
    };

    private readonly Option<int?> _windows = NumberOption.CreateOptional(
        "--windows", "N", $"Number of windows, 1 .. {MaxWindows}; {EvaluationPlan.DefaultWindows} if left out.", 1, MaxWindows);

    private readonly Option<int?> _horizon = NumberOption.CreateOptional(
        "--horizon", "DAYS", $"Days to forecast from each origin, 1 .. {MaxHorizon}; the model's, or {TrainingOptions.DefaultHorizon}, if left out.", 1, MaxHorizon);

    private readonly Option<int> _spacing = NumberOption.Create(
        "--spacing", "DAYS", "Days from one origin to the next.", Week.Days, min: 1, MaxHorizon);

    private readonly Option<ScoredDays> _protocol = ChoiceOption.Create(
        "--protocol",
        "Days that count: trading (a missing row on an open day is a zero) or reported (days with a row only).",
        ScoredDays.Trading);

    private readonly Option<TrainingPreset> _preset = ChoiceOption.Create(
        "--preset", "How to train when no model is named.", TrainingPreset.Medium);

    private readonly Option<int> _seed = NumberOption.Create(
        "--seed", "N", "Seed of anything random when no model is named.", fallback: 0, int.MinValue, int.MaxValue);

    private readonly Option<int> _trainEvery = NumberOption.Create(
        "--train-every", "N", "Train at every Nth window and roll the model forward between.", fallback: 1, min: 1, MaxWindows);

    private readonly Option<string?> _calendar = CalendarOption.Create("A saved model's own if left out.");
    private readonly Option<string[]> _output = new("--output", "-o")
    {
        Description = "Files to write, each by its name: .json (everything), .csv (the measures as a long table), .html (a page with plots).",
        HelpName = "FILE",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> _forecasts = new("--forecasts")
    {
        Description = "CSV file to write every scored forecast to.",
        HelpName = "FILE",
    };

    private readonly Option<int> _charts = NumberOption.Create(
        "--charts", "N", "Products to chart on the page, those that sell most.", fallback: 12, min: 1, MaxCharts);

    public EvaluateVerb()
        : base(
            "evaluate",
            "Evaluates forecasts from past origins (rolling-origin backtest).",
            ("--windows 8 --output report.html report.json", "train and forecast at each of the last 8 weeks; a page to look at and a file for machines"),
            ("--data data/newer.csv --model model", "a saved model on sales that are newer than it"),
            ("--model model --against candidate", "which of two models is better, and whether that may be chance"),
            ("--known price,promo --windows 8 --without-drivers", "what prices and promotions are worth"),
            ("--preset fast --horizon 28 --spacing 28 --windows 6 --protocol reported", "four weeks ahead, six times, on days with a row"))
    {
        _sales.AddTo(this);
        foreach (var option in (Option[])
            [_items, _model, _against, _withoutDrivers, _windows, _horizon, _spacing, _protocol, _preset, _seed, _trainEvery, _calendar, _output, _forecasts, _charts])
        {
            Add(option);
        }

        _drivers.AddTo(this);
    }

    /// <inheritdoc />
    public override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        OutputName.Require("--forecasts", run.Arguments.GetValue(_forecasts), ".csv");
        var outputs = run.Get(_output).Select(path => EvaluationOutput.Of(run.Surroundings.PathOf(path))).ToArray();
        var request = new EvaluationRequest
        {
            ModelFolder = Folder(run, _model),
            AgainstFolder = Folder(run, _against),
            WithoutDrivers = run.Get(_withoutDrivers),
            Windows = run.Arguments.GetValue(_windows),
            Horizon = run.Arguments.GetValue(_horizon),
            Spacing = run.Get(_spacing),
            Scored = run.Get(_protocol),
            Preset = run.Get(_preset),
            Seed = run.Get(_seed),
            TrainEvery = run.Get(_trainEvery),
        };
        var started = run.Time.GetTimestamp();
        var sales = _sales.Read(run, cancellationToken);
        SalesRemarks.RefuseUnlessDaily(sales, _sales.ShownPath(run));
        SalesRemarks.Say(run, sales);
        var given = ItemsOption.Select(sales.Panel, run.Get(_items));
        if (CalendarOption.Read(run, _calendar) is { } calendar)
        {
            CalendarOption.SayUnknownItems(run, calendar, given.IndexOf);
            given = given.With(calendar);
        }

        given = _drivers.Beside(run, _sales.LayoutOf(run), given, cancellationToken);
        var plan = EvaluationPlan.Of(run, request, given);
        var runs = await TrainingProgressDisplay.RunAsync(run, progress => Task.Run(() => Evaluate(run, plan, progress, cancellationToken), cancellationToken));
        var report = EvaluationReport.Of(plan, runs, sales.Source, run.Time.GetElapsedTime(started));
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var output in outputs)
        {
            output.Write(report, run.Get(_charts));
            run.Say($"Wrote {run.Shown(output.Path)}.");
        }

        if (run.Arguments.GetValue(_forecasts) is { } forecasts)
        {
            CompleteFile.Write(run.Surroundings.PathOf(forecasts), stream => ScoredForecastsCsv.Write(stream, report));
            run.Say($"Wrote {run.Shown(run.Surroundings.PathOf(forecasts))}.");
        }

        if (run.Json)
        {
            run.WriteJson(report.Document, EvaluationJson.Default.EvaluationDocument);
        }
        else
        {
            EvaluationTables.Write(run, report.Document);
        }

        return ExitCode.Done;
    }

    private static string? Folder(VerbRun run, Option<string?> option) =>
        run.Arguments.GetValue(option) is { } folder ? run.Surroundings.PathOf(folder) : null;

    private static RollingForecasts[] Evaluate(
        VerbRun run, EvaluationPlan plan, IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        return
        [
            .. plan.Contenders.Select((contender, index) => contender.Evaluate(
                plan, run.Time, new PartProgress(progress, index, plan.Contenders.Count), cancellationToken)),
        ];
    }

    /// <summary>The progress of one of several evaluations as a part of the whole.</summary>
    private sealed class PartProgress(IProgress<TrainingProgress> whole, int done, int count) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) =>
            whole.Report(value with { Done = (done * value.Total) + value.Done, Total = count * value.Total });
    }
}
