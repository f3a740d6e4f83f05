using System.CommandLine;
using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Training;
using IowaSales.Trainer.CommandLine;
using IowaSales.Trainer.Data;

namespace IowaSales.Trainer.Predict;

/// <summary>Forecasts with a saved model.</summary>
internal sealed class PredictVerb : Verb
{
    private readonly Option<string> _model = ModelOption.Create("Folder of the model.");
    private readonly SalesOptions _sales = new(defaultPath: null);
    private readonly Option<DateOnly?> _asOf = DateOption.CreateOptional(
        "--as-of", "Forecast from what is known at the end of this day; the last day of the sales if left out.");

    private readonly Option<string[]> _items = ItemsOption.Create("Forecast these items only.");
    private readonly Option<string?> _calendar = CalendarOption.Create("The model's own if left out.");
    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "File to write, .csv or .json; standard output if left out.",
        HelpName = "FILE",
    };

    public PredictVerb()
        : base(
            "predict",
            "Forecasts with a saved model, from its own sales or from newer ones.",
            ("", "the model's own sales, all items, to standard output"),
            ("--data data/newer.csv --output forecasts.csv", "sales that are newer than the model: rolled forward, not trained again"),
            ("--items \"BLACK VELVET\" --json", "one item for a machine"))
    {
        Add(_model);
        _sales.AddTo(this);
        Add(_asOf);
        Add(_items);
        Add(_calendar);
        Add(_output);
    }

    /// <inheritdoc />
    public override Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        OutputName.Require("--output", run.Arguments.GetValue(_output), run.Json ? [".json"] : [".csv", ".json"]);
        var model = ModelStore.Load(run.PathOf(_model));
        var panel = _sales.Given(run) ? NewerSales.Behind(run, model.Panel, ReadNewer(run, cancellationToken)) : model.Panel;
        if (CalendarOption.Read(run, _calendar) is { } calendar)
        {
            CalendarOption.SayUnknownItems(run, calendar, panel.IndexOf);
            panel = panel.With(calendar);
        }

        var forecasts = model.Forecast(HistoryOf(run, model, panel));
        var selected = run.Get(_items) is { Length: > 0 } names
            ? [.. ItemsOption.IndicesOf(panel.Items, names).Select(index => forecasts.Series[index])]
            : forecasts.Series;
        var unknown = selected.Count(series => !series.KnownToModel);
        if (unknown > 0)
        {
            run.Say($"{unknown} of the {selected.Count} items are new to the model; only what needs no fit made their forecasts (known_to_model is false).");
        }

        Write(run, forecasts, selected);
        return Task.FromResult(ExitCode.Done);
    }

    private SalesPanel ReadNewer(VerbRun run, CancellationToken cancellationToken)
    {
        var sales = _sales.Read(run, cancellationToken);
        foreach (var sentence in sales.Ambiguities)
        {
            run.Say(sentence);
        }

        return sales.Panel;
    }

    private History HistoryOf(VerbRun run, ForecastModel model, SalesPanel panel)
    {
        if (run.Get(_asOf) is not { } asOf)
        {
            return History.Of(panel);
        }

        if (asOf < panel.FirstDate || asOf > panel.LastDate)
        {
            throw VerbException.Usage(
                $"--as-of {asOf:yyyy-MM-dd} is outside the sales, {panel.FirstDate:yyyy-MM-dd} .. {panel.LastDate:yyyy-MM-dd}; give a day among them.");
        }

        if (asOf < model.Manifest.DataThrough)
        {
            run.Say(
                $"The model has learned from sales up to {model.Manifest.DataThrough:yyyy-MM-dd}, after {asOf:yyyy-MM-dd}: these forecasts are better than they could have been. Use evaluate for an honest backtest.");
        }

        return History.At(panel, panel.DayOf(asOf) + 1);
    }

    private void Write(VerbRun run, ForecastSet forecasts, IReadOnlyList<SeriesForecast> selected)
    {
        var output = run.Arguments.GetValue(_output);
        var json = run.Json || (output?.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ?? false);
        Action<Stream> write = json
            ? stream => ForecastJson.Write(stream, forecasts, selected)
            : stream => ForecastCsv.Write(stream, forecasts, selected);
        if (output is null)
        {
            using var buffer = new MemoryStream();
            write(buffer);
            run.Surroundings.Out.Write(System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
            return;
        }

        var path = run.Surroundings.PathOf(output);
        CompleteFile.Write(path, write);
        run.Say($"Wrote forecasts of {selected.Count} items, {forecasts.Days[0].Date:yyyy-MM-dd} .. {forecasts.Days[^1].Date:yyyy-MM-dd}, to {run.Shown(path)}.");
    }
}
