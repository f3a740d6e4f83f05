using System.CommandLine;
using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Training;
using IowaSales.Trainer.CommandLine;
using IowaSales.Trainer.Data;

namespace IowaSales.Trainer.Predict;

/// <summary>Forecasts with a saved model.</summary>
internal sealed class PredictVerb : Verb
{
    private readonly Option<string> _model = ModelOption.Create("Folder of the model.");
    private readonly SalesOptions _sales = new(defaultPath: null, withDrivers: true);
    private readonly DriverOptions _drivers = new();
    private readonly Option<DateOnly?> _asOf = DateOption.CreateOptional(
        "--as-of", "Forecast from what is known at the end of this day; the last day of the sales if left out.");

    private readonly Option<string[]> _items = ItemsOption.Create("Forecast these items only.");
    private readonly Option<string?> _calendar = CalendarOption.Create("The model's own if left out.");
    private readonly Option<string[]> _whatIf = WhatIfOption.Create();
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
            ("--drivers ahead.csv", "with the prices and promotions of the days ahead"),
            ("--what-if date=2024-06-03,price=9.99,item=\"BLACK VELVET\"", "what another price would do"),
            ("--items \"BLACK VELVET\" --json", "one item for a machine"),
            ("--attributes items.csv --items \"NEW VODKA\"", "an item that never sold, from items with its attributes"))
    {
        Add(_model);
        _sales.AddTo(this);
        Add(_asOf);
        Add(_items);
        Add(_calendar);
        _drivers.AddTo(this);
        Add(_whatIf);
        Add(_output);
    }

    /// <inheritdoc />
    public override Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        OutputName.Require("--output", run.Arguments.GetValue(_output), run.Json ? [".json"] : [".csv", ".json"]);
        var model = ModelStore.Load(run.PathOf(_model));
        var panel = _sales.Given(run) ? NewerSales.Behind(run, model.Panel, ReadNewer(run, model, cancellationToken)) : model.Panel;
        if (CalendarOption.Read(run, _calendar) is { } calendar)
        {
            CalendarOption.SayUnknownItems(run, calendar, panel.IndexOf);
            panel = panel.With(calendar);
        }

        panel = panel.With(_drivers.Read(run, _sales.LayoutOf(run), panel.Drivers, panel, cancellationToken));
        var sold = panel.SeriesCount;
        panel = WithUnsold(run, panel);
        var forecasts = model.Forecast(HistoryOf(run, model, panel));
        var changes = WhatIfOption.Parse(run.Get(_whatIf))
            .Select(change => change.Item is { } item ? change with { Item = panel.Items[ItemsOption.IndicesOf(panel.Items, [item])[0]] } : change)
            .ToArray();
        var selected = Selected(run, panel, changes);
        SayUnsold(run, forecasts, sold);
        var unknown = selected.Count(series => series < sold && !forecasts.Series[series].KnownToModel);
        if (unknown > 0)
        {
            run.Say($"{unknown} of the {selected.Length} items are new to the model; only what needs no fit made their forecasts (known_to_model is false).");
        }

        if (changes.Length == 0)
        {
            Write(
                run, forecasts, selected.Length, (stream, json) =>
                {
                    SeriesForecast[] series = [.. selected.Select(index => forecasts.Series[index])];
                    if (json)
                    {
                        ForecastJson.Write(stream, forecasts, series);
                    }
                    else
                    {
                        ForecastCsv.Write(stream, forecasts, series);
                    }
                });
        }
        else
        {
            WriteWhatIf(run, model, forecasts, selected, changes);
        }

        return Task.FromResult(ExitCode.Done);
    }

    /// <summary>The sales beside items that are named and never sold, of which attributes are known.</summary>
    private SalesPanel WithUnsold(VerbRun run, SalesPanel panel)
    {
        if (run.Get(_items) is not { Length: > 0 } names || panel.Drivers.Attributes.Count == 0)
        {
            return panel;
        }

        var sold = new ItemLookup(panel.Items);
        var unsold = new ItemLookup([.. panel.Drivers.Attributes.SelectMany(attribute => attribute.Items).Where(item => panel.IndexOf(item) < 0).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)]);
        return panel.WithUnsold(
        [
            .. names.Where(name => sold.Find(name, out var candidates) < 0 && candidates.Count == 0)
                .Select(name => unsold.Find(name, out _)).Where(index => index >= 0).Select(index => unsold.Names[index]),
        ]);
    }

    /// <summary>Says how items that never sold are forecast.</summary>
    /// <exception cref="VerbException">One cannot be forecast: there is too little to learn from.</exception>
    private static void SayUnsold(VerbRun run, ForecastSet forecasts, int sold)
    {
        foreach (var series in forecasts.Series.Skip(sold))
        {
            if (series.SumQuantile(series.Horizon, QuantileLevels.Reported[^1]) <= 0)
            {
                throw VerbException.Input(
                    $"'{series.Item}' has no sales, and this model cannot tell from its attributes what it will sell: that takes five items with four weeks of sales that sell on most days.");
            }

            run.Say($"'{series.Item}' has no sales: its forecast is what items with its attributes sell.");
        }
    }

    /// <summary>The series to write: those that are named, else those that are changed, else all.</summary>
    private int[] Selected(VerbRun run, SalesPanel panel, DriverChange[] changes)
    {
        if (run.Get(_items) is { Length: > 0 } names)
        {
            return ItemsOption.IndicesOf(panel.Items, names);
        }

        return changes.Length > 0 && changes.All(change => change.Item is not null)
            ? [.. changes.Select(change => panel.IndexOf(change.Item!)).Distinct()]
            : [.. Enumerable.Range(0, panel.SeriesCount)];
    }

    private void WriteWhatIf(VerbRun run, ForecastModel model, ForecastSet known, int[] selected, DriverChange[] changes)
    {
        ForecastSet changed;
        try
        {
            changed = model.Forecast(WhatIf.Of(known.History, known.Horizon, changes));
        }
        catch (DriverChangeException exception)
        {
            throw VerbException.Usage($"--what-if: {exception.Message}");
        }

        Write(
            run, changed, selected.Length, (stream, json) =>
            {
                if (json)
                {
                    WhatIfTable.WriteJson(stream, changed, known, selected);
                }
                else
                {
                    WhatIfTable.WriteCsv(stream, changed, known, selected);
                }
            });
        var (sum, before) = (selected.Sum(series => changed.Series[series].SumMean(changed.Horizon)), selected.Sum(series => known.Series[series].SumMean(known.Horizon)));
        run.Say(FormattableString.Invariant($"{sum:0.#} expected over {known.Horizon} days instead of {before:0.#}: {sum - before:+0.#;-0.#;0}."));
    }

    private SalesPanel ReadNewer(VerbRun run, ForecastModel model, CancellationToken cancellationToken)
    {
        var known = model.Panel.Drivers;
        var sales = _sales.Read(run, known, cancellationToken);
        foreach (var sentence in sales.Ambiguities.Concat(sales.DriverRemarks))
        {
            run.Say(sentence);
        }

        return sales.Panel.With(DriverOptions.OnlyKnown(run, sales.Panel.Drivers, known));
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

    private void Write(VerbRun run, ForecastSet forecasts, int count, Action<Stream, bool> writeAs)
    {
        var output = run.Arguments.GetValue(_output);
        var json = run.Json || (output?.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ?? false);
        if (output is null)
        {
            using var buffer = new MemoryStream();
            writeAs(buffer, json);
            run.Surroundings.Out.Write(System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
            return;
        }

        var path = run.Surroundings.PathOf(output);
        CompleteFile.Write(path, stream => writeAs(stream, json));
        run.Say($"Wrote forecasts of {count} items, {forecasts.Days[0].Date:yyyy-MM-dd} .. {forecasts.Days[^1].Date:yyyy-MM-dd}, to {run.Shown(path)}.");
    }
}
