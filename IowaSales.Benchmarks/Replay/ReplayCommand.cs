using System.Diagnostics;
using IowaSales.Benchmarks.Protocols;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Monitoring;
using IowaSales.Forecasting.Training;
using IowaSales.Storage;
using IowaSales.Storage.Entities;
using IowaSales.Storage.Import;
using IowaSales.Storage.Ledger;
using Microsoft.EntityFrameworkCore;

namespace IowaSales.Benchmarks.Replay;

/// <summary>
/// Replays a file of sales day by day through a sales store: each day comes in as a batch, is scored and watched, and forecast from, with a model
/// trained on what lay before: once, or anew every so many days. Reports what was raised against how often that happens by chance, and which drifts later sales bear out.
/// </summary>
internal static class ReplayCommand
{
    /// <summary>Change of an item's level after a drift that shows that the drift was one.</summary>
    private const double LastingChange = 1.3;

    /// <summary>How many times forecasts sales were, or the other way round, when an item ran short or was promoted.</summary>
    private const double FarOff = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        var path = CommandOptions.Value(args, "--data") ?? "../shared/data/iowa_top500_2020_2022h1.csv.gz";
        var days = CommandOptions.Number(args, "--days", 365);
        var every = CommandOptions.Number(args, "--retrain", 0);
        var preset = Enum.Parse<TrainingPreset>(CommandOptions.Value(args, "--preset") ?? "Fast", ignoreCase: true);
        var folder = Directory.CreateTempSubdirectory("replay-").FullName;
        try
        {
            var store = SalesStore.At(CommandOptions.Value(args, "--store") ?? Path.Combine(folder, "sales.db"));
            await store.PrepareAsync();
            await ReplayAsync(store, ProtocolData.Read(path), days, preset, every);
            store.ReleaseConnections();
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task ReplayAsync(SalesStore store, SalesPanel panel, int days, TrainingPreset preset, int every)
    {
        var (start, trainer, options) = (panel.DayCount - days, new ModelTrainer(TimeProvider.System), new TrainingOptions { Preset = preset });
        var model = trainer.Train(panel.Before(start), options);
        Console.WriteLine($"Trained on {panel.DateOf(0):yyyy-MM-dd} .. {panel.DateOf(start - 1):yyyy-MM-dd}, {panel.SeriesCount} items; replaying {days} days, trained anew {(every > 0 ? $"every {every} days" : "never")}.");
        var ledger = new ForecastLedger(store, TimeProvider.System);
        await TakeAsync(store, PanelRows.Of(panel.Before(start)));
        var (scored, open, trainings, worst, clock) = (0L, 0, 0, 0.0, Stopwatch.StartNew());
        for (var day = start; day <= panel.DayCount; day++)
        {
            if (day > start && !await TakeAsync(store, RowsOf(panel, day - 1)))
            {
                continue;
            }

            if (every > 0 && day - start >= every && (day - start) / every > trainings)
            {
                (model, trainings) = (trainer.Train(panel.Before(day), options), trainings + 1);
            }

            open++;
            var forecasts = model.Forecast(History.At(panel, day));
            var version = (await store.ReadStateAsync()).DataVersion;
            var settling = Stopwatch.GetTimestamp();
            scored += (await ledger.SettleAsync([new ServedForecast(forecasts, model.Manifest.ModelVersion, version)])).Scored;
            worst = Math.Max(worst, Stopwatch.GetElapsedTime(settling).TotalSeconds);
        }

        Console.WriteLine($"{open - 1} open days, {scored} item-days scored over all steps, {clock.Elapsed.TotalSeconds:F0} s, slowest settling {worst:F2} s.");
        await ReportAsync(store, panel, (double)days / 7 * panel.SeriesCount);
    }

    private static async Task ReportAsync(SalesStore store, SalesPanel panel, double itemWeeks)
    {
        var alerts = await store.ReadAsync(context => context.Alerts.AsNoTracking().ToListAsync());
        var firstSteps = await store.ReadAsync(context => context.Scores.Where(score => score.Step == 1)
            .GroupBy(_ => 1).Select(all => new { Count = all.Count(), Outside = all.Sum(score => score.Inside99 ? 0 : 1), Inside80 = all.Sum(score => score.Inside80 ? 1 : 0) })
            .SingleAsync());
        Console.WriteLine($"One day ahead: {firstSteps.Count} item-days, {(double)firstSteps.Inside80 / firstSteps.Count:P1} inside the 80 % interval, {(double)firstSteps.Outside / firstSteps.Count:P2} outside the 99 % interval.");
        foreach (var (kind, stated) in new (string, string)[]
        {
            (AlertKind.Drift, $"{itemWeeks / DriftStatistic.WeeksPerFalseAlarm:F1} while forecasts are right"),
            (AlertKind.UnusualSales, $"{firstSteps.Count * 0.01:F0}, at most 5 a day"),
            (AlertKind.UnusualDay, "not stated: what moves all items at once is no chance of any one"),
            (AlertKind.Stopped, "not stated"),
        })
        {
            var own = alerts.Where(alert => alert.Kind == kind).ToList();
            Console.WriteLine($"{kind,-14} raised {own.Count,4}, on {own.Select(alert => alert.Item).Distinct().Count()} items; by chance {stated}");
            foreach (var month in own.GroupBy(alert => (alert.Date.Year, alert.Date.Month)).OrderBy(month => month.Key))
            {
                Console.WriteLine($"    {month.Key.Year}-{month.Key.Month:00} {month.Count()}");
            }
        }

        await ReportDriftsAsync(store, new LevelChanges(panel), [.. alerts.Where(alert => alert.Kind == AlertKind.Drift)]);
        foreach (var alert in alerts.Where(alert => alert.Kind is AlertKind.Drift or AlertKind.UnusualDay).OrderBy(alert => alert.Date))
        {
            Console.WriteLine($"  {alert.Date:yyyy-MM-dd} {alert.Kind}: {alert.Reason}");
        }
    }

    private static async Task ReportDriftsAsync(SalesStore store, LevelChanges levels, IReadOnlyList<Alert> drifts)
    {
        var (lasting, farOff, tooLate, rest) = (0, 0, 0, new List<Alert>());
        foreach (var drift in drifts.Where(drift => drift.Item is not null))
        {
            var (actual, forecast) = await LastWeeksAsync(store, drift);
            var isUp = actual > forecast;
            switch (levels.Of(drift.Item!, drift.Date))
            {
                case { } change when isUp ? change > LastingChange : change < 1 / LastingChange:
                    lasting++;
                    break;
                case var _ when isUp ? actual > FarOff * forecast : forecast > FarOff * actual:
                    farOff++;
                    break;
                case null:
                    tooLate++;
                    break;
                default:
                    rest.Add(drift);
                    break;
            }
        }

        Console.WriteLine($"{drifts.Count(drift => drift.Item is null)} drifts of all items. Of those of one: {lasting} kept a level {LastingChange} times higher or lower over the four weeks after, {farOff} sold more than {FarOff} times more or less than forecast over the four weeks before and came back, {tooLate} are too late to say, and {rest.Count} are neither and may be false:");
        rest.ForEach(drift => Console.WriteLine($"    {drift.Date:yyyy-MM-dd} {drift.Item}"));
    }

    private static async Task<(double Actual, double Forecast)> LastWeeksAsync(SalesStore store, Alert drift)
    {
        var since = drift.Date.AddDays(-28);
        var sums = await store.ReadAsync(context => context.Scores
            .Where(score => score.Step == 1 && score.Date > since && score.Date <= drift.Date
                && context.Items.Any(item => item.Id == score.ItemId && item.Name == drift.Item))
            .GroupBy(_ => 1)
            .Select(all => new { Actual = all.Sum(score => score.Actual), Forecast = all.Sum(score => score.Median) })
            .SingleAsync());
        return (sums.Actual, sums.Forecast);
    }

    private static async Task<bool> TakeAsync(SalesStore store, IAsyncEnumerable<SalesRow> rows)
    {
        try
        {
            await new SalesImport(store, TimeProvider.System).ImportAsync("replay", rows, new RowErrorLog(), new ImportOptions { AcceptUnusual = true });
            return true;
        }
        catch (BatchRejectedException)
        {
            // A closed day has no rows, and so no batch.
            return false;
        }
    }

    private static async IAsyncEnumerable<SalesRow> RowsOf(SalesPanel panel, int day)
    {
        await Task.CompletedTask;
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            var row = panel.Rows(series).Days.BinarySearch(day);
            if (row >= 0 && panel.Rows(series).Values[row] >= 0)
            {
                yield return new SalesRow(series + 2, panel.DateOf(day), panel.Items[series], panel.Rows(series).Values[row]);
            }
        }
    }
}
