using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Training;
using IowaSales.Storage.Entities;
using IowaSales.Storage.Import;
using IowaSales.Storage.Ledger;
using IowaSales.Tests.Storage;
using IowaSales.Trainer.Retrain;
using IowaSales.Trainer.Rollback;
using Xunit;

namespace IowaSales.Tests.Trainer;

/// <summary>Challengers trained on the store, promoted or not.</summary>
public sealed class RetrainVerbTests : IAsyncLifetime
{
    private const int Trained = 140;

    private static readonly DateOnly First = new(2023, 1, 2);

    private readonly string _folder = Directory.CreateTempSubdirectory("retrain-").FullName;
    private TestStore _test = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string ModelFolder => Path.Combine(_folder, "model");

    public async ValueTask InitializeAsync() => _test = await TestStore.SqliteAsync();

    public async ValueTask DisposeAsync()
    {
        await _test.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_challenger_that_beats_an_outdated_model_is_promoted_and_can_be_rolled_back()
    {
        // The weekdays trade places after the model was trained: it goes on with the old ones, a challenger learns the new ones.
        var champion = await ServeAsync(weeks: 10, swapped: true, outdated: true, horizon: 9, seed: 5);

        var run = await RetrainAsync();

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("It beat", run.Out, StringComparison.Ordinal);
        var promoted = ModelStore.Load(ModelFolder).Manifest;
        Assert.NotEqual(champion, promoted.ModelVersion);
        Assert.Equal(First.AddDays(Trained + 70 - 3), promoted.DataThrough);
        Assert.Equal((9, 5, "fast"), (promoted.Horizon, promoted.Seed, promoted.Preset));
        Assert.Contains("one-sided p =", new ModelRegistry(ModelFolder).Read()!.Events[^1].Reason, StringComparison.Ordinal);

        var back = await VerbOutcome.OfAsync(new RollbackVerb(), _folder, null, null, "--reason", "for the test");
        Assert.Equal((0, $"Champion: {champion}.{Environment.NewLine}"), (back.ExitCode, back.Out));
        Assert.Equal(champion, ModelStore.Load(ModelFolder).Manifest.ModelVersion);
    }

    [Fact]
    public async Task A_challenger_that_is_no_better_is_refused_with_the_reason_recorded()
    {
        var champion = await ServeAsync(weeks: 4, swapped: false, outdated: false);

        var run = await RetrainAsync("--preset", "fast", "--json");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("\"outcome\": \"kept\"", run.Out, StringComparison.Ordinal);
        Assert.Equal(champion, ModelStore.Load(ModelFolder).Manifest.ModelVersion);
        var happened = new ModelRegistry(ModelFolder).Read()!.Events[^1];
        Assert.Equal(RegistryEvent.Kept, happened.Kind);
        Assert.Contains("was no better: MASE", happened.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_trained_while_nothing_is_due_or_nothing_was_scored()
    {
        await ServeAsync(weeks: 1, swapped: false, outdated: false);
        Assert.Contains("\"not_due\"", (await RetrainAsync("--if-due", "--json")).Out, StringComparison.Ordinal);
        Assert.Contains("fewer than 10 days", (await RetrainAsync()).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_open_drift_makes_a_training_due_and_a_dismissed_one_does_not()
    {
        await ServeAsync(weeks: 3, swapped: false, outdated: false);
        var drift = await _test.Store.WriteAsync(
            context => AlertBook.RaiseAsync(
                context, AlertKind.Drift, "A", First.AddDays(Trained + 14), "A keeps selling less.", 5, 4, DateTimeOffset.UtcNow, Cancellation),
            Cancellation);

        var due = await RetrainAsync("--if-due", "--preset", "fast");
        await new AlertBook(_test.Store, TimeProvider.System).DismissAsync(drift!.Id, "a festival", cancellationToken: Cancellation);
        var dismissed = await RetrainAsync("--if-due", "--preset", "fast");

        Assert.Contains("because an item has drifted since the model was trained", due.Out + due.Error, StringComparison.Ordinal);
        Assert.Contains("A challenger was no better: MASE", due.Out, StringComparison.Ordinal);
        Assert.Contains("Nothing is due", dismissed.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_or_model_that_is_not_there_is_said_so()
    {
        await ServeAsync(weeks: 1, swapped: false, outdated: false);
        var unnamed = await VerbOutcome.OfAsync(new RetrainVerb(), _folder);
        var missing = await VerbOutcome.OfAsync(new RetrainVerb(), _folder, null, null, "--store", "none.db");
        var noModel = await VerbOutcome.OfAsync(new RetrainVerb(), _folder, null, null, "--model", "none", "--store", "none.db");
        var nothingBefore = await VerbOutcome.OfAsync(new RollbackVerb(), _folder);
        Assert.Equal((2, 3, 3, 3), (unnamed.ExitCode, missing.ExitCode, noModel.ExitCode, nothingBefore.ExitCode));
        Assert.Contains("nothing to go back to", nothingBefore.Error, StringComparison.Ordinal);
    }

    private Task<VerbOutcome> RetrainAsync(params string[] arguments) => VerbOutcome.OfAsync(
        new RetrainVerb(), _folder, new Dictionary<string, string> { ["Sales__Store"] = _test.Connection }, null, arguments);

    /// <summary>Trains a model, then serves and scores its forecasts for some weeks.</summary>
    private async Task<string> ServeAsync(int weeks, bool swapped, bool outdated, int horizon = 7, int seed = 0)
    {
        var trained = Sales(Trained, int.MaxValue);
        var model = new ModelTrainer(TimeProvider.System).Train(trained, new TrainingOptions { Preset = TrainingPreset.Fast, Horizon = horizon, Seed = seed });
        var version = ModelStore.Save(model, ModelFolder).ModelVersion;
        var all = Sales(Trained + (7 * weeks), swapped ? Trained : int.MaxValue);
        await new SalesImport(_test.Store, TimeProvider.System).ImportAsync("all", PanelRows.Of(all), new RowErrorLog(), cancellationToken: Cancellation);

        // An outdated model's forecasts go on as if nothing had changed.
        var known = outdated ? Sales(all.DayCount, int.MaxValue) : all;
        var steps = 0;
        for (var day = Math.Max(Trained, all.DayCount - 28); day < all.DayCount; day++)
        {
            await RecordAsync(version, model.Forecast(History.At(known, day)), ++steps);
        }

        return version;
    }

    private async Task RecordAsync(string version, ForecastSet forecasts, int number)
    {
        await _test.Store.WriteAsync(
            async context =>
            {
                await new Issuing(context, _test.Store.Provider, TimeProvider.System).EnterAsync([new ServedForecast(forecasts, version, number)], Cancellation);
                var through = forecasts.History.OriginDate.AddDays(forecasts.Horizon - 1);
                await new Scoring(context, _test.Store.Provider).ScoreAsync(forecasts.History.OriginDate, through, Cancellation);
                return true;
            },
            Cancellation);
    }

    private static SalesPanel Sales(int days, int swappedFrom)
    {
        var builder = new SalesPanelBuilder();
        var random = new Random(11);
        for (var day = 0; day < days; day++)
        {
            var date = First.AddDays(day);
            if (date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            {
                continue;
            }

            var rank = day < swappedFrom ? (int)date.DayOfWeek : 6 - (int)date.DayOfWeek;
            foreach (var item in (string[])["A", "B", "C"])
            {
                builder.Add(date, item, (60 * rank) + random.Next(20));
            }
        }

        return builder.Build();
    }
}
