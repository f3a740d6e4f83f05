using IowaSales.Tests.Api;
using IowaSales.Tests.Storage;
using IowaSales.Trainer.CommandLine;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace IowaSales.Tests.Trainer;

/// <summary>The jobs of every day and week: verbs in a row, once or on a schedule.</summary>
public sealed class RunVerbTests : IDisposable
{
    private readonly TrainerRun _trainer = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _trainer.Dispose();

    [Fact]
    public async Task A_days_sales_are_fetched_sent_and_scored_and_once_more_changes_nothing()
    {
        await using var living = await StoreHost.StartAsync(await TestStore.SqliteAsync());
        await StoreHost.UntilAsync(() => living.Monitoring.GetAccuracyAsync(28, Cancellation), _ => true);
        var sales = ModelFactory.Items.Select(item => new StoredSale(StoreHost.NextDay, item, 150));
        await using var source = await SodaServer.StartAsync([.. sales]);
        _trainer.Environment["TRAINER_FETCH_SOURCE"] = source.Source;
        _trainer.Environment["TRAINER_FETCH_ALL"] = "true";
        _trainer.Environment["TRAINER_FETCH_OUTPUT"] = "fetched.csv";
        _trainer.Environment["TRAINER_PUSH_DATA"] = "fetched.csv";
        _trainer.Environment["TRAINER_API"] = living.Host.Address.ToString();
        _trainer.Environment["IOWASALES_API_KEY"] = StoreHost.Key;

        await _trainer.DoAsync("run", "fetch", "push", "score");
        var first = _trainer.Out;
        await _trainer.DoAsync("run", "fetch", "push", "score");

        Assert.Contains($"{ModelFactory.Items.Length} new", first, StringComparison.Ordinal);
        Assert.Contains($"{StoreHost.NextDay:yyyy-MM-dd}, {ModelFactory.Items.Length} item-days", first, StringComparison.Ordinal);
        Assert.Matches("MASE          [0-9.]+; seasonal naive [0-9.]+, backtest [0-9.]+", first);
        Assert.Contains("already in force", _trainer.Out, StringComparison.Ordinal);
        Assert.Equal(2, (await living.Sales.GetBatchesAsync(cancellationToken: Cancellation)).Total);
    }

    [Fact]
    public async Task A_step_that_fails_ends_the_run_with_its_code()
    {
        _trainer.Environment["TRAINER_TRAIN_DATA"] = "absent.csv";
        _trainer.Environment["TRAINER_SIMULATE_OUTPUT"] = "sample.csv";

        Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync("run", "train", "simulate"));

        Assert.Contains("absent.csv", _trainer.Error, StringComparison.Ordinal);
        Assert.Empty(_trainer.Entries());
    }

    [Fact]
    public async Task On_a_schedule_runs_follow_the_clock_of_the_zone_and_a_failure_holds_up_none()
    {
        // Clocks in Chicago go forward on March 10.
        var time = new FakeTimeProvider(new DateTimeOffset(2024, 3, 9, 12, 0, 0, TimeSpan.Zero));
        _trainer.Time = time;
        _trainer.Environment["TRAINER_QUALITY_DATA"] = "absent.csv";
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var running = _trainer.RunUntilAsync(stop.Token, "run", "quality", "--schedule", "30 6 * * *", "--time-zone", "America/Chicago");
        for (var steps = 0; Failures() < 3; steps++)
        {
            Assert.True(steps < 10_000, "It was not run three times within a hundred days.");
            time.Advance(TimeSpan.FromMinutes(15));
            await Task.Delay(1, Cancellation);
        }

        await stop.CancelAsync();
        Assert.Equal(ExitCode.Done, await running);
        Assert.Contains("Next run at 2024-03-09 06:30 -06:00: quality.", _trainer.Error, StringComparison.Ordinal);
        Assert.Contains("Next run at 2024-03-10 06:30 -05:00: quality.", _trainer.Error, StringComparison.Ordinal);
        Assert.Contains("Next run at 2024-03-11 06:30 -05:00: quality.", _trainer.Error, StringComparison.Ordinal);
        Assert.Contains("Stopped.", _trainer.Error, StringComparison.Ordinal);

        int Failures() => _trainer.SoFar.Split("There is no file absent.csv").Length - 1;
    }

    [Theory]
    [InlineData("run conquer", "There is no verb 'conquer' to run; the verbs are fetch,")]
    [InlineData("run run", "There is no verb 'run' to run")]
    [InlineData("run retrain --schedule daily", "--schedule must have five fields")]
    [InlineData("run retrain --schedule=*_*_*_*_* --time-zone Mars", "--time-zone must be a time zone")]
    [InlineData("score --days 30", "--days must be one of 7, 28, 91.")]
    [InlineData("score --api here", "'here' is no address of an API")]
    [InlineData("fetch --days 5 --from 2024-01-01", "--from and --days each say where the range begins")]
    public async Task Bad_usage_is_one_sentence(string line, string part)
    {
        Assert.Equal(ExitCode.BadUsage, await _trainer.RunAsync([.. line.Split(' ').Select(word => word.Replace('_', ' '))]));

        Assert.Contains(part, _trainer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_api_that_cannot_be_reached_fails_the_scoring()
    {
        Assert.Equal(ExitCode.Failed, await _trainer.RunAsync("score", "--api", $"http://127.0.0.1:{ApiProcess.FreePort()}"));

        Assert.Contains("The API cannot be reached", _trainer.Error, StringComparison.Ordinal);
    }
}
